package comporta.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the engine stand without the modules below it. */
@Order(-25)
final class EngineWallsTest {
    private static final JavaClasses ENGINE = Modules.product();

    static Stream<ArchRule> walls() {
        return Walls.of(House.COMPORTA).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("walls")
    void stand(ArchRule wall) {
        wall.check(ENGINE);
    }

    @Test
    void testsDoNotSleep() {
        Walls.ofTests().check(Modules.tests());
    }
}
