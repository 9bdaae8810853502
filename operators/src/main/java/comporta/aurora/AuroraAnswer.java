package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the scheduler answers to a call that reached it.
 *
 * @param message for people; may be empty
 * @param result of a read; empty for a call that changes something
 */
record AuroraAnswer(Code code, String message, String cluster, Struct result) {

    /** What came of a call, by its numbers on the wire: 0, which an absent number reads as elsewhere, is an error. */
    enum Code {
        INVALID_REQUEST(0),
        OK(1),
        ERROR(2),
        WARNING(3),
        AUTH_FAILED(4),
        JOB_UPDATING_ERROR(5),
        ERROR_TRANSIENT(6);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        private static Code of(int number) {
            for (var code : values()) {
                if (code.number == number) {
                    return code;
                }
            }
            throw new ThriftBroken("Aurora has no answer of code " + number);
        }
    }

    /** @throws ThriftBroken when the message is no answer to that call */
    static AuroraAnswer of(ThriftMessage message, AuroraCall call) {
        if (message.kind() == ThriftMessage.Kind.EXCEPTION) {
            throw new ThriftBroken("Aurora refuses the call " + call.method() + ": " + message.body().text(1));
        }
        var response = message.body().struct(0);
        if (message.kind() != ThriftMessage.Kind.REPLY || !message.method().equals(call.method())) {
            throw new ThriftBroken("the answer to " + call.method() + " is none that Aurora gives");
        }
        return new AuroraAnswer(
                Code.of(response.number(1, -1)),
                response.structs(6).stream().map(detail -> detail.text(1)).collect(Collectors.joining("; ")),
                response.struct(5).text(1),
                response.struct(3));
    }

    boolean isOk() {
        return code == Code.OK || code == Code.WARNING;
    }

    /** @throws ThriftBroken when one of them has a status that we do not know */
    List<AuroraTask> tasks() {
        return result.struct(3).structs(1).stream().map(AuroraTask::of).toList();
    }

    /** Why tasks wait, by task. */
    Map<String, String> pendingReasons() {
        return result.struct(21).structs(1).stream()
                .collect(Collectors.toMap(each -> each.text(1), each -> each.text(2), (_, last) -> last));
    }

    /** What a role's jobs of the production tier may use together, of an answer to {@code getQuota}. */
    Optional<String> productionCpus() {
        return result.struct(5).struct(1).structs(4).stream()
                .filter(resource -> resource.has(1))
                .map(resource -> BigDecimal.valueOf(resource.real(1)).stripTrailingZeros().toPlainString())
                .findFirst();
    }
}
