package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;

/** A whole message: a call with its arguments, or what came of it. */
record ThriftMessage(String method, Kind kind, int sequence, Struct body) {

    /** What a message is, by its numbers on the wire. */
    enum Kind {
        CALL(1),
        REPLY(2),
        EXCEPTION(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /** @throws ThriftBroken for a number that is none of these */
        static Kind of(int number) {
            for (var kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new ThriftBroken("no Thrift message is of kind " + number);
        }
    }

    byte[] bytes() {
        return new ThriftWriter().message(this);
    }

    /** @throws ThriftBroken when the bytes are no such message */
    static ThriftMessage of(byte[] bytes) {
        return new ThriftReader(bytes).message();
    }
}
