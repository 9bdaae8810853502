package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import comporta.architecture.House;
import comporta.architecture.Modules;
import comporta.architecture.Walls;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the whole house, over every module at once. */
@Order(-80)
final class HouseWallsTest {
    private static final JavaClasses HOUSE = Modules.product();

    static Stream<ArchRule> walls() {
        return Walls.of(House.COMPORTA).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("walls")
    void stand(ArchRule wall) {
        wall.check(HOUSE);
    }

    @Test
    void testsDoNotSleep() {
        Walls.ofTests().check(Modules.tests());
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(HOUSE.stream().map(JavaClass::getPackageName)).contains("comporta.dag", "comporta.web", "comporta.app");
    }
}
