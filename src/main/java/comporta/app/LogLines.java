package comporta.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import comporta.dag.PlainData;
import comporta.secret.Mask;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines of our own log, without secrets: text, or JSON objects {@code {at, level, text, logger, thread, dag, run, task, …, error}} with the
 * ids of what they are about.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};

    private final boolean json;
    private final Mask mask;

    /** @param mask what it has learnt is shown in no line */
    LogLines(boolean json, Mask mask) {
        this.json = json;
        this.mask = mask;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (mask.hide(json ? json(event) : text(event)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(ILoggingEvent event) {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", at(event));
        line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.put("text", event.getFormattedMessage());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        ids(event).forEach(line::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            line.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return PlainData.toJson(line);
    }

    private static String text(ILoggingEvent event) {
        var ids = ids(event);
        var line = new StringBuilder(at(event)).append(' ').append(String.format(Locale.ROOT, "%-5s", event.getLevel())).append(' ')
                .append(event.getFormattedMessage().replace("\n", "\n    "));
        if (!ids.isEmpty()) {
            line.append(' ').append(ids);
        }
        if (event.getThrowableProxy() != null) {
            line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
        }
        return line.toString();
    }

    private static Map<String, String> ids(ILoggingEvent event) {
        return new TreeMap<>(event.getMDCPropertyMap());
    }

    private static String at(ILoggingEvent event) {
        var instant = event.getInstant();
        return (instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant).toString();
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
