package comporta.dagfile;

import java.util.List;

/** Short words for the types of the key tables. */
public final class Types {
    public static final Type TEXT = new Type.Text();
    public static final Type PROSE = new Type.Prose();
    public static final Type TRUTH = new Type.Truth();
    public static final Type PLAIN = new Type.Plain();
    public static final Type EXPRESSION = new Type.Expression();
    public static final Type ID = new Type.Spelt(Spelling.ID);
    public static final Type DURATION = new Type.Spelt(Spelling.DURATION);
    public static final Type SIZE = new Type.Spelt(Spelling.SIZE);
    public static final Type INSTANT = new Type.Spelt(Spelling.INSTANT);
    public static final Type ZONE = new Type.Spelt(Spelling.ZONE);
    public static final Type SPAN = new Type.Spelt(Spelling.SPAN);
    public static final Type COUNT = atLeast(0);
    public static final Type TEXTS = listOf(TEXT);
    public static final Type PROSES = listOf(PROSE);
    public static final Type TEXT_BY_NAME = mapOf(Type.MapOf.Names.NAME, TEXT);
    public static final Type TEXT_BY_ANY = mapOf(Type.MapOf.Names.ANY, TEXT);
    public static final Type PLAIN_BY_ANY = mapOf(Type.MapOf.Names.ANY, PLAIN);
    public static final Type SECRETS = mapOf(Type.MapOf.Names.NAME, new Type.Spelt(Spelling.REFERENCE));

    public static final Type DEFAULTS = new Type.Apart("defaults");
    public static final Type GROUPS = new Type.Apart("groups");
    public static final Type PARAMS = new Type.Apart("params");
    public static final Type TASKS = new Type.Apart("tasks");

    private Types() {}

    public static Type words(String... words) {
        return new Type.Word(List.of(words));
    }

    public static Type whole(long least, long most) {
        return new Type.Whole(least, most);
    }

    public static Type atLeast(long least) {
        return new Type.Whole(least, Integer.MAX_VALUE);
    }

    public static Type real(double least, double most) {
        return new Type.Real(least, most);
    }

    /** A list, or one item alone. */
    public static Type listOf(Type item) {
        return new Type.ListOf(item, true);
    }

    public static Type mapOf(Type.MapOf.Names names, Type value) {
        return new Type.MapOf(names, value);
    }

    public static Type anyOf(Type... types) {
        return new Type.AnyOf(List.of(types));
    }

    public static Type.Block block(String name, Key... keys) {
        return new Type.Block(name, List.of(keys), List.of());
    }
}
