package comporta;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a DAG file may use of Java: what computes. What reads the world, draws lots, waits or starts something may not be used. */
final class Allowed {
    private static final Set<String> PACKAGES = Set.of(
            "comporta", "java.lang", "java.util", "java.util.function", "java.util.stream", "java.util.regex", "java.time",
            "java.time.chrono",
            "java.time.format", "java.time.temporal", "java.math", "java.text");

    /** What the compiler itself calls for lambdas, joined texts, records and switches. */
    private static final Set<String> BOOTSTRAPS = Set.of(
            "java.lang.invoke.LambdaMetafactory", "java.lang.invoke.StringConcatFactory", "java.lang.runtime.ObjectMethods",
            "java.lang.runtime.SwitchBootstraps", "java.lang.invoke.ConstantBootstraps");

    private static final String FILES = "Use readLines";
    private static final String CLOCK = "Use a template, e.g. {{ ds }}: it is filled in when a task runs";
    private static final String CHANCE = "Write the value, or let the task draw it";
    private static final String WORLD = "Use a parameter or a variable in a template";
    private static final String DOING = "Let a task do it";
    private static final String OTHER = "Use java.lang, java.util, java.time, java.math and java.text";

    /** Classes and members by name, with what to do instead; the first that matches counts. */
    private static final Rule[] REFUSED = {
        rule("java\\.(io|nio)\\..*|java\\.util\\.(Scanner|Formatter)\\.<init>\\(Ljava/(io|nio)/.*|java\\.util\\.Formatter\\.<init>\\(Ljava/lang/String;.*"
                + "|java\\.util\\.(zip|jar)\\..*|java\\.lang\\.IO(\\..*)?", FILES),
        rule("java\\.time\\.(\\w+\\.now\\(.*|Clock(\\..*)?|InstantSource(\\..*)?|chrono\\..*\\.dateNow\\(.*)|java\\.time\\.chrono\\.\\w+\\.(now|dateNow)\\(.*"
                + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*|java\\.util\\.Date\\.<init>\\(\\)V|java\\.util\\.Calendar\\.getInstance\\(.*"
                + "|java\\.util\\.GregorianCalendar\\.<init>\\((Ljava/util/.*)?\\)V", CLOCK),
        rule("java\\.util\\.(Random|SplittableRandom)(\\..*)?|java\\.util\\.random\\..*|java\\.lang\\.(Strict)?Math\\.random\\(.*|java\\.security\\..*"
                + "|java\\.util\\.UUID\\.randomUUID\\(.*|java\\.util\\.Collections\\.shuffle\\(Ljava/util/List;\\)V"
                + "|java\\.lang\\.System\\.identityHashCode\\(.*", CHANCE),
        rule("java\\.lang\\.System\\.(arraycopy|lineSeparator)\\(.*", ""),
        rule("java\\.lang\\.System\\.(exit|in|out|err|gc|load\\w*|set\\w*|console|getLogger)\\(.*|java\\.lang\\.(Runtime|Process|Thread|ClassLoader|Module|Scoped)"
                + "(?!Exception).*|java\\.lang\\.InheritableThreadLocal.*|java\\.util\\.(Timer|TimerTask|ServiceLoader)(\\..*)?"
                + "|java\\.util\\.(?!stream\\.Collectors).*\\.parallel\\w*\\(.*|java\\.util\\.concurrent\\..*|java\\.net\\..*|java\\.util\\.(Locale|TimeZone)\\.setDefault\\(.*"
                + "|java\\.lang\\.\\w+\\.(wait|notify|notifyAll)\\(.*", DOING),
        rule("java\\.lang\\.System\\..*|java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)\\(.*|java\\.util\\.(Property)?ResourceBundle.*"
                + "|java\\.time\\.ZoneId\\.systemDefault\\(.*|java\\.util\\.prefs\\..*", WORLD),
        rule("java\\.lang\\.Class\\.(desiredAssertionStatus|getName|getSimpleName|isInstance|cast|equals|hashCode|toString)\\(.*", ""),
        rule("java\\.lang\\.Class\\..*|java\\.lang\\.(reflect|invoke|ref|foreign|classfile|runtime)\\..*|java\\.lang\\.(StackWalker|Package|SecurityManager).*", OTHER),
    };

    private Allowed() {}

    private record Rule(Pattern pattern, String fix) {}

    private static Rule rule(String pattern, String fix) {
        return new Rule(Pattern.compile(pattern), fix);
    }

    /** What to do instead of using that class; empty: it may be used. The classes of a DAG file have no package. */
    static Optional<String> insteadOf(String type) {
        int dot = type.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        var refused = matching(type);
        return refused.isPresent() || PACKAGES.contains(type.substring(0, dot)) ? refused : Optional.of(OTHER);
    }

    /** What to do instead of using that member of a class which may be used; empty: it may be used. */
    static Optional<String> insteadOf(String type, String member, String descriptor) {
        return type.indexOf('.') < 0 ? Optional.empty() : matching(type + "." + member + descriptor);
    }

    static boolean isBootstrap(String type) {
        return BOOTSTRAPS.contains(type);
    }

    private static Optional<String> matching(String name) {
        for (var rule : REFUSED) {
            if (rule.pattern().matcher(name).matches()) {
                return rule.fix().isEmpty() ? Optional.empty() : Optional.of(rule.fix());
            }
        }
        return Optional.empty();
    }
}
