package comporta.aurora;

/** What became of a call. */
sealed interface Spoken {

    /** The scheduler answered; whether it did what it was asked, the answer says. */
    record Answered(AuroraAnswer answer) implements Spoken {}

    /** It was not heard by a scheduler that could act on it: to call again is harmless. */
    record Unheard(String why) implements Spoken {}

    /** It was sent, and no answer that makes sense came: whether it took effect is not known. */
    record Lost(String why) implements Spoken {}

    /** Somebody there says no, and will say so again. */
    record Forbidden(String why) implements Spoken {}
}
