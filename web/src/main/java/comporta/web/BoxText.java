package comporta.web;

import comporta.web.Shape.Box;

/** How much room the text of a box needs. No font is at hand, so widths are those of a usual one, a little on the wide side. */
final class BoxText {
    static final double TITLE = 13;
    static final double SMALL = 11;
    private static final int LONGEST = 44;
    private static final double MARGIN = 30;

    private BoxText() {}

    static double width(Box box) {
        double text = Math.max(width(shortened(box.title()), TITLE) * 1.12,
                Math.max(width(shortened(box.caption()), SMALL), width(box.rule(), SMALL)));
        return Math.max(104, Math.ceil(text + MARGIN + (box.part() == Shape.Part.PLAIN ? 0 : 18)));
    }

    static double height(Box box) {
        return box.rule().isEmpty() ? 46 : 62;
    }

    /** At most so many characters; the whole is told to whoever points at it. */
    static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(BoxText::share).sum();
    }

    private static double share(int c) {
        if (c >= 0x1100) {
            return 1;
        }
        if ("iljtfrI.,:;'|!() ".indexOf(c) >= 0) {
            return 0.36;
        }
        if ("mwMW".indexOf(c) >= 0) {
            return 0.9;
        }
        return Character.isUpperCase(c) ? 0.7 : 0.6;
    }
}
