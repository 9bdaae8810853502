package comporta.api;

import java.util.Map;

/**
 * What the caller may do with something.
 *
 * @param body what is sent where it says what is meant, such as {@code remove}; empty: that is left to the caller
 * @param dryRun whether {@code dry_run=true} tells what would be done
 * @param danger whether it cannot be undone
 * @param primary whether it is what most people want here
 */
record Action(String verb, String label, String method, String href, Map<String, Object> body, boolean dryRun, boolean danger,
        boolean primary) {
    /** One that says all by its verb. */
    Action(String verb, String label, String method, String href, boolean dryRun, boolean danger, boolean primary) {
        this(verb, label, method, href, Map.of(), dryRun, danger, primary);
    }
}
