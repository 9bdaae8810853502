package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.operator.Cause;
import comporta.operator.Refused;
import comporta.operator.Try;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobOperatorTest {
    private final CommandOperator operator = new CommandOperator(PaperBackend.backends());

    private static Try attempt(Map<String, Object> job) {
        return PaperBackend.attempt("work", "work", Map.of("job", job));
    }

    @Test
    void whatNoProcessCanBeGivenIsRefusedBeforeTheLaunch() {
        assertThatThrownBy(() -> operator.prepare(attempt(Map.of("command", List.of("echo", "a\0b")))))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.because()).isEqualTo(Cause.USER))
                .hasMessage("\"command\" of the job holds a NUL character, which no process can be given. Hand it over in a file");
        assertThatThrownBy(() -> operator.launch(attempt(Map.of("command", "echo")), Map.of("X", "a\0b")))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("\"X\" of the environment holds a NUL character");
        assertThat(operator.prepare(attempt(Map.of("command", List.of("echo", "a\\u0000b"))))).hasSize(1);
    }
}
