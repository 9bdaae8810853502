package comporta.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL's own file of passwords, {@code host:port:database:user:password} in each line, where {@code *} stands for any. */
final class PasswordFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private PasswordFile() {}

    /**
     * The password of the first line that fits; {@code $PGPASSFILE}, else {@code ~/.pgpass}.
     *
     * @throws UsageException when the file is there and others may read it
     */
    static Optional<String> find(Map<String, String> environment, List<String> hostPortDatabaseUser) {
        var named = environment.getOrDefault("PGPASSFILE", "");
        var file = named.isEmpty() ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".pgpass") : Path.of(named);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (!Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
                throw new UsageException("others may read or write the passwords in " + file + ". Run: chmod 600 " + file + ".");
            }
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(PasswordFile::fields)
                    .filter(fields -> fits(fields, hostPortDatabaseUser))
                    .map(List::getLast)
                    .findFirst();
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        if (fields.size() != wanted.size() + 1) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A colon or backslash within a field follows a backslash. */
    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
