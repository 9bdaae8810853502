package comporta.api;

/**
 * What the caller may do with something.
 *
 * @param dryRun whether {@code dry_run=true} tells what would be done
 * @param danger whether it cannot be undone
 * @param primary whether it is what most people want here
 */
record Action(String verb, String label, String method, String href, boolean dryRun, boolean danger, boolean primary) {}
