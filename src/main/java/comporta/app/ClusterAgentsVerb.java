package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.job.Cluster;
import comporta.mesos.Mesos;
import comporta.mesos.MesosAgent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code comporta cluster agents}. */
final class ClusterAgentsVerb extends Action {
    static final String HELP = """
            Usage: comporta cluster agents [OPTIONS]

            The machines of a Mesos cluster: their attributes, and what of them is free. Asks the leading master; needs no server.

            Options
              --backend NAME              a backend of kind mesos, or one that names its Mesos; default: the only one there is
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one array of {id, hostname, address, version, state, attributes, total, free}
              --color auto|always|never

            Exit codes: 0 done, 2 there is no such backend, 3 no master answers.

            Examples
              comporta cluster agents
              comporta cluster agents --backend mesos-stable --output json
            """;
    private static final List<String> HEAD = List.of("HOST", "STATE", "CPUS FREE", "OF", "MEM FREE", "OF", "DISK FREE", "GPUS FREE",
            "ATTRIBUTES", "AGENT");

    @Parameter(names = "--backend")
    private @Nullable String backend;

    @Parameter(names = "--config")
    private @Nullable String config;

    @Override
    int run(Terminal terminal) {
        var configuration = Configuration.load(config == null ? null : Path.of(config), terminal.environment());
        var chosen = chosen(configuration);
        List<MesosAgent> agents;
        try (var cluster = Mesos.cluster(chosen, InstantSource.system())) {
            agents = cluster.agents();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        } catch (IOException e) {
            terminal.err().println("comporta cluster agents: backend \"" + chosen.name() + "\": " + e.getMessage() + ".");
            return ExitCode.NO_SERVER;
        }
        if (json()) {
            terminal.out().println(PlainData.toJson(agents.stream().map(ClusterAgentsVerb::data).toList()));
        } else {
            tell(terminal, agents);
        }
        return ExitCode.DONE;
    }

    private Cluster chosen(Configuration configuration) {
        var clusters = Backends.clusters(configuration).stream().filter(Mesos::isKnownBy).toList();
        var names = clusters.stream().map(Cluster::name).collect(Collectors.joining(", "));
        if (backend != null) {
            return clusters.stream()
                    .filter(cluster -> cluster.name().equals(backend))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("backend \"" + backend + "\" names no Mesos cluster."
                            + (names.isEmpty()
                                    ? " Add one under backends in comporta.yaml: {kind: mesos, master: http://…}."
                                    : " Those that do: " + names + ".")));
        }
        if (clusters.size() == 1) {
            return clusters.getFirst();
        }
        throw new UsageException(clusters.isEmpty()
                ? "comporta.yaml names no Mesos cluster. Add one under backends: {kind: mesos, master: http://…}."
                : "there are several clusters. Choose one with --backend: " + names + ".");
    }

    private static Map<String, Object> data(MesosAgent agent) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", agent.id());
        data.put("hostname", agent.hostname());
        data.put("address", agent.address());
        data.put("version", agent.version());
        data.put("state", agent.state());
        data.put("attributes", agent.attributes());
        data.put("total", agent.total());
        data.put("free", agent.free());
        return data;
    }

    private void tell(Terminal terminal, List<MesosAgent> agents) {
        if (agents.isEmpty()) {
            terminal.out().println("The cluster has no agents.");
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        agents.forEach(agent -> rows.add(List.of(
                agent.hostname(), agent.state(), amount("cpus", agent.free()), amount("cpus", agent.total()), amount("mem", agent.free()),
                amount("mem", agent.total()), amount("disk", agent.free()),
                agent.total().containsKey("gpus") ? amount("gpus", agent.free()) : "",
                agent.attributes().entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" ")),
                agent.id())));
        var paint = paint(terminal);
        TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint)));
    }

    /** Cores as they are, memory and disk in the unit that reads best. */
    private static String amount(String name, Map<String, Double> resources) {
        double amount = resources.getOrDefault(name, 0.0);
        if (name.equals("cpus") || name.equals("gpus")) {
            return plain(amount);
        }
        return amount >= 1024 ? plain(Math.round(amount / 102.4) / 10.0) + "g" : plain(amount) + "m";
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
