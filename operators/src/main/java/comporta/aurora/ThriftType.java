package comporta.aurora;

/** The types of Thrift's binary protocol, by their byte. */
enum ThriftType {
    BOOL(2),
    I8(3),
    REAL(4),
    I16(6),
    I32(8),
    I64(10),
    TEXT(11),
    STRUCT(12),
    TABLE(13),
    SET(14),
    LIST(15);

    /** Ends a struct. */
    static final byte STOP = 0;

    private final byte code;

    ThriftType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** @throws ThriftBroken for a byte that is no type */
    static ThriftType of(byte code) {
        for (var type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new ThriftBroken("no Thrift type has the number " + code);
    }

    static ThriftType of(ThriftValue value) {
        return switch (value) {
            case ThriftValue.Bool _ -> BOOL;
            case ThriftValue.I8 _ -> I8;
            case ThriftValue.I16 _ -> I16;
            case ThriftValue.I32 _ -> I32;
            case ThriftValue.I64 _ -> I64;
            case ThriftValue.Real _ -> REAL;
            case ThriftValue.Text _ -> TEXT;
            case ThriftValue.Struct _ -> STRUCT;
            case ThriftValue.Table _ -> TABLE;
            case ThriftValue.Items items -> items.isSet() ? SET : LIST;
        };
    }
}
