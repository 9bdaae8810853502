package comporta.dagfile;

import java.util.List;

/** Short words for the types of the key tables. */
final class Types {
    static final Type TEXT = new Type.Text();
    static final Type PROSE = new Type.Prose();
    static final Type TRUTH = new Type.Truth();
    static final Type PLAIN = new Type.Plain();
    static final Type EXPRESSION = new Type.Expression();
    static final Type ID = new Type.Spelt(Spelling.ID);
    static final Type DURATION = new Type.Spelt(Spelling.DURATION);
    static final Type SIZE = new Type.Spelt(Spelling.SIZE);
    static final Type INSTANT = new Type.Spelt(Spelling.INSTANT);
    static final Type ZONE = new Type.Spelt(Spelling.ZONE);
    static final Type SPAN = new Type.Spelt(Spelling.SPAN);
    static final Type COUNT = atLeast(0);
    static final Type TEXTS = listOf(TEXT);
    static final Type PROSES = listOf(PROSE);
    static final Type TEXT_BY_NAME = mapOf(Type.MapOf.Names.NAME, TEXT);
    static final Type TEXT_BY_ANY = mapOf(Type.MapOf.Names.ANY, TEXT);
    static final Type PLAIN_BY_ANY = mapOf(Type.MapOf.Names.ANY, PLAIN);
    static final Type SECRETS = mapOf(Type.MapOf.Names.NAME, new Type.Spelt(Spelling.REFERENCE));

    static final Type DEFAULTS = new Type.Apart("defaults");
    static final Type GROUPS = new Type.Apart("groups");
    static final Type PARAMS = new Type.Apart("params");
    static final Type TASKS = new Type.Apart("tasks");

    private Types() {}

    static Type words(String... words) {
        return new Type.Word(List.of(words));
    }

    static Type whole(long least, long most) {
        return new Type.Whole(least, most);
    }

    static Type atLeast(long least) {
        return new Type.Whole(least, Integer.MAX_VALUE);
    }

    static Type real(double least, double most) {
        return new Type.Real(least, most);
    }

    /** A list, or one item alone. */
    static Type listOf(Type item) {
        return new Type.ListOf(item, true);
    }

    static Type mapOf(Type.MapOf.Names names, Type value) {
        return new Type.MapOf(names, value);
    }

    static Type anyOf(Type... types) {
        return new Type.AnyOf(List.of(types));
    }

    static Type.Block block(String name, Key... keys) {
        return new Type.Block(name, List.of(keys), List.of());
    }
}
