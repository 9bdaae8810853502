package comporta.app;

import comporta.store.FreshH2;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs and servers of this JVM begin with a copy of a database made once, as the launcher has them do; each would make all tables else. */
public final class TablesMadeBefore implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        System.setProperty(ServerDatabase.TEMPLATE_PROPERTY, FreshH2.template().toString());
    }
}
