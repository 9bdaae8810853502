package comporta.app;

import comporta.chronos.Chronos;
import comporta.chronos.ChronosClient;
import comporta.job.Cluster;
import comporta.job.Reply;
import comporta.job.Unseen;
import comporta.marathon.Marathon;
import comporta.marathon.MarathonClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Jobs that a Chronos or a Marathon has of others, in their own words and by the names they have there. */
sealed interface ForeignJobs extends AutoCloseable {

    /** Empty: clusters of this kind keep no such jobs. */
    static Optional<ForeignJobs> of(Cluster cluster) {
        return switch (cluster.kind()) {
            case "chronos" -> Optional.of(new OfChronos(Chronos.client(cluster)));
            case "marathon" -> Optional.of(new OfMarathon(Marathon.client(cluster)));
            default -> Optional.empty();
        };
    }

    /** The definition, with what the cluster adds. */
    Optional<Map<String, Object>> info(String name) throws Unseen;

    /** Adds a job, or replaces the one of that name. */
    Reply send(Map<String, Object> definition) throws Unseen;

    /** Changes what is named and leaves the rest. */
    Reply update(String name, Map<String, Object> changes) throws Unseen;

    Reply start(String name) throws Unseen;

    /** Kills what runs of it, and keeps the job. */
    Reply kill(String name) throws Unseen;

    Reply delete(String name) throws Unseen;

    @Override
    void close();

    /** In Chronos. */
    record OfChronos(ChronosClient client) implements ForeignJobs {
        @Override
        public Optional<Map<String, Object>> info(String name) throws Unseen {
            return client.find(name);
        }

        @Override
        public Reply send(Map<String, Object> definition) throws Unseen {
            return client.save(definition);
        }

        @Override
        public Reply update(String name, Map<String, Object> changes) throws Unseen {
            var job = new LinkedHashMap<>(client.find(name).orElseThrow(() -> new Unseen("there is no job \"" + name + "\" there")));
            job.putAll(changes);
            if (job.containsKey("fetch")) {
                job.remove("uris");   // both are read back, and only one may be posted
            }
            return client.save(job);
        }

        @Override
        public Reply start(String name) throws Unseen {
            return client.start(name);
        }

        @Override
        public Reply kill(String name) throws Unseen {
            return client.kill(name);
        }

        @Override
        public Reply delete(String name) throws Unseen {
            return client.delete(name);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** In Marathon: apps. */
    record OfMarathon(MarathonClient client) implements ForeignJobs {
        private static String id(String name) {
            return name.startsWith("/") ? name : "/" + name;
        }

        @Override
        public Optional<Map<String, Object>> info(String name) throws Unseen {
            return client.find(id(name));
        }

        @Override
        public Reply send(Map<String, Object> definition) {
            var made = client.create(definition);
            return made instanceof Reply.Answer answer && answer.status() == 409
                    ? client.update(id(String.valueOf(definition.get("id"))), definition)
                    : made;
        }

        @Override
        public Reply update(String name, Map<String, Object> changes) {
            return client.update(id(name), changes);
        }

        /** One instance where there was none; else the tasks anew. */
        @Override
        public Reply start(String name) throws Unseen {
            var app = client.find(id(name)).orElseThrow(() -> new Unseen("there is no app \"" + id(name) + "\" there"));
            return app.get("instances") instanceof Number instances && instances.intValue() > 0
                    ? client.restart(id(name))
                    : client.update(id(name), Map.of("instances", 1));
        }

        @Override
        public Reply kill(String name) {
            return client.update(id(name), Map.of("instances", 0));
        }

        @Override
        public Reply delete(String name) {
            return client.delete(id(name));
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
