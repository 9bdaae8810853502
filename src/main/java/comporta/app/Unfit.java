package comporta.app;

/** A value that does not fit its parameter; the message says what is wrong, without a full stop. */
final class Unfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    Unfit(String what, String fix) {
        super(what);
        this.fix = fix;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What to give instead, without a full stop. */
    String fix() {
        return fix;
    }
}
