package comporta.api;

import comporta.store.Role;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be asked for: what it takes, what it answers, who may, and what does it. The description of the API is made of these.
 *
 * @param path with its variables in braces
 * @param needs the role; null: anybody, signed in or not
 * @param knows whether it matters who asks
 * @param request shape of the body; null: none is read
 * @param answers shapes by status; {@code String} is text
 */
record Route(
        String method,
        String path,
        String summary,
        @Nullable Role needs,
        boolean knows,
        Reach reach,
        List<Parameter> parameters,
        @Nullable Class<? extends Record> request,
        Map<Integer, Type> answers,
        List<Integer> refusals,
        Work work) {

    /** Does what a route is for. */
    interface Work {
        Answer of(Call call);
    }

    /** What the role is needed on. */
    enum Reach {
        /** The DAG of the path. */
        DAG,
        /** Any DAG; what of others would be told is left out. */
        SOME,
        /** What all share. */
        ALL
    }

    /** A page of a list. */
    record Page<T>(List<T> items, @Nullable String next) {
        Page {
            items = List.copyOf(items);
        }
    }

    static Builder get(String path, String summary) {
        return new Builder("GET", path, summary).needs(Role.VIEWER);
    }

    static Builder post(String path, String summary) {
        return new Builder("POST", path, summary).needs(Role.OPERATOR);
    }

    static Builder put(String path, String summary) {
        return new Builder("PUT", path, summary).needs(Role.ADMIN);
    }

    static Builder delete(String path, String summary) {
        return new Builder("DELETE", path, summary).needs(Role.ADMIN);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    /** Whether the body may hold a DAG file. */
    boolean isLarge() {
        return request != null && Arrays.stream(request.getRecordComponents()).anyMatch(each -> each.isAnnotationPresent(AnyLength.class));
    }

    Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Puts a route together. */
    static final class Builder {
        private final String method;
        private final String path;
        private final String summary;
        private @Nullable Role needs;
        private Reach reach;
        private boolean knows;
        private final List<Parameter> parameters = new ArrayList<>();
        private @Nullable Class<? extends Record> request;
        private final Map<Integer, Type> answers = new TreeMap<>();
        private final List<Integer> refusals = new ArrayList<>();

        private Builder(String method, String path, String summary) {
            this.method = method;
            this.path = path;
            this.summary = summary;
            this.reach = path.contains("{dag}") ? Reach.DAG : method.equals("GET") ? Reach.SOME : Reach.ALL;
        }

        Builder needs(Role role) {
            needs = role;
            knows = true;
            return this;
        }

        Builder open() {
            needs = null;
            knows = false;
            return this;
        }

        /** Anybody may, and it is told who it is. */
        Builder maybe() {
            needs = null;
            reach = Reach.SOME;
            knows = true;
            return this;
        }

        Builder reach(Reach where) {
            reach = where;
            return this;
        }

        Builder takes(Parameter... more) {
            parameters.addAll(List.of(more));
            return this;
        }

        Builder takes(Class<? extends Record> body) {
            request = body;
            return this;
        }

        Builder answers(int status, Type shape) {
            answers.put(status, shape);
            return this;
        }

        Builder answers(Type shape) {
            return answers(200, shape);
        }

        Builder refuses(Integer... status) {
            refusals.addAll(List.of(status));
            return this;
        }

        Route by(Work work) {
            return new Route(method, path, summary, needs, knows, reach, List.copyOf(parameters), request, Map.copyOf(answers),
                    List.copyOf(refusals), work);
        }
    }
}
