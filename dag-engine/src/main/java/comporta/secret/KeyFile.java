package comporta.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of an installation, in a file that only its owner may read; made when it is first needed. */
public final class KeyFile {
    private static final String HEADER = "comporta-key-1 ";
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * Reads the newest key, or makes one.
     *
     * @param random where a new key comes from: {@link java.security.SecureRandom}, except in tests
     * @throws SecretMissing when others may read the file, or it holds no key
     * @throws UncheckedIOException when it can be neither read nor made
     */
    public static SecretKey read(Path file, RandomGenerator random) {
        return all(file, random).getFirst();
    }

    /**
     * Reads all keys, the newest first, or makes one.
     *
     * @param random where a new key comes from: {@link java.security.SecureRandom}, except in tests
     * @throws SecretMissing when others may read the file, or it holds no key
     * @throws UncheckedIOException when it can be neither read nor made
     */
    public static List<SecretKey> all(Path file, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            var others = Files.getPosixFilePermissions(file);
            others.removeAll(OWNER_ONLY);
            others.remove(PosixFilePermission.OWNER_EXECUTE);
            if (!others.isEmpty()) {
                throw new SecretMissing("the key " + file + " can be read by others than its owner. Run: chmod 600 " + file);
            }
            return parse(file, Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key " + file, e);
        }
    }

    private static List<SecretKey> parse(Path file, String text) {
        var keys = new ArrayList<SecretKey>();
        for (var line : text.strip().split("\n", -1)) {
            keys.add(key(file, line));
        }
        return keys;
    }

    private static SecretKey key(Path file, String line) {
        try {
            var bytes = line.startsWith(HEADER) ? Base64.getDecoder().decode(line.substring(HEADER.length()).strip()) : new byte[0];
            if (bytes.length == BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw new SecretMissing("the key " + file + " is damaged: " + e.getMessage() + ". Restore it from a backup");
        }
        throw new SecretMissing("the file " + file + " holds no key. Restore it from a backup");
    }

    /**
     * Adds a new key before the others, which stay to open what they have sealed.
     *
     * @throws UncheckedIOException when the file cannot be replaced; it is as it was then
     */
    public static void rotate(Path file, RandomGenerator random) {
        var keys = new ArrayList<byte[]>();
        keys.add(fresh(random));
        all(file, random).forEach(key -> keys.add(key.getEncoded()));
        var next = beside(file);
        try {
            try {
                write(next, keys);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace the key " + file, e);
        }
    }

    /** Written whole under another name first: whoever comes at the same time finds a whole key or none, and all find the same. */
    private static void make(Path file, RandomGenerator random) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        var fresh = beside(file);
        try {
            write(fresh, List.of(fresh(random)));
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Somebody else was quicker: theirs is the key.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static byte[] fresh(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    }

    private static void write(Path file, List<byte[]> keys) throws IOException {
        var text = new StringBuilder();
        keys.forEach(bytes -> text.append(HEADER).append(Base64.getEncoder().encodeToString(bytes)).append('\n'));
        try (var out = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            out.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
    }
}
