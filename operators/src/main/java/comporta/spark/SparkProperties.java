package comporta.spark;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.LaunchId;
import comporta.operator.Refused;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Spark is told by its properties file. */
final class SparkProperties {
    private SparkProperties() {}

    /**
     * @param image of the driver's job; empty: none
     * @param master what the driver registers with, unless the author says; null: its image or the cluster's own settings know
     * @throws Refused when the author's own cannot stand
     */
    static Map<String, String> of(SparkBlock spark, LaunchId launch, Dag dag, String image, @Nullable String master) {
        var properties = new TreeMap<String, String>();
        // The name by which its framework is found in Mesos.
        properties.put("spark.app.name", launch.externalId());
        properties.put("spark.submit.deployMode", "client");
        // Without a limit Spark takes every core that is offered.
        properties.put("spark.cores.max", Integer.toString(spark.totalCores()));
        properties.put("spark.executor.memory", spark.executorMemory());
        properties.put("spark.mesos.task.labels", labels(launch));
        if (spark.executorCores() != null) {
            properties.put("spark.executor.cores", spark.executorCores().toString());
        }
        if (spark.driverMemory() != null) {
            properties.put("spark.driver.memory", spark.driverMemory());
        }
        if (spark.nodePool() != null) {
            properties.put("spark.mesos.constraints", "slave-type:" + slaveType(spark.nodePool(), dag));
        }
        var executorImage = Objects.requireNonNullElse(spark.executorImage(), image);
        if (!executorImage.isEmpty()) {
            properties.put("spark.mesos.executor.docker.image", executorImage);
        }
        var executors = spark.executors();
        if (executors != null) {
            properties.put("spark.dynamicAllocation.enabled", "true");
            properties.put("spark.dynamicAllocation.minExecutors", Integer.toString(executors.min()));
            properties.put("spark.dynamicAllocation.maxExecutors", Integer.toString(executors.max()));
            // On Mesos executors cannot leave without it: their shuffle files would leave with them.
            properties.put("spark.shuffle.service.enabled", "true");
        }
        if (spark.master() != null) {
            properties.put("spark.master", spark.master());
        } else if (master != null) {
            properties.put("spark.master", master);
        }
        if (Boolean.parseBoolean(spark.properties().get("spark.driver.supervise"))) {
            throw new Refused(
                    Cause.USER,
                    "spark.properties: spark.driver.supervise would start another driver beside this one. Take it out, and use retries");
        }
        properties.putAll(spark.properties());
        return properties;
    }

    /** As Spark reads it: Java's format of properties, the same text for the same properties. */
    static String asFile(Map<String, String> properties) {
        var format = new Properties();
        format.putAll(properties);
        var text = new StringWriter();
        try {
            format.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString().lines()
                .filter(line -> !line.startsWith("#"))   // the date
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Agents of a pool carry its slave type, by default its name. */
    private static String slaveType(String pool, Dag dag) {
        var blocks = new ArrayList<Map<String, Object>>();
        dag.tasks().values().stream()
                .filter(task -> task.settings().get("node_pool") instanceof Map)
                .map(task -> PlainData.block(task.settings(), "node_pool"))
                .forEach(blocks::add);
        dag.groups().values().forEach(group -> blocks.add(group.nodePool()));
        return blocks.stream()
                .filter(block -> pool.equals(block.get("name")))
                .flatMap(block -> Stream.of("slave_type", "SLAVE_TYPE").map(block::get))
                .filter(type -> type instanceof String text && !text.contains("{{"))
                .map(Object::toString)
                .findFirst()
                .orElse(pool);
    }

    private static String labels(LaunchId launch) {
        return "dag:" + launch.dag() + ",run:" + launch.run() + ",task:" + launch.task() + ",try:" + launch.tryNumber();
    }
}
