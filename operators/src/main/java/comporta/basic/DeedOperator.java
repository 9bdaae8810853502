package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.secret.Mask;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import comporta.template.TemplateFailed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator whose launches are short deeds of this process, each on a virtual thread of its own. They do not survive us; what a later
 * life finds of one is that it was never begun, how it ended, or that nobody knows.
 */
abstract class DeedOperator implements Operator {
    private static final Logger LOG = LoggerFactory.getLogger(DeedOperator.class);
    private static final long FIRST = 1;
    private static final long LAST = Long.MAX_VALUE;

    final Vault vault;
    final InstantSource clock;
    private final DeedFiles files;
    private final Map<LaunchId, Deed> live = new ConcurrentHashMap<>();
    private volatile Consumer<News> listener = news -> {};

    /** @param state folder that outlives this process */
    DeedOperator(Path state, Vault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
        this.files = new DeedFiles(state);
    }

    /**
     * Does it, here and now.
     *
     * @throws SecretMissing when a connection or a secret cannot be had
     * @throws Refused when it cannot be done as written
     */
    abstract Exit carryOut(Deed deed);

    /** The end of a deed that was begun, and of which it is not known whether it was done. */
    abstract Exit unknown(LaunchIntent intent, String why);

    @Override
    public final Submission submit(LaunchIntent intent) {
        var deed = new Deed(intent);
        if (live.putIfAbsent(intent.id(), deed) == null) {
            Thread.ofVirtual().name(intent.id().externalId()).start(() -> work(deed));
        }
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    private void work(Deed deed) {
        var id = deed.intent.id();
        Exit exit;
        try {
            if (files.begin(id)) {
                tell(new News.Started(id, FIRST, now(), id.externalId(), null));
                exit = masked(done(deed));
                files.ended(id, exit);
            } else {
                exit = ofEarlierLife(deed.intent);
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed", id, e);
            exit = unknown(deed.intent, e.toString());
        }
        live.remove(id);
        tell(new News.Ended(id, LAST, now(), exit));
    }

    private Exit done(Deed deed) {
        if (deed.isStopAsked()) {
            return Exit.failure(Cause.OPERATOR, null, "stopped before it began");
        }
        try {
            return carryOut(deed);
        } catch (SecretMissing e) {
            return Exit.failure(Cause.USER, null, String.valueOf(e.getMessage()));
        } catch (TemplateFailed e) {
            return Exit.failure(Cause.USER, null, e.what() + ". " + e.fix() + " [template-failed]");
        } catch (Refused e) {
            return Exit.failure(e.because(), null, String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked")
    private Exit masked(Exit exit) {
        Mask mask = vault.mask();
        var outputs = (@Nullable Map<String, Object>) mask.hideAll(exit.outputs());
        return new Exit(exit.cause(), exit.code(), mask.hide(exit.reason()), outputs == null ? Map.of() : outputs, exit.forGood());
    }

    private Exit ofEarlierLife(LaunchIntent intent) {
        return files.end(intent.id()).orElseGet(() -> unknown(intent, "the scheduler ended while it was under way"));
    }

    @Override
    public final List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(this::find).toList();
    }

    private Finding find(LaunchIntent intent) {
        var id = intent.id();
        if (live.containsKey(id)) {
            return new Finding.Alive(id, now(), id.externalId(), null);
        }
        return files.begin(id)
                ? new Finding.NeverStarted(id)
                : new Finding.AlreadyEnded(new News.Ended(id, LAST, now(), ofEarlierLife(intent)));
    }

    @Override
    public final void watch(Consumer<News> wanted) {
        listener = wanted;
    }

    @Override
    public final void stop(LaunchIntent intent, boolean force) {
        var deed = live.get(intent.id());
        if (deed != null) {
            deed.stop();
            return;
        }
        var end = switch (find(intent)) {
            case Finding.AlreadyEnded ended -> ended.end();
            case Finding.NeverStarted never ->
                new News.Ended(never.launch(), LAST, now(), Exit.failure(Cause.OPERATOR, null, "stopped before it began"));
            case Finding.Alive _, Finding.OutOfSight _ -> null;   // begun just now by a submission: the next stop meets it
        };
        if (end != null) {
            tell(end);
        }
    }

    @Override
    public final void settled(LaunchIntent intent) {
        files.forget(intent.id());
    }

    Instant now() {
        return clock.instant();
    }

    private void tell(News news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("news of {} could not be taken", news.launch(), e);
        }
    }
}
