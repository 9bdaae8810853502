package comporta.app;

import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * People who ask servers for runs, each time with a key, and ask again with the same key when they got no answer: most of them, since some
 * lose patience. What was answered they keep, and hold against every later answer.
 */
final class Callers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> servers;
    private final List<String> dags;
    private final Map<Asked, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<AtomicInteger> answered;
    private volatile boolean abandoned;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();

    /** A run that was asked for. */
    record Asked(String dag, String key) {}

    /** @param servers where they may ask */
    Callers(int number, List<String> servers, List<String> dags, long seed) {
        this.servers = servers;
        answered = servers.stream().map(_ -> new AtomicInteger()).toList();
        this.dags = dags;
        for (int n = 0; n < number; n++) {
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + n);
            threads.add(Thread.ofVirtual().start(() -> call(random)));
        }
    }

    private void call(RandomGenerator random) {
        Deque<Asked> open = new ArrayDeque<>();
        try {
            while (!over.await(random.nextInt(30, 250), TimeUnit.MILLISECONDS)) {
                ask(next(open, random), random.nextInt(servers.size()), open);
                if (!open.isEmpty() && random.nextInt(8) == 0) {
                    open.removeLast();
                }
            }
            while (!open.isEmpty() && !abandoned) {
                ask(open.removeFirst(), random.nextInt(servers.size()), open);
            }
        } catch (InterruptedException e) {
            complaints.add(e.toString());
        }
    }

    private Asked next(Deque<Asked> open, RandomGenerator random) {
        if (!open.isEmpty()) {
            return open.removeFirst();
        }
        var known = List.copyOf(acknowledged.keySet());
        if (!known.isEmpty() && random.nextInt(6) == 0) {
            return known.get(random.nextInt(known.size()));
        }
        var dag = random.nextInt(3) == 0 ? dags.get(random.nextInt(dags.size())) : BusyFolder.ASKED.get(random.nextInt(BusyFolder.ASKED.size()));
        return new Asked(dag, "key-" + numbers.incrementAndGet());
    }

    private void ask(Asked asked, int server, Deque<Asked> open) throws InterruptedException {
        try {
            var answer = send(HttpRequest.newBuilder(URI.create(servers.get(server) + "/api/v1/dags/" + asked.dag() + "/runs"))
                    .header("Content-Type", "application/json").header("Idempotency-Key", asked.key())
                    .POST(HttpRequest.BodyPublishers.ofString(PlainData.toJson(Map.of("params", Map.of("mark", asked.key()))))));
            if (answer.statusCode() == 200 || answer.statusCode() == 201) {
                answered.get(server).incrementAndGet();
                acknowledged(asked, String.valueOf(PlainData.mapFromJson(answer.body()).get("run_id")));
                return;
            }
            if (answer.statusCode() != 202 && answer.statusCode() != 503) {
                complaints.add(asked + ": " + answer.statusCode() + " " + answer.body());
                return;
            }
        } catch (IOException e) {
            // Nobody is there, or died before it could answer.
        }
        unanswered.incrementAndGet();
        open.add(asked);
    }

    private void acknowledged(Asked asked, String run) {
        var before = acknowledged.putIfAbsent(asked, run);
        if (before != null && !before.equals(run)) {
            complaints.add(asked + " was " + before + ", and is " + run + " now");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What stands at that path of a server. */
    Map<String, Object> look(String server, String path) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(server + path)));
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return PlainData.mapFromJson(answer.body());
    }

    /** What was asked for and promised, with the run that each became. */
    Map<Asked, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** What nobody may ever have been told. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    int unanswered() {
        return unanswered.get();
    }

    /** Waits until that server has answered so many more of them. */
    void await(int server, int more) throws InterruptedException {
        var until = answered.get(server).get() + more;
        while (answered.get(server).get() < until && complaints.isEmpty()) {
            var _ = over.await(20, TimeUnit.MILLISECONDS);
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints);
        }
    }

    /** They go, whatever was promised. */
    void abandon() {
        abandoned = true;
        over.countDown();
    }

    /** They ask for nothing new, and wait for the last answers. */
    @Override
    public void close() {
        over.countDown();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
