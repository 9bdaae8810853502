package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stories that seeds make up: whatever the DAG, the outside world and the people do, the run keeps what {@link Recount} asks of it. */
@Tag("computes")
@Order(-100)
class DeciderStoriesTest {
    private static final long STORIES = Long.getLong("comporta.stories", 2_000);
    private static final long FIRST = Long.getLong("comporta.stories.first", 0);

    @Test
    void everyStoryKeepsTheRulesAndComesToAnEnd() {
        LongStream.range(FIRST, FIRST + STORIES).parallel().forEach(World::story);
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(World.story(seed)).as("seed %s", seed).isEqualTo(World.story(seed));
        }
    }
}
