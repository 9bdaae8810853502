import java.io.IOException;
import org.tukaani.xz.XZInputStream;

/** Unpacks what comes in; machines without xz have none. Run as source, with the jar of org.tukaani:xz on the class path. */
final class Unxz {
    private Unxz() {}

    static void main() throws IOException {
        try (var unpacked = new XZInputStream(System.in)) {
            unpacked.transferTo(System.out);
        }
    }
}
