package comporta;

import java.util.List;
import java.util.Map;

/** Machines that come and go, and what uses them. */
interface Machines {

    /** Machines that a task scales up and that are given back. */
    final class NodePool extends Block<NodePool> {
        NodePool() {}

        /** Name of the pool; of a group's pool the group's id. */
        public NodePool name(String name) {
            return put("name", name);
        }

        /** How many machines. */
        public NodePool nodes(int nodes) {
            return put("nodes", nodes);
        }

        /** How many machines; as a template. */
        public NodePool nodes(String nodes) {
            return put("nodes", nodes);
        }

        /** Go on with at least so many; absent: all. */
        public NodePool minNodes(int minNodes) {
            return put("min_nodes", minNodes);
        }

        /** Compatible types, the first is preferred. */
        public NodePool instanceTypes(String... instanceTypes) {
            return putAll("instance_types", List.of(instanceTypes));
        }

        /** How machines are bought; on-demand when absent. */
        public NodePool market(String market) {
            return put("market", market);
        }

        /** How they are asked for; instances when absent. */
        public NodePool via(String via) {
            return put("via", via);
        }

        /** Attribute of the agents; absent: the name. */
        public NodePool slaveType(String slaveType) {
            return put("slave_type", slaveType);
        }

        /** Fail when they are not there by then; 15m when absent. */
        public NodePool scaleTimeout(String scaleTimeout) {
            return put("scale_timeout", scaleTimeout);
        }

        /** Just in time for the first consumer, or at once; jit when absent. */
        public NodePool start(String start) {
            return put("start", start);
        }

        /** Machines stay so long after a failure; 0s when absent. */
        public NodePool keepOnFailure(String keepOnFailure) {
            return put("keep_on_failure", keepOnFailure);
        }

        /** The lease ends then, whatever happens; 12h when absent. */
        public NodePool ttl(String ttl) {
            return put("ttl", ttl);
        }

        /** Disk of each machine. */
        public NodePool disk(String disk) {
            return put("disk", disk);
        }

        /** Kind of disk; gp3 when absent. */
        public NodePool diskType(String diskType) {
            return put("disk_type", diskType);
        }

        /** Availability zones. */
        public NodePool zones(String... zones) {
            return putAll("zones", List.of(zones));
        }

        /** Tags of the machines. */
        public NodePool tags(String name, String value) {
            return enter("tags", name, value);
        }

        /** Tags of the machines. */
        public NodePool tags(Map<String, String> tags) {
            return enterAll("tags", tags);
        }
    }

    /** Cores follow the deadline. */
    final class Elasticity extends Block<Elasticity> {
        Elasticity(double minCpus, double maxCpus) {
            put("min_cpus", minCpus);
            put("max_cpus", maxCpus);
        }

        /** How cores follow the remaining time; model when absent. */
        public Elasticity law(String law) {
            return put("law", law);
        }

        /** Share of nights that meet the deadline; 0.95 when absent. */
        public Elasticity hit(double hit) {
            return put("hit", hit);
        }

        /** Constants of the classic law; programs when absent. */
        public Elasticity constants(String constants) {
            return put("constants", constants);
        }

        /** Variant of the classic law. */
        public Elasticity variant(int variant) {
            return put("variant", variant);
        }

        /** Step up of the classic law. */
        public Elasticity increment(double increment) {
            return put("increment", increment);
        }

        /** Step down of the classic law. */
        public Elasticity decrement(double decrement) {
            return put("decrement", decrement);
        }

        /** Time that a change takes. */
        public Elasticity deploymentTime(String deploymentTime) {
            return put("deployment_time", deploymentTime);
        }

        /** Time between two looks. */
        public Elasticity sleepingTime(String sleepingTime) {
            return put("sleeping_time", sleepingTime);
        }

        /** Deviation that is left alone. */
        public Elasticity deviation(double deviation) {
            return put("deviation", deviation);
        }
    }

    /** Executors of a Spark driver. */
    final class Spark extends Block<Spark> {
        Spark() {}

        /** Executors come and go, so many at least and at most. */
        public Spark dynamicAllocation(int min, int max) {
            return put("dynamic_allocation", new DynamicAllocation(min, max));
        }

        /** Pool whose agents run the executors. */
        public Spark nodePool(String nodePool) {
            return put("node_pool", nodePool);
        }

        /** Cores of all executors; 4 when absent. */
        public Spark totalCores(int totalCores) {
            return put("total_cores", totalCores);
        }

        /** Cores of all executors; 4 when absent; as a template. */
        public Spark totalCores(String totalCores) {
            return put("total_cores", totalCores);
        }

        /** Cores of one executor. */
        public Spark executorCores(int executorCores) {
            return put("executor_cores", executorCores);
        }

        /** Cores of one executor; as a template. */
        public Spark executorCores(String executorCores) {
            return put("executor_cores", executorCores);
        }

        /** Memory of one executor; 2g when absent. */
        public Spark executorMemory(String executorMemory) {
            return put("executor_memory", executorMemory);
        }

        /** Image of the executors; absent: the job's. */
        public Spark executorImage(String executorImage) {
            return put("executor_image", executorImage);
        }

        /** Memory of the driver. */
        public Spark driverMemory(String driverMemory) {
            return put("driver_memory", driverMemory);
        }

        /** Spark properties. */
        public Spark properties(String name, String value) {
            return enter("properties", name, value);
        }

        /** Spark properties. */
        public Spark properties(Map<String, String> properties) {
            return enterAll("properties", properties);
        }

        /** Data sets to compute. */
        public Spark only(String... only) {
            return putAll("only", List.of(only));
        }

        /** Mesos master; absent: the backend's. */
        public Spark master(String master) {
            return put("master", master);
        }

        /** Connection of the history server. */
        public Spark historyServer(String historyServer) {
            return put("history_server", historyServer);
        }

        /** Fail when no executor has come by then; 10m when absent. */
        public Spark noExecutorsTimeout(String noExecutorsTimeout) {
            return put("no_executors_timeout", noExecutorsTimeout);
        }

        /** Jar or Python file of a spark-submit. */
        public Spark app(String app) {
            return put("app", app);
        }

        /** Main class of the jar. */
        public Spark mainClass(String mainClass) {
            return put("class", mainClass);
        }

        /** Arguments of the app. */
        public Spark args(String... args) {
            return putAll("args", List.of(args));
        }
    }

    /** How many executors there are. */
    final class DynamicAllocation extends Block<DynamicAllocation> {
        DynamicAllocation(int min, int max) {
            put("min", min);
            put("max", max);
        }
    }
}
