package comporta.decide;

/**
 * What may still go wrong along a path.
 *
 * @param crashes of the scheduler
 * @param duplicates news of a launch that is over, or told once more and late
 * @param losses answers, stops and sight that get lost
 * @param failures of jobs, by themselves or their platform
 */
record Mishaps(int crashes, int duplicates, int losses, int failures) {
    static final Mishaps NONE = new Mishaps(0, 0, 0, 0);

    Mishaps crash() {
        return new Mishaps(crashes - 1, duplicates, losses, failures);
    }

    Mishaps duplicate() {
        return new Mishaps(crashes, duplicates - 1, losses, failures);
    }

    Mishaps loss() {
        return new Mishaps(crashes, duplicates, losses - 1, failures);
    }

    Mishaps failure() {
        return new Mishaps(crashes, duplicates, losses, failures - 1);
    }

    @Override
    public String toString() {
        return crashes + "." + duplicates + "." + losses + "." + failures;
    }
}
