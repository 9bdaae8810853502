package comporta.decide;

import comporta.dag.Param;
import comporta.dag.PlainData;
import comporta.dag.Schedule;
import comporta.template.LateText;
import comporta.template.Names;
import comporta.template.TemplateFailed;
import comporta.template.Templates;
import comporta.timetable.Piece;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the templates of a task become, with what is known of the run at that moment. */
public final class Rendering {
    /** Keys of {@code http} in which secrets may be read. */
    private static final Set<String> SECRET_KEYS = Set.of("headers", "body");

    private Rendering() {}

    /**
     * The answer of a {@code when}.
     *
     * @throws TemplateFailed when it cannot be answered
     */
    static boolean isTrue(String when, Facts facts, int task) {
        return (boolean) Templates.render(when, Templates.Use.BOOLEAN, names(facts, task));
    }

    /**
     * The answer of a {@code choose}: ids of tasks.
     *
     * @throws TemplateFailed when it cannot be answered
     */
    @SuppressWarnings("unchecked")
    static List<String> ids(String choose, Facts facts, int task) {
        return (List<String>) Templates.render(choose, Templates.Use.IDS, names(facts, task));
    }

    /**
     * The operator's own keys of a task's next try.
     *
     * @throws TemplateFailed when one of them cannot be rendered
     */
    public static Map<String, Object> settings(Facts facts, int task) {
        return settings(facts, task, facts.plan().task(task).settings());
    }

    /** The same before the run: what only the run will tell stays as it is written. */
    public static Map<String, Object> settingsAsFarAsKnown(Facts facts, int task) {
        return settings(facts, task, facts.plan().task(task).settings(),
                ofNode(facts, task).lookup("tasks", _ -> null).keepUnknown().build());
    }

    /**
     * The same with other keys than those of the file: an operator may have put in what lies beside it. Texts that read secrets are put off
     * ({@link LateText}).
     *
     * @throws TemplateFailed when one of them cannot be rendered
     */
    public static Map<String, Object> settings(Facts facts, int task, Map<String, Object> settings) {
        return settings(facts, task, settings, names(facts, task));
    }

    private static Map<String, Object> settings(Facts facts, int task, Map<String, Object> settings, Names names) {
        if (settings.isEmpty()) {
            return settings;
        }
        return facts.plan().task(task).operator().equals("http")
                ? withSecrets(settings, names, secretParams(facts))
                : withoutSecrets(settings, names);
    }

    private static Map<String, Object> withSecrets(Map<String, Object> settings, Names names, Set<String> secretParams) {
        var rendered = new LinkedHashMap<String, Object>();
        settings.forEach((key, written) -> {
            var late = SECRET_KEYS.contains(key) ? LateText.prepare(written, names, secretParams) : Templates.renderTree(written, names);
            if (late != null) {
                rendered.put(key, late);
            }
        });
        return rendered;
    }

    private static Set<String> secretParams(Facts facts) {
        return facts.plan().dag().params().values().stream().filter(Param::secret).map(Param::name).collect(Collectors.toSet());
    }

    private static Map<String, Object> withoutSecrets(Map<String, Object> settings, Names names) {
        var job = new LinkedHashMap<>(PlainData.block(settings, "job"));
        var lines = new LinkedHashMap<String, Object>();
        shellLine(job, lines, "command", names);
        shellLine(job, lines, "finally", names);
        if (lines.isEmpty()) {
            return tree(settings, names);
        }
        var others = new LinkedHashMap<>(settings);
        others.put("job", job);
        var rendered = new LinkedHashMap<>(tree(others, names));
        var renderedJob = new LinkedHashMap<>(PlainData.block(rendered, "job"));
        renderedJob.putAll(lines);
        rendered.put("job", renderedJob);
        return rendered;
    }

