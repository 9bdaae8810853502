package comporta;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** What the compiler says, in the form of all problems. */
final class CompileErrors {
    private static final int MOST = 100;

    /** Names that need not be said: every author knows where text comes from, and nobody where our types lie. */
    private static final Pattern PACKAGES = Pattern.compile("\\bjava\\.(lang|util)\\.(?=[A-Z])|\\bcomporta\\.(\\w+\\.)?(?=[A-Z])");

    private CompileErrors() {}

    static List<Problem> of(Sources sources, List<Diagnostic<? extends JavaFileObject>> errors) {
        var problems = new ArrayList<Problem>();
        for (var error : errors.subList(0, Math.min(MOST, errors.size()))) {
            var source = error.getSource();
            var file = source == null ? sources.file() : source.getName();
            int line = (int) Math.max(1, error.getLineNumber());
            int column = (int) Math.max(1, error.getColumnNumber());
            var text = sources.line(file, line);
            // The compiler points to the dot before a name.
            column += column <= text.length() && text.charAt(column - 1) == '.' ? 1 : 0;
            var said = error.getMessage(Locale.ENGLISH).lines().map(String::strip).filter(part -> !part.isEmpty()).toList();
            problems.add(new Problem(file, line, column, "java-compile", what(said), "Look at this line", known(said)));
        }
        return problems;
    }

    /** {@code cannot find symbol: method retires(int)}; other messages as they are, on one line. */
    private static String what(List<String> said) {
        var symbol = after(said, "symbol:");
        return PACKAGES.matcher(symbol.isEmpty() ? String.join("; ", said) : said.getFirst() + ": " + symbol).replaceAll("");
    }

    /** What may have been meant where a name is not known: what the type before the dot has, or what the import brings. */
    private static List<String> known(List<String> said) {
        var symbol = after(said, "symbol:");
        if (symbol.isEmpty()) {
            return List.of();
        }
        var location = after(said, "location:");
        var type = location.substring(Math.max(location.lastIndexOf(' '), location.lastIndexOf('.')) + 1);
        var types = Stream.of(Dags.class, Tasks.class, Operators.class, OutwardOperators.class, Jobs.class, Machines.class, Schedules.class,
                Params.class, Conditions.class)
                .flatMap(group -> Arrays.stream(group.getClasses()))
                .toList();
        if (symbol.startsWith("class ")) {
            return types.stream().map(Class::getSimpleName).sorted().toList();
        }
        return types.stream()
                .filter(each -> each.getSimpleName().equals(type))
                .findFirst()
                .map(each -> names(each, method -> !Modifier.isStatic(method.getModifiers())))
                .orElseGet(() -> names(Dsl.class, method -> Modifier.isStatic(method.getModifiers())));
    }

    private static List<String> names(Class<?> type, Predicate<Method> which) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(which)
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
    }

    private static String after(List<String> said, String label) {
        return said.stream().filter(part -> part.startsWith(label)).map(part -> part.substring(label.length()).strip())
                .findFirst().orElse("");
    }
}
