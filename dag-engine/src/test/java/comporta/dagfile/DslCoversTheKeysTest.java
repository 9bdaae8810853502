package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.Dsl;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java form has a method for each key of the tables, and no method without a key. */
class DslCoversTheKeysTest {
    /** Where Java has a word of its own, or the call is about one entry. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "default", "defaultValue", "finally", "finallyRun", "class", "mainClass", "constraints", "constraint", "outputs", "output");

    /** Methods for what is no key: null as a default, a second form of a command, one condition of several. */
    private static final Set<String> BESIDES = Set.of("withoutDefault", "shell", "until", "set");

    /** A type of the Java form, the keys that it stands for, and those that its starter takes. */
    record Form(String type, List<Key> keys, Set<String> byStarter) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Form> forms() {
        var forms = new ArrayList<Form>();
        forms.add(form("Dag", DagKeys.DAG.keys(), "dag"));
        forms.add(form("Group", TaskKeys.GROUP.keys()));
        forms.add(form("OtherDag", DagKeys.DEPENDENCY.keys(), "dag"));
        forms.add(form("Alerts", DagKeys.DAG_ALERTS.keys()));
        forms.add(form("Deadline", block(DagKeys.DEADLINES), "by", "within"));
        forms.add(form("Target", block(DagKeys.TARGETS)));
        forms.add(form("Job", JobKeys.JOB.keys()));
        forms.add(form("Uri", inner(JobKeys.JOB.keys(), "uris"), "uri"));
        forms.add(form("Volume", inner(JobKeys.JOB.keys(), "volumes"), "host", "container"));
        forms.add(form("Docker", inner(JobKeys.JOB.keys(), "docker")));
        forms.add(form("NodePool", TaskKeys.NODE_POOL.keys()));
        forms.add(form("Expand", TaskKeys.EXPAND.keys()));
        forms.add(form("Spark", inner(ownKeys("spark-driver"), "spark")));
        forms.add(form("Elasticity", inner(ownKeys("model"), "elasticity"), "min_cpus", "max_cpus"));
        forms.add(form("FileCondition", inner(TaskKeys.CONDITIONS.keys(), "file"), "path"));
        forms.add(form("HttpCondition", inner(TaskKeys.CONDITIONS.keys(), "http")));
        forms.add(form("SqlCondition", inner(TaskKeys.CONDITIONS.keys(), "sql"), "connection", "query"));
        forms.add(form("Budget", inner(DagKeys.DAG.keys(), "budget")));
        forms.add(form("Calendar", inner(DagKeys.SCHEDULE.keys(), "calendar"), "name"));
        forms.add(form("Partition", inner(DagKeys.SCHEDULE.keys(), "partition"), "unit"));
        forms.add(form("Defaults", keys(Stream.concat(TaskKeys.COMMON.keys().stream(), JOB.stream()),
                key -> !TaskKeys.NEVER_DEFAULT.contains(key.name()))));
        OperatorKeys.all().forEach((operator, own) -> forms.add(form(
                type(operator),
                keys(Stream.concat(TaskKeys.COMMON.keys().stream(), own.keys().stream()), key -> !key.name().equals("run") || operator.equals("command")),
                "operator")));
        for (var schedule : List.of("cron", "every", "dates", "after", "manual")) {
            forms.add(form(type(schedule) + "Schedule",
                    keys(DagKeys.SCHEDULE.keys().stream(), key -> switch (key.name()) {
                        case "cron", "every", "dates", "after" -> false;
                        case "cron_days" -> schedule.equals("cron");
                        case "anchor" -> schedule.equals("every");
                        default -> true;
                    })));
        }
        return forms.stream();
    }

    private static final List<Key> JOB = List.of(Key.key("job", JobKeys.JOB, ""));

    @ParameterizedTest
    @MethodSource("forms")
    void everyKeyHasAMethodAndEveryMethodAKey(Form form) {
        var wanted = new TreeSet<String>();
        form.keys().stream().map(Key::name).filter(key -> !form.byStarter().contains(key)).forEach(key -> wanted.add(method(key)));
        var there = methodsOf(form.type());
        there.removeAll(BESIDES);
        if (form.type().equals("AfterSchedule")) {
            there.remove("within");
        }
        assertThat(there).containsExactlyElementsOf(wanted);
    }

    @Test
    void theParametersOfAllTypesTogetherHaveEveryCheck() {
        var there = new TreeSet<String>();
        for (var type : List.of("String", "Integer", "Number", "Boolean", "Date", "Enum", "List", "Object")) {
            there.addAll(methodsOf(type + "Param"));
        }
        assertThat(there).containsExactlyElementsOf(
                new TreeSet<>(DagKeys.PARAM.keys().stream().map(Key::name).filter(key -> !key.equals("type")).map(DslCoversTheKeysTest::method).toList()));
    }

    @Test
    void everyOperatorAndEveryFormOfAScheduleHasAStarter() {
        var starters = new TreeSet<String>();
        Arrays.stream(Dsl.class.getMethods()).filter(method -> Modifier.isStatic(method.getModifiers())).map(Method::getName).forEach(starters::add);
        assertThat(starters).containsAll(OperatorKeys.all().keySet().stream().map(name -> method(name.replace('-', '_'))).toList())
                .contains("cron", "every", "dates", "afterAll", "afterAny", "manual", "newDag", "task", "readLines", "by", "within", "over");
    }

    private static Form form(String type, List<Key> keys, String... byStarter) {
        return new Form(type, keys, Set.of(byStarter));
    }

    private static List<Key> keys(Stream<Key> keys, Predicate<Key> which) {
        return keys.filter(which).toList();
    }

    private static List<Key> ownKeys(String operator) {
        return Objects.requireNonNull(OperatorKeys.of(operator)).keys();
    }

    private static List<Key> inner(List<Key> keys, String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst().map(key -> block(key.type())).orElseThrow();
    }

    private static List<Key> block(Type type) {
        return TypeWords.blocksIn(type).getFirst().keys();
    }

    private static Set<String> methodsOf(String type) {
        var found = new TreeSet<String>();
        var types = Arrays.stream(Dsl.class.getInterfaces()).flatMap(group -> Arrays.stream(group.getClasses()));
        var form = types.filter(each -> each.getSimpleName().equals(type)).findFirst().orElseThrow(() -> new AssertionError("no type " + type));
        for (var method : form.getMethods()) {
            if (method.getDeclaringClass() != Object.class) {
                found.add(method.getName());
            }
        }
        return found;
    }

    private static String method(String key) {
        return OTHERWISE.getOrDefault(key, camelCase(key));
    }

    private static String type(String operator) {
        var name = camelCase(operator.replace('-', '_'));
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String camelCase(String key) {
        var name = new StringBuilder();
        for (var word : key.split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
