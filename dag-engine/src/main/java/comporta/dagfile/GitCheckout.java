package comporta.dagfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Whether Git is just now replacing the files of a folder. */
final class GitCheckout {
    private static final String LINK = "gitdir: ";

    /** A lock that is older was left behind by a Git that died. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private GitCheckout() {}

    static boolean isAtWork(Path folder, InstantSource clock) {
        try {
            for (@Nullable Path above = folder; above != null; above = above.getParent()) {
                var git = above.resolve(".git");
                if (Files.exists(git)) {
                    var lock = gitFolder(git).resolve("index.lock");
                    return Files.exists(lock) && Files.getLastModifiedTime(lock).toInstant().plus(LONGEST).isAfter(clock.instant());
                }
            }
        } catch (IOException e) {
            return false;       // the lock has just gone, or the repository is none of ours to read
        }
        return false;
    }

    /** In a worktree of Git the name stands for a file that says where. */
    private static Path gitFolder(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return git;
        }
        var text = Files.readString(git).strip();
        return text.startsWith(LINK) ? git.resolveSibling(text.substring(LINK.length())) : git;
    }
}
