package comporta.aurora;

import comporta.job.Command;
import comporta.job.JobSpec;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The shell text that Thermos runs for a job. It hands the environment over, since Thermos has no place for one; forwards TERM; ends the
 * job at its limit; and leaves in the sandbox what no page of Aurora's tells: the exit code.
 */
final class ThermosScript {
    /** Folder of ours in the sandbox. */
    static final String FOLDER = ".comporta";

    static final String EXIT = FOLDER + "/exit";
    static final String LATE = FOLDER + "/late";
    static final String OUTPUT = FOLDER + "/output";

    private static final Pattern OWN = Pattern.compile("\\{\\{\\s*((?:thermos|mesos)\\.[^{}\\s]+)\\s*}}");
    private static final Pattern SECOND_BRACE = Pattern.compile("\\{(?=\\{)");

    private ThermosScript() {}

    static String main(JobSpec spec, Map<String, String> environment) {
        var script = new StringBuilder("mkdir -p " + FOLDER + "/scratch\n");
        surroundings(script, spec, environment);
        script.append("here=$PWD\n");
        if (!spec.uris().isEmpty()) {
            fetched(script, spec);
        }
        if (spec.workdir() != null) {
            script.append("cd ").append(quoted(spec.workdir())).append(" || exit 72\n");
        }
        script.append(command(spec)).append(" &\n");
        script.append("job=$!\ntrap 'kill -TERM $job' TERM\n");
        if (spec.maxRunTime() != null) {
            limit(script, spec.maxRunTime().toSeconds(), Math.max(1, spec.killGrace().toSeconds()));
        }
        // A signal ends a wait early: only when the job is gone is its code the job's.
        script.append("wait $job; code=$?\nwhile kill -0 $job 2>/dev/null; do wait $job; code=$?; done\n");
        if (spec.maxRunTime() != null) {
            script.append("kill $limit 2>/dev/null\n");
        }
        return script.append("echo $code > \"$here/").append(EXIT).append("\"\nexit $code").toString();
    }

    /**
     * What runs last finds the same surroundings, and how the job ended in {@code $COMPORTA_EXIT_CODE}; empty: it was killed.
     *
     * @param main name of the process that ran the job
     */
    static String last(String main, JobSpec spec, Map<String, String> environment) {
        var script = new StringBuilder();
        // Its words are the end of the job's log.
        var log = ".logs/" + main + "/0/";
        script.append("[ -d ").append(log).append(" ] && exec >>").append(log).append("stdout 2>>").append(log).append("stderr\n");
        surroundings(script, spec, environment);
        script.append("export COMPORTA_EXIT_CODE=$(cat ").append(EXIT).append(" 2>/dev/null)\n");
        if (spec.workdir() != null) {
            script.append("cd ").append(quoted(spec.workdir())).append(" || exit 72\n");
        }
        return script.append("exec /bin/sh -c ").append(quoted(String.valueOf(spec.last()))).toString();
    }

    private static void surroundings(StringBuilder script, JobSpec spec, Map<String, String> environment) {
        environment.forEach((name, value) -> script.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
        spec.ports().forEach(port -> script.append("export PORT_").append(variable(port)).append("={{thermos.ports[").append(port)
                .append("]}}\n"));
        script.append("export COMPORTA_SCRATCH=\"$PWD/").append(FOLDER).append("/scratch\" COMPORTA_OUTPUT=\"$PWD/").append(OUTPUT)
                .append("\"\n");
    }

    /** Mesos fetches into the folder of the executor, which is the parent of the sandbox of Thermos. */
    private static void fetched(StringBuilder script, JobSpec spec) {
        script.append("for file in ../*; do case \"${file#../}\" in sandbox|stdout|stderr|thermos_executor*) ;; ");
        script.append("*) [ -e \"${file#../}\" ] || ln -s \"$file\" . ;; esac; done\n");
        spec.uris().stream().filter(JobSpec.Uri::executable)
                .forEach(uri -> script.append("chmod +x ").append(quoted("../" + name(uri))).append('\n'));
    }

    private static String name(JobSpec.Uri uri) {
        if (uri.output() != null) {
            return uri.output();
        }
        var path = uri.uri().split("[?#]", 2)[0];
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void limit(StringBuilder script, long seconds, long grace) {
        script.append("(trap 'kill $nap; exit' TERM; sleep ").append(seconds).append(" & nap=$!; wait $nap; : > \"$here/").append(LATE);
        script.append("\"; kill -TERM $job; sleep ").append(grace).append("; kill -KILL $job) >/dev/null 2>&1 &\nlimit=$!\n");
    }

    private static String command(JobSpec spec) {
        return switch (spec.command()) {
            case Command.Line line -> "/bin/sh -c " + quoted(line.text());
            case Command.Argv argv -> String.join(" ", argv.words().stream().map(ThermosScript::quoted).toList());
            case Command.EntryPoint _ -> throw new IllegalArgumentException("Aurora runs no entry points");
        };
    }

    private static String variable(String port) {
        return port.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * One word of the shell. Two braces in a row would be a reference to Thermos, which fails the task when it cannot be resolved: only
     * those to {@code thermos} and {@code mesos} stay.
     */
    static String quoted(String text) {
        var word = new StringBuilder("'");
        var own = OWN.matcher(text);
        int from = 0;
        while (own.find()) {
            word.append(plain(text.substring(from, own.start()))).append("{{").append(own.group(1)).append("}}");
            from = own.end();
        }
        return word.append(plain(text.substring(from))).append('\'').toString();
    }

    private static String plain(String text) {
        var plain = SECOND_BRACE.matcher(text.replace("'", "'\\''")).replaceAll("{''");
        return plain.endsWith("{") ? plain + "''" : plain;
    }
}
