package comporta;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a DAG file in memory, with those files of its folder that it names. One for the life of a worker: it stays warm. */
final class Compilation {
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);

    Compilation() {
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH,
                    List.of(Path.of(Dsl.class.getProtectionDomain().getCodeSource().getLocation().toURI())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What came of it.
     *
     * @param classes class files by binary name
     * @param used names of the files that were compiled
     */
    record Result(Map<String, byte[]> classes, Set<String> used, List<Diagnostic<? extends JavaFileObject>> errors) {}

    Result compile(Sources sources) {
        var memory = new Memory(files, sources);
        var found = new DiagnosticCollector<JavaFileObject>();
        var main = new Source(sources.file(), sources.texts().getOrDefault(sources.file(), ""), memory.used);
        compiler.getTask(null, memory, found, List.of("-proc:none", "-implicit:class", "-g", "-nowarn", "-XDshould-stop.ifError=FLOW"),
                null, List.of(main))
                .call();
        var errors = new ArrayList<Diagnostic<? extends JavaFileObject>>();
        for (var each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(each);
            }
        }
        var classes = new TreeMap<String, byte[]>();
        memory.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new Result(classes, memory.used, errors);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String name;
        private final String text;
        private final Set<String> used;

        Source(String name, String text, Set<String> used) {
            super(URI.create("memory:///" + name.replace(" ", "%20")), Kind.SOURCE);
            this.name = name;
            this.text = text;
            this.used = used;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            used.add(name);
            return text;
        }

        @Override
        public String getName() {
            return name;
        }

        /** A file may hold classes of any name, as with source files that are started without compiling. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }

    /** Sees the files of the folder, the classes of this room and the JDK, and keeps what is compiled. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Sources sources;
        private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        private final Set<String> used = new TreeSet<>();

        Memory(JavaFileManager files, Sources sources) {
            super(files);
            this.sources = sources;
        }

        @Override
        public boolean hasLocation(Location location) {
            return location == StandardLocation.SOURCE_PATH || super.hasLocation(location);
        }

        @Override
        public Iterable<JavaFileObject> list(Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
                throws IOException {
            if (location == StandardLocation.SOURCE_PATH) {
                var others = new ArrayList<JavaFileObject>();
                if (packageName.isEmpty() && kinds.contains(JavaFileObject.Kind.SOURCE)) {
                    sources.texts().forEach((name, text) -> {
                        if (!name.equals(sources.file())) {
                            others.add(new Source(name, text, used));
                        }
                    });
                }
                return others;
            }
            boolean hidden = location == StandardLocation.CLASS_PATH && !packageName.equals(Dsl.class.getPackageName());
            return hidden ? List.of() : super.list(location, packageName, kinds, recurse);
        }

        @Override
        public String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Source source
                    ? source.name.substring(0, source.name.length() - JavaFileObject.Kind.SOURCE.extension.length())
                    : super.inferBinaryName(location, file);
        }

        @Override
        public boolean isSameFile(FileObject a, FileObject b) {
            return (a instanceof Source || b instanceof Source) ? a.getName().equals(b.getName()) : super.isSameFile(a, b);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', File.separatorChar) + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    classes.put(name, bytes);
                    return bytes;
                }
            };
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // The files beneath serve the next file, too.
        }
    }
}
