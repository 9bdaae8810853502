package comporta.dagfile;

import comporta.dag.Dag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Java DAG files: asks the worker for the tree of keys, which then goes the way of any YAML. What was asked once is known until the file, a
 * helper or a text file that it read has other contents.
 */
final class JavaDags {
    /** A worker is costly, and one serves all callers. */
    static final JavaDags OF_THIS_PROCESS = new JavaDags(new JavaWorker(Duration.ofSeconds(10)));

    private static final int MOST_KNOWN = 2_000;
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+[\\w.]+\\s*;");
    private static final Pattern DAG_METHOD = Pattern.compile("\\bDag\\s+dag\\s*\\(\\s*\\)");
    private static final String ENDING = ".java";

    /** What a Java file is, as far as its text tells. */
    enum Kind {
        DAG,
        HELPER,
        /** It has a package, and so belongs to something else. */
        FOREIGN
    }

    private final JavaWorker worker;
    private final Map<Path, Known> known = new LinkedHashMap<>();
    private @Nullable JavaAnswers kept;

    JavaDags(JavaWorker worker) {
        this.worker = worker;
    }

    /** An answer and what it came from. */
    private record Known(JavaBasis basis, JavaAnswer answer) {}

    /** The same, whose answers outlive this process where a folder is given. */
    synchronized JavaDags keptIn(@Nullable Path folder) {
        if (kept == null && folder != null) {
            kept = new JavaAnswers(folder);
        }
        return this;
    }

    static boolean isJava(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** @throws IOException when the file or its folder cannot be read, or the worker not started */
    Reading read(Path file, String shownPath, Checking how) throws IOException {
        var folder = Objects.requireNonNull(file.toRealPath().getParent());
        var name = Objects.requireNonNull(file.toRealPath().getFileName()).toString();
        var sources = sourcesIn(folder, name);
        var problems = new Problems(shownPath, how.strict());
        JavaAnswer answer;
        try {
            answer = answer(folder, name, sources);
        } catch (JavaWorker.NoAnswer e) {
            problems.error(Place.TOP, e.late() ? "java-timeout" : "java-threw", Objects.requireNonNullElse(e.getMessage(), "no answer"),
                    "Look for what does not end, or needs more than 256 MB");
            return new Reading(null, problems.inOrder(), "");
        }
        answer.problems().forEach(problem -> problems.error(problem.place(), problem.id(), problem.what(), problem.fix()));
        var root = answer.dag();
        if (root == null) {
            return new Reading(null, problems.inOrder(), "");
        }
        var findings = new Problems(shownPath, how.strict(), root.place());
        answer.doubled().forEach(twice -> findings.error(twice.place(), twice.id(), twice.what(), twice.fix()));
        @Nullable Dag dag = DagReader.read(root, new byte[0], how.known(), findings);
        return new Reading(findings.hasErrors() ? null : dag, findings.inOrder(), PinnedText.of(root));
    }

    private synchronized JavaAnswer answer(Path folder, String name, Map<String, byte[]> sources) throws IOException, JavaWorker.NoAnswer {
        var file = folder.resolve(name);
        var before = known.get(file);
        if (before != null && before.basis().stands(folder, sources)) {
            return before.answer();
        }
        known.remove(file);
        var last = kept == null ? null : kept.of(file);
        if (last != null && last.basis().stands(folder, sources)) {
            var answer = JavaAnswer.read(last.line(), name);
            know(file, new Known(last.basis(), answer));
            return answer;
        }
        var line = worker.ask(folder, name, sources);
        var answer = JavaAnswer.read(line, name);
        if (answer.problems().stream().anyMatch(problem -> problem.id().equals("java-timeout"))) {
            // On a quieter machine it may do.
            return answer;
        }
        var contents = new LinkedHashMap<String, String>();
        // With mistakes in it nobody knows which helpers it would use.
        for (var used : answer.dag() == null ? sources.keySet() : answer.used()) {
            contents.put(used, JavaBasis.digest(sources.get(used)));
        }
        for (var text : answer.texts()) {
            contents.put(text, JavaBasis.digest(JavaBasis.bytes(folder.resolve(text))));
        }
        var basis = new JavaBasis(sources.keySet(), contents);
        know(file, new Known(basis, answer));
        if (kept != null) {
            kept.keep(file, new JavaAnswers.Kept(basis, line));
        }
        return answer;
    }

    private void know(Path file, Known answer) {
        known.put(file, answer);
        if (known.size() > MOST_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** The Java files of the folder without a package, which a DAG file cannot use. */
    private static Map<String, byte[]> sourcesIn(Path folder, String dagFile) throws IOException {
        var sources = new TreeMap<String, byte[]>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(JavaDags::isJava).toList()) {
                var name = String.valueOf(file.getFileName());
                boolean passedOver = !name.equals(dagFile) && (name.startsWith(".") || name.startsWith("_"));
                if (!passedOver && Files.isRegularFile(file) && file.toRealPath().startsWith(folder)
                        && Files.size(file) <= DagFiles.MOST_MEGABYTES * DagFiles.MEGABYTE) {
                    var bytes = Files.readAllBytes(file);
                    if (name.equals(dagFile) || !hasPackage(bytes)) {
                        sources.put(name, bytes);
                    }
                }
            }
        }
        return sources;
    }

    private static boolean hasPackage(byte[] source) {
        return PACKAGE.matcher(new String(source, StandardCharsets.UTF_8)).find();
    }

    static Kind kindOf(Path file) throws IOException {
        var source = Files.readAllBytes(file);
        return hasPackage(source)
                ? Kind.FOREIGN
                : DAG_METHOD.matcher(new String(source, StandardCharsets.UTF_8)).find()
                ? Kind.DAG
                : Kind.HELPER;
    }

    /** Tells a helper that no DAG uses; nothing when a DAG of the folder has mistakes, so that nobody knows. */
    synchronized void checkHelper(Path file, Problems problems) {
        var name = String.valueOf(file.getFileName());
        var ofFolder = known.entrySet().stream().filter(each -> isIn(each.getKey(), file)).map(Map.Entry::getValue).toList();
        if (ofFolder.isEmpty()) {
            problems.error(Place.TOP, "java-no-dag", "no class here has a method Dag dag(), and no DAG uses the file",
                    "Add one, or remove the file");
        } else if (ofFolder.stream().noneMatch(each -> each.basis().contents().containsKey(name))) {
            problems.warning(Place.TOP, "unused", "no DAG uses this helper", "Remove it");
        }
    }

    private static boolean isIn(Path dagFile, Path helper) {
        try {
            return dagFile.getParent() != null && dagFile.getParent().equals(helper.toRealPath().getParent());
        } catch (IOException e) {
            return false;
        }
    }
}
