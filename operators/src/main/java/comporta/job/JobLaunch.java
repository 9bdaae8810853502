package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.secret.Reference;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One launch of a job with all that a backend needs to know, as it is stored in a {@link LaunchSpec}.
 *
 * @param job the rendered block
 * @param environment of the try; what a place adds on its own, and what is secret, is not in it
 * @param secrets environment by reference: names to {@code conn.NAME.FIELD} or {@code var.NAME}
 * @param secretParams names of the run's parameters that are sealed in {@code COMPORTA_PARAMS}
 * @param dagFolder folder of the DAG file
 * @param logFolder where the streams of the try lie
 */
public record JobLaunch(
        Map<String, Object> job,
        Map<String, String> environment,
        Map<String, String> secrets,
        List<String> secretParams,
        Path dagFolder,
        Path logFolder) {
    private static final String PARAMS = "COMPORTA_PARAMS";

    public JobLaunch {
        job = PlainData.ordered(job);
        environment = PlainData.ordered(environment);
        secrets = PlainData.ordered(secrets);
        secretParams = List.copyOf(secretParams);
    }

    /** A launch without secrets. */
    public JobLaunch(Map<String, Object> job, Map<String, String> environment, Path dagFolder, Path logFolder) {
        this(job, environment, Map.of(), List.of(), dagFolder, logFolder);
    }

    /** What was stored. */
    public static JobLaunch of(LaunchSpec stored) {
        var data = stored.data();
        return new JobLaunch(
                PlainData.block(data, "job"),
                texts(data, "environment"),
                texts(data, "secrets"),
                data.get("secret_params") instanceof List<?> names ? names.stream().map(String::valueOf).toList() : List.of(),
                Path.of(String.valueOf(data.get("dag_folder"))),
                Path.of(String.valueOf(data.get("log_folder"))));
    }

    private static Map<String, String> texts(Map<String, Object> data, String key) {
        var texts = new LinkedHashMap<String, String>();
        PlainData.block(data, key).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    /** What is to be stored. */
    public LaunchSpec stored() {
        var data = new LinkedHashMap<String, Object>();
        data.put("job", job);
        data.put("environment", environment);
        if (!secrets.isEmpty()) {
            data.put("secrets", secrets);
        }
        if (!secretParams.isEmpty()) {
            data.put("secret_params", secretParams);
        }
        data.put("dag_folder", dagFolder.toString());
        data.put("log_folder", logFolder.toString());
        return new LaunchSpec(data);
    }

    /**
     * The whole environment with its secrets, to be handed to the job and never to be kept.
     *
     * @throws Refused (cause user) when one of them cannot be had
     */
    public Map<String, String> environment(Vault vault) {
        if (secrets.isEmpty() && secretParams.isEmpty()) {
            return environment;
        }
        var whole = new LinkedHashMap<>(environment);
        secrets.forEach((name, reference) -> {
            try {
                whole.put(name, vault.secret(Reference.parse(reference)));
            } catch (SecretMissing | IllegalArgumentException e) {
                throw new Refused(Cause.USER, "secret " + name + ": " + e.getMessage());
            }
        });
        whole.computeIfPresent(PARAMS, (_, sealed) -> params(sealed, vault));
        return whole;
    }

    private String params(String sealed, Vault vault) {
        var params = new LinkedHashMap<>(PlainData.mapFromJson(sealed));
        for (var name : secretParams) {
            if (params.get(name) instanceof String text) {
                try {
                    params.put(name, PlainData.fromJson(vault.opened(text, name)));
                } catch (SecretMissing e) {
                    throw new Refused(Cause.USER, String.valueOf(e.getMessage()));
                }
            }
        }
        return PlainData.toJson(params);
    }

    /**
     * The job, read.
     *
     * @throws comporta.operator.Refused when the block cannot be read
     */
    public JobSpec spec() {
        return JobSpec.parse(job);
    }
}
