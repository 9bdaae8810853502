package comporta.dagfile;

import java.util.List;

/** What may stand as the value of a key. */
public sealed interface Type {

    /** Any text, as written. */
    record Text() implements Type {}

    /** Text for people, which is never rendered and may hold braces. */
    record Prose() implements Type {}

    /** Text that follows a spelling. */
    record Spelt(Spelling spelling) implements Type {}

    /** One of some words. */
    record Word(List<String> words) implements Type {}

    /** An integer, both ends included. */
    record Whole(long least, long most) implements Type {}

    /** A number, both ends included. */
    record Real(double least, double most) implements Type {}

    /** {@code true} or {@code false}. */
    record Truth() implements Type {}

    /** One template that gives a value: a truth value, an id, a list. */
    record Expression() implements Type {}

    /** @param alone a list of one may be written as its value alone */
    record ListOf(Type item, boolean alone) implements Type {}

    /** A map whose names the author chooses. */
    record MapOf(Names names, Type value) implements Type {
        public enum Names {
            ID,
            NAME,
            ANY
        }
    }

    /** A map with known keys. */
    record Block(String name, List<Key> keys, List<Choice> choices) implements Type {
        public Block {
            keys = List.copyOf(keys);
            choices = List.copyOf(choices);
        }

        /** The same where at most one of these keys may stand. */
        public Block atMostOneOf(String... names) {
            return with(new Choice(false, "both-keys", List.of(names)));
        }

        /** The same where exactly one of these keys must stand. */
        public Block oneOf(String... names) {
            return with(new Choice(true, "missing-key", List.of(names)));
        }

        /** The same where exactly one of these keys must stand, with the problem that tells it. */
        public Block oneOfAs(String problem, String... names) {
            return with(new Choice(true, problem, List.of(names)));
        }

        private Block with(Choice choice) {
            return new Block(name, keys, List.of(choice));
        }
    }

    /**
     * Keys of which only one may stand.
     *
     * @param needed one must
     * @param problem what is told when none stands, and for {@code one-condition} and {@code deadline-two-forms} also for two
     */
    record Choice(boolean needed, String problem, List<String> keys) {
        public Choice {
            keys = List.copyOf(keys);
        }
    }

    /** A map that is read with tables of its own: {@code tasks}, {@code groups}, {@code defaults}, {@code params}. */
    record Apart(String what) implements Type {}

    /** One of several, told apart by shape: at most one that is written as a text, one as a list, one as a map. */
    record AnyOf(List<Type> types) implements Type {}

    /** Any value. */
    record Plain() implements Type {}
}
