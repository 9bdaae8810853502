package comporta.simulate;

import comporta.decide.PlantedFault;
import comporta.store.FreshMemory;
import comporta.store.Store;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A database in memory that some worlds share, one after the other: tables cost more than a world. */
record MemoryGround(FreshMemory memory) implements SeededWorld.Ground {
    private static final int WORLDS_OF_A_DATABASE = 250;

    /** Lives worlds until there are none left: the seeds that {@code next} gives, up to {@code last}. */
    static void live(AtomicLong next, long last, @Nullable PlantedFault fault) {
        boolean more = true;
        while (more) {
            try (var memory = new FreshMemory()) {
                var ground = new MemoryGround(memory);
                for (int i = 0; i < WORLDS_OF_A_DATABASE && more; i++) {
                    long seed = next.getAndIncrement();
                    more = seed <= last;
                    if (more) {
                        SeededWorld.live(seed, ground, fault);
                    }
                }
            }
        }
    }

    @Override
    public Store open() {
        return memory.open();
    }

    @Override
    public void meddle(String sql) {
        memory.meddle(sql);
    }
}
