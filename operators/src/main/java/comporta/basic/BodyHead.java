package comporta.basic;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of an answer's body; what comes behind them is read and dropped, so that the answer is known to be whole, or not read.
 */
final class BodyHead implements BodySubscriber<BodyHead.Head> {
    private final int limit;
    private final Charset charset;
    private final boolean toTheEnd;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Head> done = new CompletableFuture<>();
    private long length;
    private @Nullable Subscription subscription;

    /**
     * What is kept of a body.
     *
     * @param length of what was read of the body, in bytes
     */
    record Head(String text, long length) {}

    /** @param limit bytes that are kept */
    BodyHead(int limit, Charset charset) {
        this(limit, charset, true);
    }

    private BodyHead(int limit, Charset charset, boolean toTheEnd) {
        this.limit = limit;
        this.charset = charset;
        this.toTheEnd = toTheEnd;
    }

    /** Reads no more than these bytes, and then hangs up. */
    static BodyHead only(int limit, Charset charset) {
        return new BodyHead(limit, charset, false);
    }

    @Override
    public CompletionStage<Head> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
        hangUpWhenFull();
    }

    private void hangUpWhenFull() {
        if (!toTheEnd && bytes.size() >= limit && subscription != null) {
            subscription.cancel();
            onComplete();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            length += buffer.remaining();
            var part = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
            buffer.get(part);
            bytes.writeBytes(part);
        }
        hangUpWhenFull();
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(new Head(bytes.toString(charset), length));
    }
}
