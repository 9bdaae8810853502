package comporta.operator;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The launch of a try that has just ended, with its times.
 *
 * @param spec what it was told to do
 * @param started when it was seen to run; when it was accepted or intended, where it never was
 * @param dueBy by when the try is to be over, so that no deadline is missed; null: none is in sight
 * @param others what else is under way, in this run and all others that are live
 */
public record LastLaunch(LaunchSpec spec, Instant started, Instant ended, @Nullable Instant dueBy, Supplier<List<LaunchIntent>> others) {}
