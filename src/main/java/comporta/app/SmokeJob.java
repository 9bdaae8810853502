package comporta.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The job that proves a test cluster: a program of the cluster file, with our own environment and {@code COMPORTA_STACK}. What it writes
 * goes to stderr, so that stdout stays that of the verb.
 *
 * @param program and its arguments; empty: there is none
 */
record SmokeJob(List<String> program, Terminal terminal) {

    /**
     * Runs it to its end; without one nothing is proven, and nothing is refused.
     *
     * @param before the version that the stack can go back to; empty: it was only just made
     */
    boolean succeeds(String stack, Optional<String> before) {
        if (program.isEmpty()) {
            terminal.err().println("no smoke job: cluster.yaml names none, so " + stack + " proves nothing more");
            return true;
        }
        terminal.err().println("smoke job on " + stack + ": " + String.join(" ", program));
        try {
            int code = run(stack);
            terminal.err().println(code == 0
                    ? "the smoke job has succeeded on " + stack
                    : "the smoke job ended with " + code + ": no other stack is touched. " + before
                            .map(version -> "comporta cluster revert " + stack + " goes back to " + version + ".")
                            .orElse("Stack " + stack
                                    + " has no version to go back to: ask again with the smoke job mended, or with another --to."));
            return code == 0;
        } catch (IOException e) {
            terminal.err()
                    .println("the smoke job cannot be started: " + e.getMessage()
                            + ". Mend smoke in cluster.yaml; a program without a folder is looked for in PATH.");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int run(String stack) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(program).redirectErrorStream(true);
        builder.environment().put("COMPORTA_STACK", stack);
        builder.environment().remove("COMPORTA_OUTPUT");   // that is the file of this verb's own task
        var process = builder.start();
        process.getOutputStream().close();
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            said.lines().forEach(line -> terminal.err().println("  " + line));
        }
        return process.waitFor();
    }
}
