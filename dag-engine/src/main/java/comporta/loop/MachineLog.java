package comporta.loop;

import comporta.operator.MachineNews;
import comporta.store.LeadLost;
import comporta.store.StoreAway;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of machines between the beginning and the end of their lease, until it is on record. Nothing is decided by it. */
final class MachineLog {
    private static final Logger LOG = LoggerFactory.getLogger(MachineLog.class);

    private final Consumer<MachineNews> record;
    private final ArrayDeque<MachineNews> unwritten = new ArrayDeque<>();

    /** @param record puts one on record; what it was told before means nothing more to it */
    MachineLog(Consumer<MachineNews> record) {
        this.record = record;
    }

    void heard(MachineNews news) {
        unwritten.add(news);
    }

    boolean isEmpty() {
        return unwritten.isEmpty();
    }

    /**
     * Puts on record what was heard.
     *
     * @throws StoreAway what is not on record yet is kept for the next time
     */
    void write() {
        for (var news = unwritten.peek(); news != null; news = unwritten.peek()) {
            try {
                record.accept(news);
            } catch (StoreAway | LeadLost e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("{} could not be put on record", news, e);
            }
            unwritten.remove();
        }
    }

    void clear() {
        unwritten.clear();
    }
}
