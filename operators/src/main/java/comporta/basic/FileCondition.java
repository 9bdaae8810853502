package comporta.basic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A file or folder is there.
 *
 * @param minSize bytes that a file has at least; not asked of folders
 * @param stableFor time since it was last changed, by its own time stamp: so a restart forgets nothing
 */
record FileCondition(Path path, long minSize, Duration stableFor) implements Condition {

    @Override
    public Look look(Instant now) {
        try {
            var file = Files.readAttributes(path, BasicFileAttributes.class);
            if (!file.isDirectory() && file.size() < minSize) {
                return Look.notYet(path + " has " + file.size() + " bytes of at least " + minSize);
            }
            var stableAt = file.lastModifiedTime().toInstant().plus(stableFor);
            return stableFor.isPositive() && stableAt.isAfter(now)
                    ? new Look(false, path + " was changed less than " + stableFor.toSeconds() + "s ago", stableAt)
                    : Look.holds(path + " is there");
        } catch (NoSuchFileException e) {
            return Look.notYet(path + " is not there");
        } catch (IOException e) {
            return Look.notYet(path + " cannot be looked at: " + e);
        }
    }
}
