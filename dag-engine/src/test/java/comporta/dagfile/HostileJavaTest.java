package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java DAG file that misbehaves is a problem of that file, and of nothing else. */
@Order(-22)
class HostileJavaTest {
    /** As it is outside of tests: what is slow on a busy machine is no endless loop. */
    private static final JavaDags DAGS = new JavaDags(new JavaWorker(Duration.ofSeconds(10)));
    private static final JavaDags IMPATIENT = new JavaDags(new JavaWorker(Duration.ofSeconds(2)));
    private static final String FINE = "return newDag(\"a\").owner(\"me\").tasks(noop(\"a\"));";

    @TempDir
    private Path folder;

    @Test
    void anEndlessLoopIsEnded() throws IOException {
        write("Bad.java", "while (true) { again++; }");
        assertThat(IMPATIENT.read(folder.resolve("Bad.java"), "Bad.java", Checking.LENIENT).problems()).singleElement().asString()
                .endsWith("6:1: dag() took longer than 2 s. Look at this line. [java-timeout]");
        write("Good.java", FINE);
        assertThat(problems("Good.java")).as("the next file").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            var all = new java.util.ArrayList<int[]>(); while (true) { all.add(new int[1 << 20]); } | OutOfMemoryError: it needs more than 256 MB of memory. Look at this line. [java-threw]
            return dag();                                                      | StackOverflowError. Look at this line. [java-threw]
            return null;                                                       | IllegalStateException: dag() gave null. Look at this line. [java-threw]
            var l = new java.util.ArrayList<Object>(); l.add(l); return newDag("a").tasks(task("a", "x").set("k", l)); | StackOverflowError. Look at this line. [java-threw]
            return newDag("a").tasks(task("a", "x").set("k", new Object()));   | IllegalArgumentException: a java.lang.Object is neither text, number, truth value, list nor map. Look at this line. [java-threw]
            """)
    void isAProblemOfItsOwn(String body, String problem) throws IOException {
        write("Bad.java", body);
        assertThat(problems("Bad.java")).singleElement().asString().endsWith(problem);
        write("Good.java", FINE);
        assertThat(problems("Good.java")).as("the next file").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "System.exit(1)", "Runtime.getRuntime().halt(1)", "new Thread(() -> {}).start()", "System.getenv(\"HOME\")", "System.out.println(1)", "IO.println(1)",
        "java.nio.file.Path.of(\"x\")", "new java.io.File(\"x\")", "java.nio.file.Files.exists(null)", "new java.util.Scanner(System.in)",
        "new java.util.Formatter(\"x\").close()", "new java.net.Socket()", "java.net.URI.create(\"x\")", "new ProcessBuilder(\"x\").start()",
        "java.time.LocalDate.now()", "java.time.Instant.now()", "java.time.Clock.systemUTC()", "new java.util.Date()", "java.util.Calendar.getInstance()",
        "new java.util.GregorianCalendar()", "System.currentTimeMillis()", "Math.random()", "java.util.UUID.randomUUID()", "new java.util.SplittableRandom()",
        "java.util.Collections.shuffle(java.util.List.of())", "java.util.random.RandomGenerator.getDefault()",
        "java.util.concurrent.ThreadLocalRandom.current()",
        "Integer.getInteger(\"x\")", "java.time.ZoneId.systemDefault()", "java.util.Locale.setDefault(java.util.Locale.ROOT)",
        "Class.forName(\"java.lang.System\")", "Bad.class.getDeclaredMethods()", "getClass().getClassLoader()",
        "java.lang.reflect.Array.newInstance(int.class, 1)",
        "java.util.List.of(1).parallelStream()", "java.util.stream.Stream.of(1).parallel()", "new Object().wait()",
        "java.util.ServiceLoader.load(Object.class)",
        "new java.util.Timer()", "new ThreadLocal<String>()", "java.util.stream.Stream.of(\"x\").map(java.io.File::new).toList()",
        "java.util.function.Supplier<java.time.Instant> s = java.time.Instant::now", "java.util.concurrent.Callable<Object> c = () -> 1",
        "System.identityHashCode(this)", "java.lang.invoke.MethodHandles.lookup()", "StackWalker.getInstance()", "java.util.ResourceBundle.getBundle(\"x\")",
        "int[] a = {}; java.util.Arrays.parallelSort(a)"})
    void whatReadsTheWorldOrStartsSomethingIsFoundBeforeAnythingRuns(String statement) throws IOException {
        write("Bad.java", "if (again == 0) { throw new IllegalStateException(\"it ran\"); }\n" + statement + "; " + FINE);
        assertThat(DAGS.read(folder.resolve("Bad.java"), "Bad.java", Checking.LENIENT).problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.id()).isEqualTo("java-forbidden");
            assertThat(problem.line()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "String s = \"a\".repeat(2) + 1 + 'c'", "record P(String a, int b) {} var p = new P(\"a\", 1); p.equals(p)",
        "enum E { A, B } for (var e : E.values()) { e.name(); }",
        "var m = new java.util.TreeMap<String, Integer>(); m.merge(\"a\", 1, Integer::sum)",
        "java.util.stream.IntStream.range(0, 3).mapToObj(n -> \"n\" + n).toList()",
        "switch ((Object) again) { case String t -> t.length(); case Integer i when i > 0 -> i.intValue(); default -> { } }",
        "java.time.LocalDate.of(2026, 1, 31).plusMonths(1).format(java.time.format.DateTimeFormatter.ISO_DATE)",
        "java.time.YearMonth.parse(\"2026-11\").atEndOfMonth().with(java.time.temporal.TemporalAdjusters.firstDayOfMonth())",
        "new java.math.BigDecimal(\"1.5\").add(java.math.BigDecimal.ONE)", "java.util.regex.Pattern.compile(\"a+\").matcher(\"aa\").matches()",
        "String.format(\"%02d\", 7)", "new java.text.DecimalFormat(\"0.0\").format(1)", "new java.util.Scanner(\"a b\").next()",
        "new java.util.Formatter().format(\"x\")",
        "int[][] a = new int[2][3]; int[] b = a[0].clone(); java.util.Arrays.sort(b)", "assert again < 5", "Object o = getClass().getSimpleName()",
        "java.util.List<String> l = java.util.List.of(\"a\"); for (var x : l) { x.isEmpty(); }", "synchronized (this) { again = 0; }",
        "try { Integer.parseInt(\"x\"); } catch (NumberFormatException e) { e.getMessage(); }", "java.util.Locale.getDefault()",
        "var shuffled = new java.util.HashMap<String, String>(); shuffled.computeIfAbsent(\"a\", k -> k)", "System.arraycopy(new int[1], 0, new int[1], 0, 1)"})
    void whatComputesMayBeUsed(String statement) throws IOException {
        write("Good.java", statement + "; " + FINE);
        assertThat(problems("Good.java")).isEmpty();
    }

    @Test
    void twoDagsNoneAndAPackageAreTold() throws IOException {
        Files.writeString(folder.resolve("Two.java"), """
                import static comporta.Dsl.*;
                class One { Dag dag() { return null; } }
                class Two { Dag dag() { return null; } }
                """);
        assertThat(problems("Two.java"))
                .containsExactly(
                        "Two.java:3:17: two classes here have a method Dag dag(). Move one into a file of its own. [java-two-dags]");
        Files.writeString(folder.resolve("None.java"), "class None {}\n");
        assertThat(problems("None.java")).containsExactly(
                "None.java:1:1: no class here has a method Dag dag(). Add one, or name the file that uses this one. [java-no-dag]");
    }

    @Test
    void textFilesElsewhereAreNotRead() throws IOException {
        Files.writeString(folder.resolveSibling("outside.txt"), "secret\n");
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolveSibling("outside.txt"));
        for (var name : List.of("../outside.txt", "/etc/passwd", "link.txt")) {
            write("Bad.java", "readLines(\"" + name + "\"); " + FINE);
            assertThat(problems("Bad.java")).singleElement().asString().contains("[java-threw]");
        }
    }

    @Test
    void aMistakeInAHelperStandsInTheHelper() throws IOException {
        Files.writeString(folder.resolve("Helper.java"), """
                import static comporta.Dsl.*;
                class Helper {
                    static Task task() { return noop("a").queueTimeout("90"); }
                }
                """);
        write("Dags.java", "return newDag(\"a\").owner(\"me\").tasks(Helper.task());");
        assertThat(problems("Dags.java")).containsExactly(
                "Helper.java:3:43: \"90\" is not a duration: the unit is missing. Write 90s, 90m or 90h. [bad-duration]");
    }

    @Test
    void aTaskThatStandsTwiceIsToldAtTheSecond() throws IOException {
        write("Dags.java", "return newDag(\"a\").owner(\"me\").tasks(noop(\"x\"),\n    noop(\"x\"));");
        assertThat(problems("Dags.java")).containsExactly("Dags.java:7:5: \"x\" stands twice, first on line 6. Remove one. [duplicate-key]");
    }

    private List<String> problems(String file) throws IOException {
        return DAGS.read(folder.resolve(file), file, Checking.LENIENT).problems().stream().map(DagProblem::toString).toList();
    }

    private void write(String file, String body) throws IOException {
        Files.writeString(folder.resolve(file), """
                import static comporta.Dsl.*;

                class %s {
                    int again;
                    Dag dag() throws Exception {
                %s
                    }
                }
                """.formatted(file.replace(".java", ""), body));
    }
}