    /**
     * What a task's {@code done_when} asks; empty when it asks nothing.
     *
     * @throws TemplateFailed when it cannot be rendered
     */
    public static Map<String, Object> doneWhen(Facts facts, int task) {
        var written = facts.plan().task(task).doneWhen();
        return written.isEmpty() ? written : tree(written, names(facts, task));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(Map<String, Object> written, Names names) {
        return (Map<String, Object>) Objects.requireNonNull(Templates.renderTree(written, names));
    }

    /** Moves a key that is one shell line (a list is argv) from the job to {@code lines}, each value in it quoted as one word. */
    private static void shellLine(Map<String, Object> job, Map<String, Object> lines, String key, Names names) {
        if (job.get(key) instanceof String line) {
            job.remove(key);
            lines.put(key, Templates.render(line, Templates.Use.SHELL_LINE, names));
        }
    }

    /**
     * The author's environment of a task's next try: the DAG's, then the task's.
     *
     * @throws TemplateFailed when a value cannot be rendered
     */
    public static Map<String, String> environment(Facts facts, int task) {
        var written = new LinkedHashMap<>(facts.plan().dag().env());
        written.putAll(facts.plan().task(task).env());
        if (!written.isEmpty()) {
            var names = names(facts, task);
            written.replaceAll((_, text) -> (String) Templates.render(text, Templates.Use.TEXT, names));
        }
        return written;
    }

    /** The parameters of a node's next try: the run's, or what persons have ordered for it. */
    public static Map<String, Object> params(Facts facts, int node) {
        var own = facts.order(node).params().isEmpty() ? facts.order(facts.plan().taskOf(node)).params() : facts.order(node).params();
        if (own.isEmpty()) {
            return facts.run().params();
        }
        var params = new LinkedHashMap<>(facts.run().params());
        params.putAll(own);
        return params;
    }

    /** The date of a run's logical date in its DAG's zone. */
    public static LocalDate ds(Facts facts) {
        return LocalDate.ofInstant(facts.run().logicalDate(), zone(facts));
    }

    static ZoneId zone(Facts facts) {
        var own = facts.plan().dag().schedule().zone();
        return own == null ? facts.surroundings().zone() : own;
    }

    /**
     * A value of {@code over}: what its templates became.
     *
     * @throws TemplateFailed when one of them cannot be rendered
     */
    static @Nullable Object value(Facts facts, int task, @Nullable Object written) {
        return Templates.renderTree(written, names(facts, task));
    }

    /**
     * The label of an item.
     *
     * @throws TemplateFailed when it cannot be rendered
     */
    static String label(Facts facts, int task, String written, Map<String, Object> item, int index) {
        return (String) Templates.render(written, Templates.Use.TEXT, ofNode(facts, task, index, item).build());
    }

    static Names names(Facts facts, int node) {
        return ofNode(facts, node).build();
    }

    private static Names.Builder ofNode(Facts facts, int node) {
        var index = facts.plan().indexOf(node);
        var unit = facts.plan().unitOf(node);
        var expansion = index < 0 ? null : facts.expansion(unit);
        return ofNode(facts, node, index, expansion == null
                ? Map.of()
                : Items.at(facts.plan().units().get(unit).expand(), expansion.lists(), index));
    }

    private static Names.Builder ofNode(Facts facts, int node, int index, Map<String, Object> item) {
        var id = facts.plan().task(node).id().value();
        var names = ofRun(facts)
                .with("task", index < 0 ? Map.of("id", id) : Map.of("id", id, "index", (long) index))
                .with("params", params(facts, node))
                .with("try", Map.of("number", facts.instance(node).tries() + 1L))
                .lookup("outputs", above -> Handed.outputs(facts, node, above))
                .lookup("tasks", above -> Map.of("state", Handed.state(facts, node, above)));
        return index < 0 ? names : names.with("item", item);
    }

    /** What is known outside of tasks. */
    static Names names(Facts facts) {
        return ofRun(facts).build();
    }

    private static Names.Builder ofRun(Facts facts) {
        var dag = facts.plan().dag();
        var around = facts.surroundings();
        var names = Names.in(zone(facts));
        var partition = dag.schedule().partition();
        if (partition != null) {
            names.with("partition", partition(partition, facts));
        }
        return names
                .with("ds", ds(facts).toString())
                .with("dag", Map.of("id", dag.id().value(), "owner", dag.owner()))
                .with("run", run(facts))
                .with("params", facts.run().params())
                .lookup("var", around.variables()::get)
                .ids("var", around.variables().keySet())
                .lookup("conn", around.connections()::get)
                .ids("conn", around.connections().keySet())
                .lookup("outputs", above -> Handed.outputs(facts, above))
                .lookup("tasks", above -> Map.of("state", Handed.state(facts, above)))
                .tasks(facts.plan().ids());
    }

    /** The piece that the run is pinned to; of a run that a person began, the one of its date. */
    private static Map<String, Object> partition(Schedule.Partition partition, Facts facts) {
        var start = facts.run().intervalStart();
        var end = facts.run().intervalEnd();
        var piece = start == null || end == null
                ? Piece.of(partition, zone(facts), facts.run().logicalDate())
                : Piece.named(partition, zone(facts), start, end);
        return Map.of("key", piece.key(), "start", piece.start(), "end", piece.end());
    }

    private static Map<String, Object> run(Facts facts) {
        var run = facts.run();
        var known = new LinkedHashMap<String, Object>();
        known.put("id", run.key());
        known.put("type", run.type().word());
        known.put("logical_date", run.logicalDate());
        known.put("is_latest", true);
        var start = run.intervalStart();
        var end = run.intervalEnd();
        if (start != null && end != null) {
            known.put("data_interval", Map.of("start", start, "end", end));
        }
        return known;
    }
}
