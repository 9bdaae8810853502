package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.job.HttpSettings;
import comporta.job.Unseen;
import comporta.monasca.MonascaClient;
import comporta.monasca.MonascaCredentials;
import comporta.monasca.MonascaRefused;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta monasca …}: the operations of the client that there always was. */
final class MonascaVerb extends Action {
    /** What is done. */
    enum Operation {
        SEND_METRIC("NAME VALUE [KEY=VALUE]...", "send one metric with its dimensions",
                "send-metric current_cpu 1.4 jobname=linpack framework=chronos"),
        SEND_METRIC_JSON("JSON", "send metrics as they are: an object or an array",
                "send-metric-json '{\"name\":\"x\",\"timestamp\":1795220696526,\"value\":1}'"),
        SEND_ALARM("NAME EXPRESSION [KEY=VALUE]...", "create an alarm definition",
                "send-alarm late 'max(prediction_vs_deadline) > 0' severity=HIGH"),
        SEND_ALARM_JSON("JSON", "create an alarm definition as it is",
                "send-alarm-json '{\"name\":\"late\",\"expression\":\"max(x) > 0\"}'"),
        DELETE_ALARM("ID", "remove an alarm definition", "delete-alarm 7ddb7466-b194-45fd-98da-78093e7749f1"),
        REQUEST_TOKEN("", "print a token of the project", "request-token"),
        GET_NOTIFICATION("NAME", "one way to tell people, by its name or its id", "get-notification deadline-webhook"),
        GET_NOTIFICATION_LIST("", "all ways to tell people", "get-notification-list"),
        CREATE_NOTIFICATION("NAME TYPE ADDRESS", "create a way to tell people: EMAIL, WEBHOOK or PAGERDUTY",
                "create-notification ops EMAIL ops@example.org");

        private final String operands;
        private final String summary;
        private final String example;

        Operation(String operands, String summary, String example) {
            this.operands = operands;
            this.summary = summary;
            this.example = example;
        }

        /** As it is typed. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String summary() {
            return summary;
        }

        String help() {
            return "Usage: comporta monasca " + word() + (operands.isEmpty() ? "" : " " + operands) + " [OPTIONS]\n\n"
                    + Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".\n\n" + """
                    Options
                      -m, --monasca FILE          credentials of Keystone and Monasca; default monasca.credentials of the configuration
                      --config FILE               in place of $COMPORTA_HOME/comporta.yaml
                      --output text|json
                      --color auto|always|never

                    Example
                      comporta monasca\s""" + example + " -m credentialsMonasca.json\n\n"
                    + "Exit codes: 0 done, 1 there is none, 2 wrong usage or refused, 3 Keystone or Monasca cannot be reached.\n";
        }
    }

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = {"-m", "--monasca"})
    private @Nullable String credentials;

    @Parameter(names = "--config")
    private @Nullable String config;

    private final Operation operation;
    private final InstantSource clock = InstantSource.system();

    MonascaVerb(Operation operation) {
        this.operation = operation;
    }

    @Override
    int run(Terminal terminal) {
        try (var client = new MonascaClient(MonascaCredentials.of(file(terminal)), HttpSettings.PLAIN, clock)) {
            return done(terminal, client);
        } catch (Unseen e) {
            throw new RemoteRefusal(0, e.why() + ".");
        } catch (MonascaRefused | IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    private Path file(Terminal terminal) {
        if (credentials != null) {
            return Path.of(credentials);
        }
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        if (configuration.find("monasca.credentials") instanceof String file) {
            return configuration.home().resolve(file);
        }
        throw new UsageException("with whose credentials? Add -m credentialsMonasca.json, or monasca.credentials to comporta.yaml.");
    }

    private int done(Terminal terminal, MonascaClient client) throws Unseen, MonascaRefused {
        switch (operation) {
            case SEND_METRIC -> client.sendMetrics(List.of(metric()));
            case SEND_METRIC_JSON -> client.sendMetrics(metrics(word(0)));
            case SEND_ALARM -> tell(terminal, client.createAlarmDefinition(alarm()));
            case SEND_ALARM_JSON -> tell(terminal, client.createAlarmDefinition(PlainData.mapFromJson(word(0))));
            case DELETE_ALARM -> {
                if (!client.deleteAlarmDefinition(word(0))) {
                    terminal.err().println("there is no alarm definition " + word(0));
                    return ExitCode.NOT_SUCCESSFUL;
                }
            }
            case REQUEST_TOKEN -> terminal.out().println(json() ? PlainData.toJson(Map.of("token", client.token())) : client.token());
            case GET_NOTIFICATION -> {
                var found = client.notification(word(0));
                if (found.isEmpty()) {
                    terminal.err().println("there is no notification method " + word(0));
                    return ExitCode.NOT_SUCCESSFUL;
                }
                tell(terminal, found.get());
            }
            case GET_NOTIFICATION_LIST -> terminal.out().println(PlainData.toJson(client.notifications()));
            case CREATE_NOTIFICATION ->
                tell(terminal, client.createNotification(Map.of("name", word(0), "type", word(1), "address", word(2))));
        }
        return ExitCode.DONE;
    }

    private static void tell(Terminal terminal, Map<String, Object> thing) {
        terminal.out().println(PlainData.toJson(thing));
    }

    private String word(int index) {
        if (index >= words.size()) {
            throw new UsageException("too few words. Write comporta monasca " + operation.word() + " " + operation.operands + ".");
        }
        return words.get(index);
    }

    private Map<String, Object> metric() {
        var metric = new LinkedHashMap<String, Object>();
        metric.put("name", word(0));
        metric.put("dimensions", pairs());
        metric.put("timestamp", clock.instant().toEpochMilli());
        metric.put("value", Double.parseDouble(word(1)));
        return metric;
    }

    private static List<Map<String, Object>> metrics(String json) {
        var metrics = new ArrayList<Map<String, Object>>();
        var data = PlainData.fromJson(json);
        for (var each : data instanceof List<?> list ? list : List.of(data)) {
            if (!(each instanceof Map<?, ?> metric)) {
                throw new IllegalArgumentException("a metric is an object with name, timestamp and value");
            }
            metrics.add(PlainData.plain(metric));
        }
        return metrics;
    }

    private Map<String, Object> alarm() {
        var alarm = new LinkedHashMap<String, Object>();
        alarm.put("name", word(0));
        alarm.put("expression", word(1));
        alarm.putAll(pairs());
        return alarm;
    }

    private Map<String, String> pairs() {
        return JobsAction.pairs("a word", words.subList(2, words.size()));
    }
}
