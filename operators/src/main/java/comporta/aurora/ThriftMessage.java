package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;

/** A whole message: a call with its arguments, or what came of it. */
record ThriftMessage(String method, Kind kind, int sequence, Struct body) {

    /** What a message is; the order is that of the numbers on the wire, from 1. */
    enum Kind {
        CALL,
        REPLY,
        EXCEPTION
    }

    byte[] bytes() {
        return new ThriftWriter().message(this);
    }

    /** @throws ThriftBroken when the bytes are no such message */
    static ThriftMessage of(byte[] bytes) {
        return new ThriftReader(bytes).message();
    }
}
