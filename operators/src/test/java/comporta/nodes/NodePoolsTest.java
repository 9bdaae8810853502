package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.SteeredTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePoolsTest {

    @Test
    void theRealClockAndThreadBringMachinesUpAndGiveThemBack(@TempDir Path state) throws InterruptedException {
        var clock = InstantSource.system();
        var provider = new SimulatedProvider(state, clock, Duration.ofMillis(1), Duration.ofMillis(20));
        try (var pools = new NodePools(provider, clock)) {
            var news = new LinkedBlockingQueue<News>();
            var scale = pools.operators().getFirst();
            scale.watch(news::add);
            var night = new Night(new SteeredTime(), provider);
            var intents = Night.intents(scale, night.setUp(1, 5));

            night.submit(scale, intents);

            for (int ended = 0; ended < intents.size(); ) {
                if (news.take() instanceof News.Ended end) {
                    assertThat(end.exit().isSuccess()).isTrue();
                    ended++;
                }
            }
            assertThat(pools.machines()).hasSize(5).allMatch(machine -> machine.state() == Machine.State.REGISTERED);
            assertThat(pools.release(night.lease("L1", Lease.State.CLOSING))).isTrue();
            assertThat(pools.machines()).isEmpty();
        }
    }
}
