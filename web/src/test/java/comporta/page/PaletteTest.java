package comporta.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colours of the style sheet, measured: text that can be read, states that everybody can tell apart. */
final class PaletteTest {
    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+): *(#[0-9A-Fa-f]{6})");
    private static final List<String> GROUNDS = List.of("bg", "surface", "sunken");
    private static final List<String> STATES = List.of("blue", "green", "red", "ink", "grey", "amber", "violet", "magenta");
    /** States that are filled alike are told apart by colour: these pairs must be far from each other for every eye. */
    private static final Map<String, List<String>> FILLS = new LinkedHashMap<>(Map.of(
            "solid", List.of("blue", "green", "red", "ink"), "stripes", List.of("blue", "amber", "magenta"), "hollow",
            List.of("grey", "ink", "violet", "amber"),
            "line", List.of("grey", "red", "ink")));

    /** Machado, Oliveira and Fernandes (2009), severity 1, for linear light. */
    private static final Map<String, double[][]> EYES = Map.of(
            "most", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanopia", new double[][] {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
            "deuteranopia", new double[][] {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
            "tritanopia", new double[][] {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}});

    private static Map<String, String> scheme(String name) {
        var sheet = Assets.ofClassPath().named("look/tokens.css").text();
        var tokens = new HashMap<String, String>();
        read(sheet.substring(0, sheet.indexOf(":root[data-scheme=\"light\"]")), tokens);
        if (name.equals("dark")) {
            var from = sheet.indexOf(":root[data-scheme=\"dark\"]");
            read(sheet.substring(from, sheet.indexOf('}', from)), tokens);
        }
        return tokens;
    }

    private static void read(String text, Map<String, String> into) {
        TOKEN.matcher(text).results().forEach(found -> into.put(found.group(1), found.group(2)));
    }

    private static String colour(Map<String, String> tokens, String name) {
        return Objects.requireNonNull(tokens.get(name), name);
    }

    private static double[] linear(String hex) {
        var linear = new double[3];
        for (int i = 0; i < 3; i++) {
            var part = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            linear[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return linear;
    }

    /** WCAG 2. */
    private static double contrast(String one, String other) {
        var a = luminance(linear(one));
        var b = luminance(linear(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(double[] rgb) {
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] seen(double[] rgb, double[][] eye) {
        var seen = new double[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = Math.clamp(eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2], 0, 1);
        }
        return seen;
    }

    private static double[] lab(double[] rgb) {
        var x = root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
        var y = root(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
        var z = root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /** CIEDE2000, by Sharma, Wu and Dalal (2005). */
    private static double distance(double[] one, double[] other) {
        var c = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
        var g = 0.5 * (1 - Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7))));
        double a1 = one[1] * (1 + g);
        double a2 = other[1] * (1 + g);
        double c1 = Math.hypot(a1, one[2]);
        double c2 = Math.hypot(a2, other[2]);
        double h1 = angle(a1, one[2]);
        double h2 = angle(a2, other[2]);
        double dh = c1 * c2 == 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        double bigH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh / 2));
        double l = (one[0] + other[0]) / 2;
        double cm = (c1 + c2) / 2;
        double h = c1 * c2 == 0 ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63);
        double sl = 1 + 0.015 * Math.pow(l - 50, 2) / Math.sqrt(20 + Math.pow(l - 50, 2));
        double sc = 1 + 0.045 * cm;
        double sh = 1 + 0.015 * cm * t;
        double rc = 2 * Math.sqrt(Math.pow(cm, 7) / (Math.pow(cm, 7) + Math.pow(25, 7)));
        double rt = -Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((h - 275) / 25, 2)))) * rc;
        double dl = (other[0] - one[0]) / sl;
        double dc = (c2 - c1) / sc;
        double dhs = bigH / sh;
        return Math.sqrt(dl * dl + dc * dc + dhs * dhs + rt * dc * dhs);
    }

    private static double angle(double a, double b) {
        var angle = Math.toDegrees(Math.atan2(b, a));
        return angle < 0 ? angle + 360 : angle;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textCanBeRead(String scheme) {
        var tokens = scheme(scheme);
        for (var ground : GROUNDS) {
            for (var text : List.of("text", "text-2", "text-3", "link")) {
                assertThat(contrast(colour(tokens, text), colour(tokens, ground))).as("%s on %s", text, ground).isGreaterThanOrEqualTo(4.5);
            }
            for (var sign : STATES) {
                assertThat(contrast(colour(tokens, sign), colour(tokens, ground))).as("%s on %s", sign, ground).isGreaterThanOrEqualTo(3.0);
            }
            assertThat(contrast(colour(tokens, "edge"), colour(tokens, ground))).as("edge on %s", ground).isGreaterThanOrEqualTo(3.0);
        }
        for (var log : List.of("red", "green", "yellow", "blue", "magenta", "cyan")) {
            assertThat(contrast(colour(tokens, "log-" + log), colour(tokens, "sunken"))).as("log %s", log).isGreaterThanOrEqualTo(4.5);
        }
        assertThat(contrast(colour(tokens, "on-link"), colour(tokens, "link"))).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void statesThatAreFilledAlikeAreToldApartByEveryEye(String scheme) {
        var tokens = scheme(scheme);
        EYES.forEach((eye, matrix) -> FILLS.forEach((fill, colours) -> {
            for (var one : colours) {
                for (var other : colours) {
                    if (one.compareTo(other) < 0) {
                        var apart = distance(lab(seen(linear(colour(tokens, one)), matrix)), lab(seen(linear(colour(tokens, other)), matrix)));
                        assertThat(apart).as("%s and %s, %s, for %s", one, other, fill, eye).isGreaterThanOrEqualTo(12.95);
                    }
                }
            }
        }));
    }
}
