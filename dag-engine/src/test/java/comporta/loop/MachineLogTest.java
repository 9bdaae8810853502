package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import comporta.operator.MachineNews;
import comporta.store.StoreAway;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineLogTest {
    private static final MachineNews FIRST = new MachineNews.Gone("i-1", Instant.EPOCH);
    private static final MachineNews SECOND = new MachineNews.Gone("i-2", Instant.EPOCH);

    private final List<MachineNews> written = new ArrayList<>();
    private RuntimeException trouble = new StoreAway("postgresql", new SQLException("connection refused"));
    private boolean inTrouble;
    private final MachineLog log = new MachineLog(news -> {
        if (inTrouble) {
            throw trouble;
        }
        written.add(news);
    });

    @Test
    void whatIsHeardWhileTheDatabaseIsAwayIsWrittenOnceItIsThereAgain() {
        inTrouble = true;
        log.heard(FIRST);
        log.heard(SECOND);
        assertThatExceptionOfType(StoreAway.class).isThrownBy(log::write);
        assertThat(log.isEmpty()).isFalse();
        inTrouble = false;
        log.write();
        assertThat(written).containsExactly(FIRST, SECOND);
        assertThat(log.isEmpty()).isTrue();
    }

    @Test
    void whatTheDatabaseCannotTakeDoesNotHoldUpTheRest() {
        inTrouble = true;
        trouble = new IllegalStateException("no such machine");
        log.heard(FIRST);
        log.write();
        inTrouble = false;
        log.heard(SECOND);
        log.write();
        assertThat(written).containsExactly(SECOND);
    }
}
