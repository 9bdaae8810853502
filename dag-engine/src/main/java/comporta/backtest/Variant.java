package comporta.backtest;

/** How bad nights come: as they do, never, or always beginning in mid-night. */
public enum Variant {
    USUAL(0.08, 0.30), NO_BAD_NIGHTS(0, 0), BAD_IN_MID_NIGHT(0.08, 1);

    final double bad;
    final double inMidNight;

    Variant(double bad, double inMidNight) {
        this.bad = bad;
        this.inMidNight = inMidNight;
    }
}
