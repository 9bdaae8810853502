package comporta.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What pages are made of, by the names that modules know each other by: {@code app.js}, {@code pages/night.js},
 * {@code lit-html/lit-html.js}. All of it is in memory; no address ever leads to a file.
 */
final class Assets {
    static final String APP = "app.js";
    /** All styles in one, as each request costs. */
    static final String STYLE = "look.css";
    private static final String LIT = "lit-html/";
    private static final List<String> OF_LIT = List.of(
            "lit-html.js", "directive.js", "directive-helpers.js", "async-directive.js", "directives/repeat.js", "directives/ref.js",
            "directives/live.js",
            "directives/if-defined.js");
    /** As we write it, and as Lit's builders do. */
    private static final Pattern IMPORT = Pattern.compile(
            "(?m)^(?:import|export)\\s+(?:[\\w*{},\\s$]+\\sfrom\\s+)?'([./\\w-]+)'|\\b(?:from|import)\"([./\\w-]+)\"");
    private static final int SHORT = 6;

    private final SortedMap<String, Asset> all;
    private final String build;

    private Assets(SortedMap<String, Asset> all) {
        this.all = all;
        this.build = build(all);
    }

    /** @throws IllegalStateException when the program was packed without them */
    static Assets ofClassPath() {
        var all = new TreeMap<String, Asset>();
        ours(all);
        all.put(STYLE, Asset.of(STYLE, joined(all, "look/tokens.css", "look/base.css")));
        var version = litVersion();
        for (var name : OF_LIT) {
            all.put(LIT + name, Asset.of(name, read("/META-INF/resources/webjars/lit-html/" + version + "/" + name)));
        }
        return new Assets(all);
    }

    private static void ours(Map<String, Asset> all) {
        var app = Assets.class.getResource(APP);
        if (app == null) {
            throw missing(APP);
        }
        try {
            var uri = app.toURI();
            if (uri.getScheme().equals("jar")) {
                try (var jar = FileSystems.newFileSystem(URI.create(uri.toString().split("!", 2)[0]), Map.of())) {
                    walk(jar.getPath(uri.toString().split("!", 2)[1]).resolveSibling(""), all);
                }
            } else {
                walk(Path.of(uri).resolveSibling(""), all);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pages of the monitor", e);
        }
    }

    private static void walk(Path folder, Map<String, Asset> all) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                if (Asset.typeOf(name) != null) {
                    all.put(name, Asset.of(name, Files.readAllBytes(file)));
                }
            }
        }
    }

    private static byte[] joined(Map<String, Asset> all, String... names) {
        return Arrays.stream(names).map(all::get).map(Asset::text).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }

    private static String litVersion() {
        var properties = new Properties();
        try (var in = Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/lit-html/pom.properties")) {
            if (in == null) {
                throw missing("the WebJar lit-html");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the WebJar lit-html", e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (var in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw missing(resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static IllegalStateException missing(String what) {
        return new IllegalStateException("this program was packed without its pages: " + what + " is not on the class path");
    }

    /** Another one whenever anything of it is. */
    private static String build(SortedMap<String, Asset> all) {
        var whole = new ByteArrayOutputStream();
        all.forEach((name, asset) -> {
            whole.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            whole.writeBytes(asset.digest());
        });
        return HexFormat.of().formatHex(Asset.digest(whole.toByteArray()), 0, SHORT);
    }

    /** Names of all. */
    Set<String> names() {
        return all.keySet();
    }

    /** @throws IllegalArgumentException when there is none */
    Asset named(String name) {
        var found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return found;
    }

    /** Where everything lies; ends with a slash. */
    String root() {
        return "/assets/" + build + "/";
    }

    /** The name of what lies at an address; empty: nothing does. */
    String at(String path) {
        return path.startsWith(root()) && all.containsKey(path.substring(root().length())) ? path.substring(root().length()) : "";
    }

    /** What bare names in modules mean. */
    String importMap() {
        return "{\"imports\":{\"lit-html\":\"" + root() + LIT + "lit-html.js\",\"lit-html/\":\"" + root() + LIT + "\"}}";
    }

    /** A module and all that is loaded with it, so that a browser can ask for it at once. */
    List<String> closure(List<String> modules) {
        var found = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(modules);
        while (!next.isEmpty()) {
            var name = next.remove();
            if (found.add(name)) {
                next.addAll(imports(name));
            }
        }
        return List.copyOf(found);
    }

    /** @throws IllegalArgumentException when a module imports what there is not */
    private List<String> imports(String module) {
        var imports = new ArrayList<String>();
        var matcher = IMPORT.matcher(named(module).text());
        while (matcher.find()) {
            var written = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            var name = written.equals("lit-html") ? LIT + "lit-html.js" : written.startsWith(LIT) ? written : beside(module, written);
            named(name);
            imports.add(name);
        }
        return imports;
    }

    private static String beside(String module, String written) {
        return URI.create("/" + module).resolve(written).getPath().substring(1);
    }
}
