package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.elasticity.Launching;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Reply;
import comporta.job.Unseen;
import comporta.monasca.MonascaCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code comporta jobs launch}. */
final class LaunchVerb extends Action {
    static final String HELP = """
            Usage: comporta jobs launch [OPTIONS]

            Gives an iterative job to Chronos, or an app to Marathon, and registers it with a supervisor, which starts its iterations one
            after the other and gives it the CPU that keeps its deadline. The job file is the one that there always was: a definition in the
            words of the cluster, with a container, "schedule": "R13//PT3M" for 13 iterations, and
            "qos": {"duration": 130, "desv_deadline": 0.2, "deadline": 1800}. A report of each iteration is added to the command; the job
            keeps its own exit code, and one that fails is no iteration. The image needs sh, date and curl.

            Options
              -j, --job FILE              the job file
              -c, --chronos FILE          credentials of Chronos
              -a, --marathon FILE         credentials of Marathon, for a file that describes an app
              -m, --monasca FILE          taken as ever, and looked at; it is the supervisor that sends metrics
              -i, --supervisor URL        the supervisor, e.g. http://10.0.0.5:30000, as jobs reach it
              --deadline S                seconds from now within which all is to be done; instead of qos.deadline
              --desviation-deadline F     0 to 1; instead of qos.desv_deadline
              --job-duration S            seconds of an iteration, of a Marathon app its CPU-seconds; instead of qos.duration
              --output text|json          json: {uuid, name, framework, deadline, iterations}
              --color auto|always|never

            Example
              comporta jobs launch -j linpack.json -c credentialsChronos.json -m credentialsMonasca.json -i http://10.0.0.5:30000

            Exit codes: 0 launched, 2 wrong usage, or the cluster or the supervisor does not take it.
            """;

    @Parameter(names = {"-j", "--job"}, required = true)
    private String file = "";

    @Parameter(names = {"-c", "--chronos"})
    private @Nullable String chronos;

    @Parameter(names = {"-a", "--marathon"})
    private @Nullable String marathon;

    @Parameter(names = {"-m", "--monasca"})
    private @Nullable String monasca;

    @Parameter(names = {"-i", "--supervisor"}, required = true)
    private String supervisor = "";

    @Parameter(names = "--deadline")
    private @Nullable Double deadline;

    @Parameter(names = "--desviation-deadline")
    private @Nullable Double deviation;

    @Parameter(names = "--job-duration")
    private @Nullable Double duration;

    private final InstantSource clock = InstantSource.system();

    @Override
    int run(Terminal terminal) {
        var definition = definition();
        var qos = new LinkedHashMap<>(PlainData.block(definition, "qos"));
        put(qos, "deadline", deadline);
        put(qos, "desv_deadline", deviation);
        put(qos, "duration", duration);
        boolean isApp = definition.containsKey("id");
        var credentials = isApp ? marathon : chronos;
        if (credentials == null) {
            throw new UsageException(file + " describes "
                    + (isApp ? "an app: add -a credentialsMarathon.json." : "a job of Chronos: add -c credentialsChronos.json."));
        }
        var uuid = UUID.randomUUID().toString().replace("-", "");
        try {
            if (monasca != null) {
                var _ = MonascaCredentials.of(Path.of(monasca));   // a wrong file is told now, though it is the supervisor that uses one
            }
            var launching = Launching.of(definition, qos, uuid, UUID.randomUUID().toString().replace("-", ""), supervisor, clock.instant());
            send(launching, isApp ? "marathon" : "chronos", credentials);
            register(launching);
            tell(terminal, launching);
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage() + ".");
        }
    }

    private Map<String, Object> definition() {
        try {
            return PlainData.mapFromJson(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + " holds no JSON object: " + e.getMessage() + ".");
        }
    }

    private static void put(Map<String, Object> qos, String key, @Nullable Double value) {
        if (value != null) {
            qos.put(key, value);
        }
    }

    private static void send(Launching launching, String kind, String credentials) {
        try (var jobs = ForeignJobs.of(SupervisorVerb.cluster(kind, credentials)).orElseThrow()) {
            taken("the cluster", jobs.send(launching.definition()));
        } catch (Unseen e) {
            throw new UsageException(e.why() + ".");
        }
    }

    private void register(Launching launching) {
        try (var door = new HttpDoor(HttpSettings.PLAIN)) {
            taken("the job is there, but the supervisor",
                    door.send(HttpRequest.newBuilder(URI.create(supervisor.replaceFirst("/+$", "") + "/initTask"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(PlainData.toJson(launching.registration())))));
        }
    }

    private static void taken(String who, Reply reply) {
        switch (reply) {
            case Reply.Answer answer when answer.isGood() -> { }
            case Reply.Answer answer -> throw new UsageException(who + " answers " + answer + ".");
            case Reply.NotSent not -> throw new UsageException(who + " cannot be reached: " + not.why() + ".");
            case Reply.Lost lost ->
                    throw new UsageException(who + " gave no answer: " + lost.why() + ". Look whether it was taken before you repeat it.");
        }
    }

    private void tell(Terminal terminal, Launching launching) {
        var told = new LinkedHashMap<>(launching.registration());
        told.remove("token");
        terminal.out().println(json()
                ? PlainData.toJson(told)
                : told.get("name") + " is launched as " + told.get("uuid")
                + (told.containsKey("iterations") ? ", " + told.get("iterations") + " iterations" : "") + ".");
    }
}
