package comporta.template;

/**
 * The smallest piece of an expression.
 *
 * @param text as meant: without quotes and escapes
 * @param length as written
 */
record Lexeme(Type type, String text, int offset, int length) {
    enum Type {
        /** A name, or a part of one. */
        NAME,
        /** The name of a task, a variable or a connection, hyphens and dots included. */
        ID,
        /** Quoted text. */
        TEXT,
        NUMBER,
        /** An operator, {@code and} or {@code +}. */
        OPERATOR,
        /** One of {@code ( ) [ ] { } ? : . ,}. */
        SIGN
    }

    int end() {
        return offset + length;
    }

    boolean is(String sign) {
        return (type == Type.SIGN || type == Type.OPERATOR) && text.equals(sign);
    }

    /** Whether an operand can end here, so that an operator may follow. */
    boolean endsOperand() {
        return switch (type) {
            case NAME, ID, TEXT, NUMBER -> true;
            case OPERATOR -> false;
            case SIGN -> text.equals(")") || text.equals("]") || text.equals("}");
        };
    }
}
