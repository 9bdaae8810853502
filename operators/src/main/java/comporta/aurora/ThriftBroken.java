package comporta.aurora;

/** Bytes that are not the Thrift message they should be: truncated, garbage, or of another protocol. */
final class ThriftBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThriftBroken(String message) {
        super(message);
    }
}
