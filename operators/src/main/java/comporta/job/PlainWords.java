package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parts of a job in the words that the JSON of Chronos and of Marathon has in common, and what of a job neither can be told.
 *
 * @param system its name, for people
 * @param equal its word for an attribute that has one value
 * @param output its word for the name that a fetched file gets
 */
public record PlainWords(String system, String equal, String output) {

    /**
     * What of the job has no effect there.
     *
     * @param silent keys that it has no word for, and whether the job sets them
     * @throws Refused when the job cannot run there as written
     */
    public List<String> ignores(JobSpec job, Map<String, Boolean> silent) {
        refuse(job.resources().gpus() > 0, "job.gpus cannot be had on " + system + ". Use mesos or aurora, or leave the key out");
        refuse(job.aurora().file() != null, "job.file is for backend aurora only. Add job.command, or use aurora");
        refuse(job.constraints().values().stream().anyMatch(value -> value.startsWith("limit:")),
                "job.constraints with limit: cannot be had on " + system + ", where a launch is one task. Leave it out");
        refuse(job.command() instanceof Command.EntryPoint && job.image() == null, "the job has neither a command nor an image. Add one");
        refuse(job.image() == null && !job.volumes().isEmpty(),
                "job.volumes needs an image on " + system + ". Add job.image, or leave the key out");
        var ignored = new ArrayList<String>();
        silent.forEach((key, isSet) -> {
            if (isSet) {
                ignored.add("job." + key + " has no effect on " + system);
            }
        });
        return ignored;
    }

    /** @throws Refused (cause user) when it is wrong */
    public static void refuse(boolean isWrong, String why) {
        if (isWrong) {
            throw new Refused(Cause.USER, why);
        }
    }

    /** {@code a}: that value, {@code a,b}: any of them, {@code !a}: another one. */
    public List<String> constraint(String attribute, String wanted) {
        boolean not = wanted.startsWith("!");
        var values = List.of((not ? wanted.substring(1) : wanted).split("\\s*,\\s*", -1));
        if (!not && values.size() == 1) {
            return List.of(attribute, equal, wanted);
        }
        var pattern = String.join("|", values.stream().map(value -> value.matches("[\\w-]+") ? value : Pattern.quote(value)).toList());
        return List.of(attribute, not ? "UNLIKE" : "LIKE", pattern);
    }

    /** A file to be fetched. */
    public Map<String, Object> fetch(JobSpec.Uri uri) {
        var fetch = new LinkedHashMap<String, Object>();
        fetch.put("uri", uri.uri());
        fetch.put("executable", uri.executable());
        fetch.put("cache", uri.cache());
        fetch.put("extract", uri.extract());
        if (uri.output() != null) {
            fetch.put(output, uri.output());
        }
        return fetch;
    }

    /** What of the agent the container sees. */
    public static List<Map<String, String>> volumes(JobSpec job) {
        return job.volumes().stream()
                .map(volume ->
                        Map.of("hostPath", volume.host(), "containerPath", volume.container(), "mode", volume.writable() ? "RW" : "RO"))
                .toList();
    }
}
