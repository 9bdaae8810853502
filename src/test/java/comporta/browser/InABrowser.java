package comporta.browser;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A test that needs a Chromium and what steers it; left out, with a printed reason, where {@code ./test} found none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InABrowser.Condition.class)
@ResourceLock("browser")   // one at a time: each brings a browser, what steers it, and a server
@interface InABrowser {
    /** Whether both are there. */
    final class Condition implements ExecutionCondition {
        private static final String STEERS = "/driver/";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var missing = Chromium.place().isEmpty() ? "no Chromium is installed, and COMPORTA_CHROMIUM names none"
                    : Condition.class.getResource(STEERS) == null ? "Playwright's driver is not on the class path: ./test puts it there (-Pbrowser)" : "";
            if (missing.isEmpty()) {
                return enabled("there is a Chromium");
            }
            System.err.println(context.getDisplayName() + " is left out: " + missing);
            return disabled(missing);
        }
    }
}
