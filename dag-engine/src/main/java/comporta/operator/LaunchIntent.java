package comporta.operator;

/**
 * A launch that is committed and may be submitted, any number of times.
 *
 * @param operator name of the operator that prepared it
 * @param token secret of this launch, which reports of its job carry
 */
public record LaunchIntent(LaunchId id, String operator, LaunchSpec spec, String token) {
    @Override
    public String toString() {
        return "LaunchIntent[" + id + "]";   // the token stays out of logs
    }
}
