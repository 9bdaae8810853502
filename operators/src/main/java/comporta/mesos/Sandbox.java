package comporta.mesos;

import comporta.job.HttpDoor;
import comporta.job.RemoteLog;
import comporta.job.Reply;
import comporta.tasklog.LogStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/** The streams of a task in its sandbox, as the agent's operator API gives them: in Base64, since logs need not be text. */
final class Sandbox implements RemoteLog {
    /** More, agents do not give at once. */
    private static final int PAGE = 64 * 1024;
    private static final int NOT_FOUND = 404;

    private final HttpDoor door;
    private final URI agent;
    private final String folder;

    Sandbox(HttpDoor door, String agentUrl, String framework, String task) {
        this.door = door;
        this.agent = URI.create(agentUrl).resolve("/api/v1");
        this.folder = "/frameworks/" + framework + "/executors/" + task + "/runs/latest/";
    }

    @Override
    public byte[] read(LogStream stream, long offset) throws IOException {
        return read(stream.word(), offset);
    }

    @Override
    public Optional<byte[]> older(LogStream stream, int age, long offset) throws IOException {
        try {
            return Optional.of(read(stream.word() + "." + age, offset));
        } catch (NotThere e) {
            return Optional.empty();
        }
    }

    private byte[] read(String file, long offset) throws IOException {
        var call = Tree.of("type", "READ_FILE", "read_file", Tree.of("path", folder + file, "offset", offset, "length", PAGE));
        return switch (door.send(Master.request(agent, call))) {
            case Reply.Answer answer when answer.isGood() ->
                    Base64.getDecoder().decode(Master.tree(answer.text()).in("read_file").text("data"));
            case Reply.Answer answer when answer.status() == NOT_FOUND -> throw new NotThere(answer.toString());
            case Reply.Answer answer -> throw new IOException("agent " + agent + " answers " + answer);
            case Reply.NotSent(var why) -> throw new IOException(why);
            case Reply.Lost(var why) -> throw new IOException(why);
        };
    }

    /** The agent has no such file: not yet, or not any more. */
    static final class NotThere extends IOException {
        private static final long serialVersionUID = 1L;

        NotThere(String why) {
            super(why);
        }
    }
}
