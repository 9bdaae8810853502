package comporta.catalogue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Paths of files that somebody sent: hostile until proven otherwise. */
final class PushPath {
    private static final String CALENDARS = "_calendars";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,199}");
    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 20;

    private PushPath() {}

    /** @throws PushRefused when that is no place for a DAG file or a calendar */
    static void check(String path, Path folder) {
        var shown = path.length() > 100 ? path.substring(0, 100) + "…" : path;
        var parts = List.of(path.split("/", -1));
        for (int n = 0; n < parts.size(); n++) {
            boolean calendars = parts.get(n).equals(CALENDARS) && n == parts.size() - 2;
            if (!calendars && !NAME.matcher(parts.get(n)).matches()) {
                throw new PushRefused("\"" + shown
                        + "\" is no path below the dags folder: write folders and names of letters, digits, _ . and - with / between "
                        + "them, none beginning with . or _, e.g. team/nightly.yaml", List.of());
            }
        }
        if (path.length() > LONGEST || parts.size() > DEEPEST) {
            throw new PushRefused("\"" + shown + "\" is too long or too deep for a path", List.of());
        }
        if (path.endsWith(".java")) {
            throw new PushRefused("\"" + shown + "\" is a Java file, and nothing that comes over the network is ever compiled: "
                    + "put it into the dags folder itself", List.of());
        }
        boolean yaml = path.endsWith(".yaml") || (path.endsWith(".yml") && !isCalendar(path));
        if (!yaml || parts.getLast().equals("local.yaml")) {
            throw new PushRefused("\"" + shown + "\" is no DAG file by its name: DAG files end in .yaml or .yml, "
                    + "calendars lie in _calendars and end in .yaml", List.of());
        }
        links(shown, parts, folder);
    }

    /** What is there already must be plain folders and a plain file: a link might lead anywhere. */
    private static void links(String shown, List<String> parts, Path folder) {
        var at = folder;
        for (int n = 0; n < parts.size(); n++) {
            at = at.resolve(parts.get(n));
            boolean last = n == parts.size() - 1;
            boolean there = Files.exists(at, LinkOption.NOFOLLOW_LINKS);
            if (there && !(last ? Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS) : Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS))) {
                throw new PushRefused("\"" + shown + "\" meets something else at " + String.join("/", parts.subList(0, n + 1))
                        + ": choose another path", List.of());
            }
        }
    }

    static boolean isCalendar(String path) {
        var parts = List.of(path.split("/", -1));
        return parts.size() > 1 && parts.get(parts.size() - 2).equals(CALENDARS);
    }

    /** The last name without its ending. */
    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    }
}
