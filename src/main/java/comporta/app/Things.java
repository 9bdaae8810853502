package comporta.app;

import java.util.List;
import java.util.Locale;

/** What an administrator keeps on a server, each thing by its name. */
enum Things {
    POOLS("pool", "concurrency pools", "warehouse", "name slots paused description changed_at changed_by"),
    VARIABLES("variable", "variables that templates read", "itaipu_version", "name value secret description changed_at changed_by"),
    CONNECTIONS("connection", "connections to systems outside", "warehouse", "name fields changed_at changed_by"),
    CALENDARS("calendar", "calendars that lie in no dags folder", "bank", "name changed_at changed_by"),
    USERS("user", "people who may sign in", "ana", "name role dags disabled made_at"),
    TOKENS("token", "tokens of programs that speak to the API", "7", "id name user made_at expires_at revoked_at used_at");

    private final String one;
    private final String about;
    private final String example;
    private final String columns;

    Things(String one, String about, String example, String columns) {
        this.one = one;
        this.about = about;
        this.example = example;
        this.columns = columns;
    }

    /** What one of them is called. */
    String one() {
        return one;
    }

    /** What they are, in a few words. */
    String about() {
        return about;
    }

    /** How one of them may be named. */
    String example() {
        return example;
    }

    /** What a list shows of each. */
    List<String> columns() {
        return List.of(columns.split(" ", -1));
    }

    /** Word of the command line and of the API. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    String path(String name) {
        return "/" + words() + "/" + Remote.encode(name);
    }
}
