package comporta;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds {@code Dag dag()}, which makes a file a DAG file. */
final class DagMethods {
    private static final Pattern WRITTEN = Pattern.compile("\\bDag\\s+(dag)\\s*\\(\\s*\\)");

    private DagMethods() {}

    /** The classes of the DAG file that have it. */
    static List<String> in(Sources sources, Map<String, byte[]> classes) {
        var owners = new ArrayList<String>();
        classes.forEach((name, bytes) -> {
            var model = ClassFile.of().parse(bytes);
            var file = model.findAttribute(Attributes.sourceFile()).map(source -> source.sourceFile().stringValue()).orElse("");
            boolean has = model.methods().stream().anyMatch(method -> method.methodName().equalsString("dag")
                    && method.methodType().equalsString("()" + Dags.Dag.class.descriptorString()));
            if (has && file.equals(sources.file())) {
                owners.add(name);
            }
        });
        return owners;
    }

    static Problem none(Sources sources) {
        return new Problem(sources.file(), 1, 1, "java-no-dag", "no class here has a method Dag dag()",
                "Add one, or name the file that uses this one",
                List.of());
    }

    static Problem several(Sources sources) {
        var second = place(sources, 1);
        return new Problem(sources.file(), second[0], second[1], "java-two-dags", "two classes here have a method Dag dag()",
                "Move one into a file of its own", List.of());
    }

    /** Line and column of the {@code nth} (from 0) that is written. */
    static int[] place(Sources sources, int nth) {
        var text = sources.texts().getOrDefault(sources.file(), "");
        var found = WRITTEN.matcher(text);
        for (int n = 0; found.find(); n++) {
            if (n == nth) {
                var before = text.substring(0, found.start(1));
                return new int[] {(int) before.chars().filter(c -> c == '\n').count() + 1, found.start(1) - before.lastIndexOf('\n')};
            }
        }
        return new int[] {1, 1};
    }
}
