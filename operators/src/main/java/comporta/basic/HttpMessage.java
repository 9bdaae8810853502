package comporta.basic;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with its secrets: never stored, never logged whole.
 *
 * @param body null: none
 */
record HttpMessage(String method, URI to, Map<String, String> headers, @Nullable String body) {

    /** The same for where a server sent us on: to another server go neither headers nor body, which may hold what is not for it. */
    HttpMessage onTo(URI next) {
        var same = next.getScheme().equals(to.getScheme()) && next.getAuthority().equals(to.getAuthority());
        return new HttpMessage(method, next, same ? headers : Map.of(), same ? body : null);
    }

    @Override
    public String toString() {
        return method + " " + to;
    }
}
