package comporta.api;

import comporta.access.Desk;
import comporta.decide.Capacity;
import comporta.store.Pool;
import comporta.store.Pools;
import comporta.store.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /pools}. */
final class PoolResource {
    private final Pools pools;
    private final Desk desk;
    private final InstantSource clock;

    PoolResource(Pools pools, Desk desk, InstantSource clock) {
        this.pools = pools;
        this.desk = desk;
        this.clock = clock;
    }

    /** A concurrency pool. */
    record PoolShape(String name, int slots, boolean paused, String description, int version, Instant changedAt, String changedBy) {}

    /** What a pool is to be; what is left out stays, or is as usual. */
    record Wanted(@Nullable Integer slots, @Nullable Boolean paused, @Nullable String description, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/pools",
                        "Concurrency pools that somebody has given a size, or paused; all others have " + Capacity.DEFAULT_SLOTS + " slots")
                        .answers(new PageOf(PoolShape.class))
                        .by(_ -> Answer.ok(new Route.Page<>(pools.all().stream().map(PoolResource::shape).toList(), null))),
                Route.get("/api/v1/pools/{pool}", "A concurrency pool").answers(PoolShape.class).by(call -> Answer.ok(shape(find(call)))),
                Route.put("/api/v1/pools/{pool}", "Makes a pool, or changes one; what runs goes on").needs(Role.OPERATOR)
                        .takes(Dry.RUN).takes(Wanted.class).answers(Dry.or(PoolShape.class)).by(this::put),
                Route.delete("/api/v1/pools/{pool}", "Lets a pool be as usual").needs(Role.OPERATOR)
                        .takes(Dry.RUN, Named.REASON).answers(200, Preview.class).answers(204, Void.class).by(this::remove));
    }

    private static PoolShape shape(Pool pool) {
        return new PoolShape(pool.name(), pool.slots(), pool.paused(), pool.description(), pool.version(), pool.changedAt(),
                pool.changedBy());
    }

    private Pool find(Call call) {
        var name = call.variable("pool");
        return pools.find(name).orElseThrow(() -> Refusal.notFound("pool", name, pools.all().stream().map(Pool::name).toList()));
    }

    private Answer put(Call call) {
        var name = Named.id(call.variable("pool"), "pool");
        var body = call.body(Wanted.class);
        var known = pools.find(name);
        var slots = body.slots() == null ? known.map(Pool::slots).orElse(Capacity.DEFAULT_SLOTS) : body.slots();
        if (slots < 0 || slots > 1_000_000) {
            throw Refusal.unfit("/slots", "must be from 0 to 1,000,000");
        }
        var paused = body.paused() == null ? known.map(Pool::paused).orElse(false) : body.paused();
        var description = body.description() == null ? known.map(Pool::description).orElse("") : body.description();
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Pool " + name + " has " + slots + " slots" + (paused ? ", and gives none at present" : "")));
        }
        var deed = Deeds.deed(call, clock.instant(), body.reason());
        return Answer.ok(shape(Deeds.waited(desk.call(() -> pools.set(name, slots, paused, description, deed)))));
    }

    private Answer remove(Call call) {
        var pool = find(call);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Pool " + pool.name() + " has " + Capacity.DEFAULT_SLOTS
                    + " slots, as any that nobody has configured"));
        }
        var deed = Deeds.deed(call, clock.instant(), call.text("reason").orElse(null));
        Deeds.waited(desk.call(() -> pools.remove(pool.name(), deed)));
        return Answer.nothing();
    }
}
