package comporta.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * All that a machine is made of. Two machines of one make are alike to the last letter of their first script; a machine whose make is another
 * than the file asks for is replaced.
 *
 * @param address it is to have; null: any
 */
public record Make(
        String role, int number, String version, String image, Stack.Kind kind, @Nullable String key, @Nullable String address, String userData) {

    /** Of a master, from 1. */
    static Make master(Stack stack, int number, String version) {
        return new Make(
                Stack.MASTER, number, version, stack.image(), stack.masters(), stack.key(), stack.addresses().get(number - 1),
                UserData.master(stack, number, version));
    }

    /** Of the only machine of a stack. */
    static Make single(Stack stack, String version) {
        return new Make(
                Stack.MASTER, 1, version, stack.image(), stack.masters(), stack.key(), stack.addresses().getFirst(), UserData.single(stack, version));
    }

    /** Of a fixed agent, from 1; of the machines of a group, 0. */
    static Make agent(Stack stack, Stack.SlaveType type, int number, String version) {
        return new Make(type.name(), number, version, stack.image(), type.kind(), stack.key(), null, UserData.agent(stack, type, version));
    }

    /** A short word for it, kept as a tag of the machine. */
    String digest() {
        try {
            var all = String.join("\n", image, kind.toString(), String.valueOf(key), userData);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8))).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
