package comporta.basic;

import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.dag.PlainData;
import comporta.dag.Sizes;
import comporta.operator.Cause;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.secret.Vault;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads conditions: from the rendered keys of a try into what is stored with its launch, and from there into what can be looked at. */
final class Conditions {
    private static final List<String> KINDS = List.of("file", "http", "sql", "time");

    private final ZoneId zone;
    private final Supplier<HttpClient> client;
    private final Vault vault;

    /** @param zone for DAGs that name none */
    Conditions(ZoneId zone, Supplier<HttpClient> client, Vault vault) {
        this.zone = zone;
        this.client = client;
        this.vault = vault;
    }

    /**
     * The launch of a try that waits for, or probes, what its keys say. Paths are made absolute and times instants.
     *
     * @throws Refused when it cannot be looked at as written
     */
    LaunchSpec launch(Try attempt) {
        var stored = new LinkedHashMap<>(attempt.settings());
        var file = PlainData.block(stored, "file");
        if (!file.isEmpty()) {
            var absolute = new LinkedHashMap<>(file);
            absolute.put("path", attempt.dagFolder().resolve(text(file, "path")).normalize().toString());
            stored.put("file", absolute);
        }
        if (stored.get("time") != null) {
            stored.put("time", time(attempt).at().toString());
        }
        of(stored);
        return new LaunchSpec(stored);
    }

    private TimeCondition time(Try attempt) {
        var own = attempt.dag().schedule().zone();
        var reference = Instant.parse(attempt.environment().getOrDefault("COMPORTA_LOGICAL_DATE", ""));
        try {
            return TimeCondition.of(String.valueOf(attempt.settings().get("time")), reference, own == null ? zone : own);
        } catch (Misspelt e) {
            throw new Refused(Cause.USER, "time: " + e.getMessage());
        }
    }

    /** @throws Refused when it cannot be looked at as written */
    Condition of(Map<String, Object> stored) {
        var kind = KINDS.stream().filter(stored::containsKey).findFirst().orElse("");
        return switch (kind) {
            case "file" -> file(PlainData.block(stored, kind));
            case "http" -> http(PlainData.block(stored, kind));
            case "sql" -> sql(PlainData.block(stored, kind));
            case "time" -> new TimeCondition(Instant.parse(text(stored, kind)));
            default -> throw new Refused(Cause.USER, "there is no condition to look at. Give one of file, http, sql, time");
        };
    }

    private static Condition file(Map<String, Object> block) {
        try {
            var least = block.get("min_size");
            var stable = block.get("stable_for");
            return new FileCondition(
                    Path.of(text(block, "path")),
                    least == null ? 0 : Sizes.parse(least.toString()),
                    stable == null ? Duration.ZERO : Durations.parse(stable.toString()));
        } catch (IllegalArgumentException e) {
            throw new Refused(Cause.USER, "file: " + e.getMessage());
        }
    }

    private Condition http(Map<String, Object> block) {
        var status = block.get("status") instanceof Number number ? number.intValue() : 200;
        var url = block.get("url") == null ? null : HttpCall.address(text(block, "url"));
        var connection = url == null ? text(block, "connection") : null;
        var path = block.get("path") == null ? "" : text(block, "path");
        return new HttpCondition(client, vault, url, connection, path, status, pattern(block.get("matches")));
    }

    private Condition sql(Map<String, Object> block) {
        var query = text(block, "query");
        var bind = PlainData.block(block, "bind");
        SqlCall.checkNames(query, bind);
        return new SqlCondition(vault, text(block, "connection"), query, bind);
    }

    private static @Nullable Pattern pattern(@Nullable Object written) {
        try {
            return written == null ? null : Pattern.compile(written.toString());
        } catch (PatternSyntaxException e) {
            throw new Refused(Cause.USER, "http: matches is not a regular expression: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    private static String text(Map<String, Object> block, String key) {
        var value = block.get(key);
        if (value == null) {
            throw new Refused(Cause.USER, key + " is missing. Add it");
        }
        return value.toString();
    }
}
