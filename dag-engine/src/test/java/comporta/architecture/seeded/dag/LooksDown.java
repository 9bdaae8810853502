package comporta.architecture.seeded.dag;

import comporta.architecture.seeded.store.Store;

/** Imports a room below its own, which imports it back. */
public record LooksDown(Store store) {}
