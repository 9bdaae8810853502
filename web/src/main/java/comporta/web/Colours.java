package comporta.web;

/**
 * The colours of one kind of task.
 *
 * @param name of the kind, as a class of styles
 * @param light fill on a light page
 * @param dark fill on a dark page
 * @param line outline, to be told from the fill and from the page on both
 */
record Colours(String name, String light, String dark, String line) {

    static Colours of(Shape.Kind kind) {
        return switch (kind) {
            case WORK -> new Colours("work", "#eff4ff", "#1b2740", "#4f7fe0");
            case DATA -> new Colours("data", "#f5f0ff", "#2a2140", "#8c66d9");
            case CONTROL -> new Colours("control", "#f3f5f8", "#242b36", "#7d8899");
            case WAIT -> new Colours("wait", "#fff6e3", "#362a14", "#cf8f22");
            case MACHINES -> new Colours("machines", "#e8f8f1", "#12302a", "#2c9c78");
            case OUTSIDE -> new Colours("outside", "#ffffff", "#161b22", "#7d8899");
        };
    }
}
