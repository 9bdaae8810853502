package comporta.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes texts at random places. The same number always gives the same text.
 *
 * @param seeds what is mutated
 * @param pieces what is put in, besides parts of other seeds
 */
record Mutator(List<String> seeds, List<String> pieces) {
    private static final int LONGEST = 6_000;
    private static final int MOST_CHANGES = 8;

    Mutator {
        seeds = List.copyOf(seeds);
        pieces = List.copyOf(pieces);
    }

    String mutated(long number) {
        var random = new SplittableRandom(number);
        random.nextLong();   // neighbouring numbers begin alike
        var text = new StringBuilder(any(seeds, random));
        for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
            change(text, random);
        }
        text.setLength(Math.min(text.length(), LONGEST));
        return text.toString();
    }

    private void change(StringBuilder text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(1, 12));
        switch (random.nextInt(8)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, any(pieces, random));
            case 2 -> text.replace(at, end, any(pieces, random));
            case 3 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(1, 20)));
            case 4 -> text.insert(at, (char) random.nextInt(0x250));
            case 5 -> text.insert(at, part(any(seeds, random), random));
            case 6 -> text.setLength(at);
            default -> swap(text, at, random.nextInt(text.length() + 1));
        }
    }

    private static void swap(StringBuilder text, int one, int other) {
        if (one < text.length() && other < text.length()) {
            char kept = text.charAt(one);
            text.setCharAt(one, text.charAt(other));
            text.setCharAt(other, kept);
        }
    }

    private static String part(String seed, SplittableRandom random) {
        int from = random.nextInt(seed.length() + 1);
        return seed.substring(from, Math.min(seed.length(), from + random.nextInt(1, 60)));
    }

    private static String any(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
