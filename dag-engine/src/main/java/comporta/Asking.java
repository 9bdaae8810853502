package comporta;

import comporta.Dags.Dag;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** One DAG file from its source to the answer: compile, inspect, ask twice, compare. */
final class Asking {
    private static final String METHOD = "dag";

    private final Compilation compilation;
    private final Sources sources;
    private final CountDownLatch compiled = new CountDownLatch(1);
    private volatile boolean spent;
    private volatile Set<String> used = Set.of();

    Asking(Compilation compilation, Sources sources) {
        this.compilation = compilation;
        this.sources = sources;
    }

    void awaitCompiled() throws InterruptedException {
        compiled.await();
    }

    /** Whether the process cannot be trusted any more. */
    boolean spent() {
        return spent;
    }

    String answer() {
        TextFiles.lieIn(sources.folder());
        try {
            Compilation.Result result;
            try {
                result = compilation.compile(sources);
            } finally {
                compiled.countDown();
            }
            used = result.used();
            if (!result.errors().isEmpty()) {
                return refused(CompileErrors.of(sources, result.errors()));
            }
            return asked(result.classes());
        } catch (OutOfMemoryError e) {
            spent = true;
            return refused(List.of(Thrown.problem(sources, e, "it needs more than 256 MB of memory")));
        } catch (InvocationTargetException e) {
            var cause = e.getCause() instanceof ExceptionInInitializerError wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : e.getCause();
            spent = cause instanceof OutOfMemoryError;
            return refused(List.of(Thrown.problem(sources, cause == null ? e : cause, spent ? "it needs more than 256 MB of memory" : "")));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError | StackOverflowError e) {
            return refused(List.of(Thrown.problem(sources, e, "")));
        }
    }

    /** The answer when {@link #answer} did not come: where it was at that moment. */
    String tookTooLong(StackTraceElement[] stack, long limit) {
        return refused(List.of(Thrown.at(sources, stack, "java-timeout", METHOD + "() took longer than " + limit / 1000 + " s",
                "Look at this line")));
    }

    private String asked(Map<String, byte[]> classes) throws ReflectiveOperationException {
        var problems = new ArrayList<>(Inspection.of(sources, classes.values()));
        var owners = DagMethods.in(sources, classes);
        if (owners.size() != 1) {
            problems.add(owners.isEmpty() ? DagMethods.none(sources) : DagMethods.several(sources));
        }
        if (!problems.isEmpty()) {
            return refused(problems);
        }
        var type = Class.forName(owners.getFirst(), true, new Loader(classes));
        var sites = new CallSites(sources, classes);
        var first = ask(type, sites);
        var second = ask(type, sites);
        if (!first.nodes().node().equals(second.nodes().node())) {
            var dag = DagMethods.place(sources, 0);
            return refused(List.of(new Problem(sources.file(), dag[0], dag[1], "java-not-repeatable",
                    "two calls of dag() differ" + Difference.inWords(first.dag(), second.dag(), sites),
                    "Do not depend on time, chance or state", List.of())));
        }
        return Answer.of(List.of(), used, TextFiles.read(), first.nodes());
    }

    private record Asked(Dag dag, Answer.Nodes nodes) {}

    private static Asked ask(Class<?> type, CallSites sites) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        var method = type.getDeclaredMethod(METHOD);
        method.setAccessible(true);
        var dag = (Dag) method.invoke(constructor.newInstance());
        if (dag == null) {
            throw new IllegalStateException("dag() gave null");
        }
        return new Asked(dag, Answer.nodes(dag, sites));
    }

    private String refused(List<Problem> problems) {
        return Answer.of(problems, used, TextFiles.read(), null);
    }

    /** Classes of one DAG file; gone with it. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Loader.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
