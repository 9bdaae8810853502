package comporta.browser;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Requests whose answers are held back until they are let go; later ones go to the server. */
final class Held implements Consumer<Route> {
    private final List<Route> routes = new ArrayList<>();
    private boolean isOver;

    @Override
    public void accept(Route route) {
        if (isOver) {
            route.resume();
        } else {
            routes.add(route);
        }
    }

    boolean hasAny() {
        return !routes.isEmpty();
    }

    /** All get that answer. */
    void answer(String type, String body) {
        isOver = true;
        routes.forEach(route -> route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body)));
    }

    /** All go to the server. */
    void letGo() {
        isOver = true;
        routes.forEach(Route::resume);
    }
}
