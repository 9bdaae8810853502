package comporta.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** A mail server on loopback that keeps what it takes, and refuses receivers at {@code refused.org}; the others at first as often as told. */
final class MailReceiver implements AutoCloseable {
    final LinkedBlockingQueue<Mail> taken = new LinkedBlockingQueue<>();
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private int busy;

    /** @param text headers and body as they came */
    record Mail(String from, List<String> to, String text) {}

    /** @param busy how many mails it puts off with a 4xx */
    MailReceiver(int busy) throws IOException {
        this.busy = busy;
        Thread.ofVirtual().start(this::receive);
    }

    String address() {
        return "smtp://127.0.0.1:" + server.getLocalPort();
    }

    private void receive() {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                talk(connection);
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private void talk(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        var out = new PrintWriter(connection.getOutputStream(), false, StandardCharsets.UTF_8);
        say(out, "220 test");
        var from = "";
        var to = new ArrayList<String>();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO") || line.startsWith("HELO")) {
                say(out, "250 test");
            } else if (line.startsWith("MAIL FROM:")) {
                from = line.substring(10);
                say(out, "250 ok");
            } else if (line.startsWith("RCPT TO:")) {
                to.add(line.substring(8));
                say(out, line.contains("@refused.org") ? "550 no such user" : "250 ok");
            } else if (line.equals("DATA")) {
                data(in, out, from, to);
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private void data(BufferedReader in, PrintWriter out, String from, List<String> to) throws IOException {
        say(out, "354 go ahead");
        var text = new StringBuilder();
        for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line).append('\n');
        }
        if (busy > 0) {
            busy--;
            say(out, "451 try again later");
        } else {
            taken.add(new Mail(from, List.copyOf(to), text.toString()));
            say(out, "250 taken");
        }
    }

    private static void say(PrintWriter out, String line) {
        out.print(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
