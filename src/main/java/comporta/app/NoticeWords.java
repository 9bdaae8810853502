package comporta.app;

import comporta.decide.Notice;
import comporta.decide.Notice.Addressee;

/** Notifications as a local run shows them, which sends none. */
final class NoticeWords {
    private NoticeWords() {}

    static String of(Notice notice, Addressee to) {
        return "on_" + notice.event() + " tells " + whom(to) + ": " + to.message();
    }

    private static String whom(Addressee to) {
        return switch (to) {
            case Addressee.Named named -> named.name();
            case Addressee.Written written -> written.kind() + " " + written.text();
        };
    }
}
