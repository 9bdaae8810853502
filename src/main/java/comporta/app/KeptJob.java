package comporta.app;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.job.JobLaunch;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A single job, outside of any DAG, as it is kept under {@code $COMPORTA_HOME}.
 *
 * @param backend name of the backend that has it
 * @param job the block as in a DAG file
 * @param folder that relative names are meant from
 * @param run when it was last submitted, as part of its external id; null: never
 * @param number of the submission, from 1
 * @param state {@code created}, {@code submitted}, {@code running}, {@code success}, {@code failed}, or {@code unreachable}
 */
record KeptJob(
        String name, String backend, Map<String, Object> job, Map<String, String> env, Path folder, @Nullable String run,
        int number, String state,
        @Nullable Integer code, @Nullable String cause, String reason) {
    static final String CREATED = "created";
    static final String SUBMITTED = "submitted";
    static final String RUNNING = "running";
    static final String SUCCESS = "success";
    static final String FAILED = "failed";
    static final String UNREACHABLE = "unreachable";

    /** One that was never submitted. */
    static KeptJob created(String name, String backend, Map<String, Object> job, Map<String, String> env, Path folder) {
        return new KeptJob(name, backend, job, env, folder, null, 0, CREATED, null, null, "");
    }

    boolean isOver() {
        return state.equals(SUCCESS) || state.equals(FAILED);
    }

    boolean mayRun() {
        return run != null && !isOver() && !state.equals(CREATED);
    }

    /** The same, submitted anew at that instant, in the form of run ids. */
    KeptJob again(String at) {
        return new KeptJob(name, backend, job, env, folder, at, number + 1, SUBMITTED, null, null, "");
    }

    KeptJob in(String now, String why) {
        return new KeptJob(name, backend, job, env, folder, run, number, now, null, null, why);
    }

    KeptJob ended(Exit exit) {
        return new KeptJob(
                name, backend, job, env, folder, run, number, exit.isSuccess() ? SUCCESS : FAILED, exit.code(),
                exit.cause() == null ? null : exit.cause().word(), exit.reason());
    }

    KeptJob with(Map<String, Object> changedJob, Map<String, String> changedEnv) {
        return new KeptJob(name, backend, changedJob, changedEnv, folder, run, number, state, code, cause, reason);
    }

    /** With values for names: of an {@code .aurora} file they are what it binds, of another job its environment. */
    KeptJob bound(Map<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        if (job.containsKey("file")) {
            var block = new LinkedHashMap<>(job);
            var bind = new LinkedHashMap<>(PlainData.block(job, "bind"));
            bind.putAll(values);
            block.put("bind", bind);
            return with(block, env);
        }
        var environment = new LinkedHashMap<>(env);
        environment.putAll(values);
        return with(job, environment);
    }

    /** What was written of it anew, and what became of it so far. */
    KeptJob rewritten(KeptJob anew) {
        return new KeptJob(name, anew.backend, anew.job, anew.env, anew.folder, run, number, state, code, cause, reason);
    }

    /** The launch that the backend knows. */
    LaunchIntent launch(Path logs) {
        var id = new LaunchId(new DagId("jobs"), String.valueOf(run), new TaskId(name), -1, number, 1);
        var block = new LinkedHashMap<>(job);
        block.put("backend", backend);
        return new LaunchIntent(id, "command", new JobLaunch(block, env, folder, logFolder(logs)).stored(), "");
    }

    /** Where its streams are copied to. */
    Path logFolder(Path logs) {
        return logs.resolve("jobs").resolve(name).resolve(Integer.toString(number));
    }

    /** As programs read it; {@code external_id} is null until it was submitted. */
    Map<String, Object> toData() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("name", name);
        data.put("backend", backend);
        data.put("state", state);
        data.put("exit_code", code);
        data.put("cause", cause);
        data.put("reason", reason);
        data.put("external_id", run == null ? null : launch(Path.of("")).id().externalId());
        data.put("number", number);
        data.put("job", job);
        data.put("env", env);
        data.put("folder", folder.toString());
        data.put("run", run);
        return PlainData.plain(data);
    }

    static KeptJob of(Map<String, Object> data) {
        var env = new LinkedHashMap<String, String>();
        PlainData.block(data, "env").forEach((key, value) -> env.put(key, String.valueOf(value)));
        return new KeptJob(
                String.valueOf(data.get("name")), String.valueOf(data.get("backend")), PlainData.block(data, "job"), env,
                Path.of(String.valueOf(data.get("folder"))), data.get("run") instanceof String run ? run : null,
                data.get("number") instanceof Number number ? number.intValue() : 0, String.valueOf(data.get("state")),
                data.get("exit_code") instanceof Number code ? code.intValue() : null,
                data.get("cause") instanceof String cause ? cause : null,
                String.valueOf(data.getOrDefault("reason", "")));
    }
}
