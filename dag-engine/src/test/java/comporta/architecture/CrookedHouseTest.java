package comporta.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that cannot fail is no rule: each must see the fault that a small house below this package was built with. */
final class CrookedHouseTest {
    private static final House CROOKED = new House("comporta.architecture.seeded");
    private static final JavaClasses CLASSES = Modules.crookedHouse(CROOKED);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a room looks down          | dag is above store
            rooms form a circle        | Cycle detected: Slice dag
            a pure room reads a file   | Decides.file(java.nio.file.Path)> calls method <java.nio.file.Files.readString
            a pure room has a thread   | calls method <java.lang.Thread.ofVirtual()>
            a pure room has a clock    | calls method <java.time.Instant.now()>
            a pure room has a stopwatch| calls method <java.lang.System.nanoTime()>
            a pure room throws dice    | calls method <java.util.UUID.randomUUID()>
            SQL outside the store      | Loops.open(java.sql.Connection)
            a package without a sign   | comporta.architecture.seeded.timetable, home of Unmarked, has no package-info.java
            a package named by nothing | seeded.util.Strings
            a room nobody planned      | seeded.cellar.Barrel lives in no room of the house
            """)
    void isSeen(String fault, String report) {
        assertThat(violations()).as(fault).anySatisfy(violation -> assertThat(violation).contains(report));
    }

    @Test
    void whatIsAllowedIsNotReported() {
        assertThat(violations()).noneSatisfy(violation -> assertThat(violation).containsAnyOf("java.net.URI", "Store.failure()"));
    }

    @Test
    void sleepIsSeen() {
        assertThat(Walls.ofTests().evaluate(CLASSES).getFailureReport().getDetails()).singleElement().asString().contains("Loops.nap()");
    }

    private static List<String> violations() {
        return Walls.of(CROOKED).stream()
                .flatMap(wall -> wall.evaluate(CLASSES).getFailureReport().getDetails().stream())
                .collect(Collectors.toList());
    }
}
