package comporta.store;

import java.nio.file.Path;

/** Where a store may lie. Tests that hold for both are run on each, by {@link OnEachDatabase}. */
public enum Databases {
    H2 {
        @Override
        public FreshDatabase empty(Path folder) {
            return new FreshH2(folder.resolve("comporta"));
        }

        @Override
        public FreshDatabase withTables(Path folder) {
            return FreshH2.createWithTables(folder.resolve("comporta"));
        }
    },
    POSTGRESQL {
        @Override
        public FreshDatabase empty(Path folder) {
            return FreshPostgresql.create();
        }

        @Override
        public FreshDatabase withTables(Path folder) {
            return FreshPostgresql.createWithTables();
        }
    };

    /** A database without tables; an H2 file lies in {@code folder}. */
    public abstract FreshDatabase empty(Path folder);

    /** A database with the tables of a store: quicker than to make them. An H2 file lies in {@code folder}. */
    public abstract FreshDatabase withTables(Path folder);
}
