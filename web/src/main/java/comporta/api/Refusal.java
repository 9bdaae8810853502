package comporta.api;

import comporta.dag.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A request is refused; becomes a {@link Problem}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<Problem.Mistake> mistakes;
    private final transient Map<String, String> headers;

    private Refusal(Kind kind, String detail, List<Problem.Mistake> mistakes, Map<String, String> headers) {
        super(detail, null, false, false);
        this.kind = kind;
        this.mistakes = List.copyOf(mistakes);
        this.headers = Map.copyOf(headers);
    }

    Refusal(Kind kind, String detail) {
        this(kind, detail, List.of(), Map.of());
    }

    Refusal(Kind kind, String detail, Map<String, String> headers) {
        this(kind, detail, List.of(), headers);
    }

    /** Kinds of refusals, by status. */
    enum Kind {
        BAD_REQUEST(400, "This is not a request that can be read"),
        NOT_SIGNED_IN(401, "Not signed in"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "There is no such thing"),
        METHOD(405, "This cannot be done with it"),
        NOT_ACCEPTABLE(406, "No such kind of answer"),
        CONFLICT(409, "Not as things stand"),
        TOO_LARGE(413, "Too large"),
        URI_TOO_LONG(414, "The address is too long"),
        MEDIA_TYPE(415, "Bodies must be JSON"),
        MISDIRECTED(421, "Not under this name"),
        UNFIT(422, "Something in it does not fit"),
        TOO_MANY(429, "Too many attempts"),
        HEADERS_TOO_LARGE(431, "The headers are too large"),
        FAILED(500, "The server failed"),
        UNAVAILABLE(503, "Not just now");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }

        String word() {
            return Json.word(this).replace('_', '-');
        }
    }

    static Refusal notFound(String what, String name, Collection<String> known) {
        return new Refusal(Kind.NOT_FOUND, "there is no " + what + " \"" + shortened(name) + "\""
                + Suggestion.nearest(name, known).map(near -> ". Did you mean \"" + near + "\"?").orElse(""));
    }

    static Refusal conflict(String detail) {
        return new Refusal(Kind.CONFLICT, detail);
    }

    static Refusal unfit(String pointer, String detail) {
        return unfit(List.of(new Problem.Mistake(pointer, detail)));
    }

    static Refusal unfit(List<Problem.Mistake> mistakes) {
        var first = mistakes.getFirst();
        var detail = (first.pointer().isEmpty() ? "" : first.pointer() + ": ") + first.detail();
        return new Refusal(Kind.UNFIT, detail, mistakes, Map.of());
    }

    /** What a caller sent, no longer than it need be to be recognised. */
    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 79) + "…" : text;
    }

    Kind kind() {
        return kind;
    }

    Map<String, String> headers() {
        return headers;
    }

    Problem problem(String request) {
        return new Problem("/problems/" + kind.word(), kind.title(), kind.status(), getMessage(), request, mistakes);
    }
}
