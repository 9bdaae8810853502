package comporta.dagfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a dags folder and its folders hold, in the order of their paths, without a look into the files. Names that begin with . or _ and
 * local.yaml are passed over, and so is what a build has in a folder with a build file: its Java files are no DAG files.
 *
 * @param files YAML and Java files
 * @param others what these may read: calendars, and whatever lies beside a Java file
 */
public record FolderList(SortedMap<Path, Seen> files, SortedMap<Path, Seen> others) {
    /** A file for what a local run needs, which is no DAG file. */
    public static final String LOCAL_VALUES = "local.yaml";

    private static final String CALENDARS = "_calendars";
    private static final Set<String> BUILD_FOLDERS = Set.of("src", "target", "build");
    private static final Set<String> BUILD_FILES = Set.of("pom.xml", "build.gradle", "build.gradle.kts");

    public FolderList {
        files = Collections.unmodifiableSortedMap(files);
        others = Collections.unmodifiableSortedMap(others);
    }

    /**
     * What tells a file from an earlier one of its name.
     *
     * @param key the file system's own; null: it has none
     */
    public record Seen(long size, FileTime modified, @Nullable Object key) {
        static Seen of(BasicFileAttributes attributes) {
            return new Seen(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    /**
     * Lists a folder.
     *
     * @throws IOException when it, or a folder in it, cannot be listed
     */
    public static FolderList of(Path folder) throws IOException {
        var walk = new Walk(folder);
        Files.walkFileTree(folder, walk);
        return new FolderList(walk.files, walk.others);
    }

    /** The YAML files. */
    public List<Path> yaml() {
        return files.keySet().stream().filter(FolderList::isYaml).toList();
    }

    /** The Java files. */
    public List<Path> java() {
        return files.keySet().stream().filter(JavaDags::isJava).toList();
    }

    /** Whether that is a YAML file by its name. */
    public static boolean isYaml(Path path) {
        var name = nameOf(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        final SortedMap<Path, Seen> files = new TreeMap<>();
        final SortedMap<Path, Seen> others = new TreeMap<>();
        private final Path folder;

        Walk(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            var skipped = !inner.equals(folder) && ((isPassedOver(inner) && !nameOf(inner).equals(CALENDARS)) || isOfABuild(inner));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isPassedOver(file)) {
                return FileVisitResult.CONTINUE;
            }
            try {
                var seen = Seen.of(attributes.isSymbolicLink() ? Files.readAttributes(file, BasicFileAttributes.class) : attributes);
                boolean calendar = nameOf(Objects.requireNonNull(file.getParent())).equals(CALENDARS);
                boolean dag = !calendar && (isYaml(file) ? !nameOf(file).equals(LOCAL_VALUES) : JavaDags.isJava(file));
                (dag ? files : others).put(file, seen);
            } catch (NoSuchFileException e) {
                // It went while we looked, or is a link to nowhere: there is no such file.
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException && !file.equals(folder)) {
                return FileVisitResult.CONTINUE;
            }
            throw why;
        }

        private static boolean isPassedOver(Path path) {
            var name = nameOf(path);
            return name.startsWith(".") || name.startsWith("_");
        }

        private static boolean isOfABuild(Path folder) {
            return BUILD_FOLDERS.contains(nameOf(folder))
                    && BUILD_FILES.stream().anyMatch(file -> Files.exists(folder.resolveSibling(file)));
        }
    }
}
