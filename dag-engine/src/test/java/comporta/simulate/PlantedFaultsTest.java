package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import comporta.decide.PlantedFault;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever watches the worlds notices when the engine is wrong: each fault that is planted is found within so many worlds, for what it breaks. */
@Order(-20)
class PlantedFaultsTest {
    private static final long WORLDS = Long.getLong("comporta.worlds.planted", 500);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            NEWS_OF_AN_OLDER_LAUNCH_ACCEPTED | it says, and
            ACKNOWLEDGED_BEFORE_COMMIT       | never started, it says, and it did
            TEARDOWN_SKIPPED_ON_TIMEOUT      | I3:
            LEASE_OPENED_AFTER_THE_LAUNCH    | no lease is on record
            SLOT_FREED_TWICE                 | I8:
            RETRY_BEFORE_THE_END_IS_PROVEN   | it says, and
            CANCEL_IGNORED_IN_LAUNCHING      | the run is halted, and
            EARLY_VERDICT                    | I5:
            CLEAR_DURING_STOPPING            | is done with, and its launch
            DISPATCHED_TWICE_AFTER_RECOVERY  | is submitted twice
            """)
    void isFound(PlantedFault fault, String forWhat) {
        var next = new AtomicLong(1);
        var found = catchThrowableOfType(AssertionError.class, () -> MemoryGround.live(next, WORLDS, fault));
        assertThat(found).as("%s in %s worlds", fault, WORLDS).isNotNull();
        var first = String.valueOf(found.getMessage()).lines().findFirst().orElse("");
        assertThat(String.valueOf(found.getCause())).as("%s, found by %s", fault, first).contains(forWhat);
    }
}
