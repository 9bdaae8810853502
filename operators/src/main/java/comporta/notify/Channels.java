package comporta.notify;

import comporta.dag.PlainData;
import comporta.decide.Notice.Addressee;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the way to an addressee: by the block {@code notifications} of the configuration, or by what the DAG file says. */
public final class Channels implements AutoCloseable {
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

    private final Map<String, Object> configured;
    private final Path folder;
    private final HttpPost http = new HttpPost();
    private final CommandRun commands = new CommandRun(COMMAND_LIMIT);

    /**
     * @param configured targets by name: {@code slack}, {@code webhook} or {@code smtp} with their keys
     * @param folder in which the files lie that they name
     */
    public Channels(Map<String, Object> configured, Path folder) {
        this.configured = PlainData.ordered(configured);
        this.folder = folder;
    }

    /** @throws NotDelivered when there is no way, and none will be before somebody changes the configuration */
    Channel to(Addressee addressee) throws NotDelivered {
        return switch (addressee) {
            case Addressee.Named named -> named(named.name());
            case Addressee.Written written -> written(written);
        };
    }

    private Channel named(String name) throws NotDelivered {
        if (!configured.containsKey(name)) {
            throw new NotDelivered("there is no target \"" + name + "\". Add it to notifications of comporta.yaml", false);
        }
        var target = PlainData.block(configured, name);
        if (target.get("slack") instanceof String hook) {
            return slack(hook, target, null);
        }
        if (target.get("webhook") instanceof String url) {
            return webhook(url, secret(target, "secret_file"));
        }
        if (target.get("smtp") != null) {
            var to = texts(target.get("to"));
            if (to.isEmpty()) {
                throw new NotDelivered("target \"" + name + "\" is a mail server without receivers. Add to: [somebody@example.org]", false);
            }
            return mail(target, to);
        }
        throw new NotDelivered("target \"" + name + "\" has neither slack, webhook nor smtp", false);
    }

    private Channel written(Addressee.Written target) throws NotDelivered {
        return switch (target.kind()) {
            case "webhook" -> webhook(target.text(), null);
            case "slack" -> {
                var hook = first("slack");
                yield slack(String.valueOf(hook.get("slack")), hook, target.text());
            }
            case "email" -> mail(first("smtp"), texts(target.address()));
            default -> command(target.address());
        };
    }

    /** The target called {@code slack} or {@code mail}, else the first of the kind. */
    private Map<String, Object> first(String key) throws NotDelivered {
        var usual = key.equals("smtp") ? "mail" : key;
        return Optional.of(usual).filter(configured::containsKey).map(name -> PlainData.block(configured, name))
                .filter(one -> one.containsKey(key))
                .or(() -> configured.keySet().stream().map(name -> PlainData.block(configured, name))
                        .filter(one -> one.containsKey(key)).findFirst())
                .orElseThrow(() -> new NotDelivered(key.equals("smtp")
                        ? "there is no mail server. Add mail: {smtp: \"smtp://host:25\", from: comporta@example.org} to notifications of comporta.yaml"
                        : "there is no Slack hook. Add slack: {slack: \"https://hooks…\"} to notifications of comporta.yaml", false));
    }

    /** @param channel null: the hook's own */
    private Channel slack(String hook, Map<String, Object> target, @Nullable String channel) throws NotDelivered {
        var to = address(hook);
        var secret = secret(target, "secret_file");
        return letter -> {
            var payload = new LinkedHashMap<String, Object>();
            payload.put("text", letter.message());
            if (channel != null) {
                payload.put("channel", channel);
            }
            http.post(to, PlainData.toJson(payload), letter.id(), secret);
        };
    }

    private Channel webhook(String url, @Nullable String secret) throws NotDelivered {
        var to = address(url);
        return letter -> http.post(to, letter.json(), letter.id(), secret);
    }

    private Channel mail(Map<String, Object> server, List<String> to) throws NotDelivered {
        var mail = new MailServer(
                smtp(String.valueOf(server.get("smtp"))),
                server.get("from") instanceof String from ? from : "comporta@localhost",
                server.get("user") instanceof String user ? user : null,
                secret(server, "password_file"));
        return letter -> mail.send(to, letter);
    }

    private Channel command(Object written) {
        var words = written instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of("/bin/sh", "-c", written.toString());
        return letter -> commands.run(words, letter);
    }

    private @Nullable String secret(Map<String, Object> target, String key) throws NotDelivered {
        if (!(target.get(key) instanceof String file)) {
            return null;
        }
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new NotDelivered("cannot read " + key + " " + folder.resolve(file) + ": " + e, true);
        }
    }

    private static URI address(String url) throws NotDelivered {
        return uri(url, "http", "https");
    }

    private static URI smtp(String url) throws NotDelivered {
        return uri(url, "smtp", "smtps");
    }

    private static URI uri(String text, String scheme, String secure) throws NotDelivered {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null && (scheme.equals(uri.getScheme()) || secure.equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new NotDelivered("a target has an address that is none: " + e.getMessage(), false);
        }
        throw new NotDelivered("a target has an address that does not begin with " + scheme + ":// or " + secure + "://", false);
    }

    private static List<String> texts(@Nullable Object value) {
        return value == null
                ? List.of()
                : value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(value.toString());
    }

    @Override
    public void close() {
        http.close();
    }
}
