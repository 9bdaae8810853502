package comporta.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The HTML that every address of the monitor is answered with, and the rules under which a browser runs it. */
final class Shell {
    private static final String TEMPLATE = "index.html";

    private final Assets assets;
    private final String importMap;
    /** All but what they ask for, by the modules that they load at once: there are two for each page at most. */
    private final Map<List<String>, String> pages = new ConcurrentHashMap<>();

    Shell(Assets assets) {
        this.assets = assets;
        this.importMap = assets.importMap();
    }

    /**
     * The page itself.
     *
     * @param alsoSoon modules that this page will load, besides what all pages do
     * @param asked what it will ask the API for as soon as they are there: asked first, as the server has to think about it
     */
    Asset with(List<String> alsoSoon, List<String> asked) {
        var answers = asked.stream()
                .map(path -> "<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"/api/v1/" + path + "\">")
                .collect(Collectors.joining("\n"));
        return Asset.of(TEMPLATE,
                pages.computeIfAbsent(alsoSoon, this::made).replace("{{answers}}", answers).getBytes(StandardCharsets.UTF_8));
    }

    private String made(List<String> alsoSoon) {
        var modules = new ArrayList<>(List.of(Assets.APP));
        modules.addAll(alsoSoon);
        var preloads = assets.closure(modules).stream()
                .map(name -> "<link rel=\"modulepreload\" href=\"" + assets.root() + name + "\">").collect(Collectors.joining("\n"));
        return assets.named(TEMPLATE).text().replace("{{root}}", assets.root()).replace("{{importmap}}", importMap)
                .replace("{{preloads}}", preloads);
    }

    /**
     * Nothing runs but our modules and the import map, which has to be inline and is known by its hash; nothing becomes markup but by Lit's
     * templates; nobody frames us; nothing is asked of anybody else.
     */
    String policy() {
        var hash = Base64.getEncoder().encodeToString(Asset.digest(importMap.getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + hash + "'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; "
                + "trusted-types lit-html comporta";
    }
}
