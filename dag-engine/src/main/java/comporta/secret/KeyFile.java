package comporta.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
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
     * Reads the key, or makes one.
     *
     * @param random where a new key comes from: {@link java.security.SecureRandom}, except in tests
     * @throws SecretMissing when others may read the file, or it holds no key
     * @throws UncheckedIOException when it can be neither read nor made
     */
    public static SecretKey read(Path file, RandomGenerator random) {
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

    private static SecretKey parse(Path file, String text) {
        try {
            var bytes = text.startsWith(HEADER) ? Base64.getDecoder().decode(text.substring(HEADER.length()).strip()) : new byte[0];
            if (bytes.length == BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw new SecretMissing("the key " + file + " is damaged: " + e.getMessage() + ". Restore it from a backup");
        }
        throw new SecretMissing("the file " + file + " holds no key. Restore it from a backup");
    }

    /** Written whole under another name first: whoever comes at the same time finds a whole key or none, and all find the same. */
    private static void make(Path file, RandomGenerator random) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            try (var out = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                out.write(ByteBuffer.wrap((HEADER + Base64.getEncoder().encodeToString(bytes) + "\n").getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Somebody else was quicker: theirs is the key.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
