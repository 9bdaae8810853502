package comporta;

import comporta.Jobs.Job;
import comporta.Machines.Elasticity;
import comporta.Machines.NodePool;
import comporta.Machines.Spark;

/** The operators that launch jobs, bring machines or steer, each with the keys of its own. */
interface Operators {

    /** A program or a shell line. */
    final class Command extends TaskKeys<Command> {
        Command(String id) {
            super(id, "command");
        }

        /** What is launched. */
        public Command job(Job job) {
            return put("job", job);
        }

        /** A shell line, short for a job with that command. */
        public Command run(String line) {
            return put("run", line);
        }

        /** Whether it is started a second time when it straggles and a deadline is in danger. */
        public Command speculative(boolean speculative) {
            return put("speculative", speculative);
        }
    }

    /** A point where lines meet. */
    final class Noop extends TaskKeys<Noop> {
        Noop(String id) {
            super(id, "noop");
        }
    }

    /** Chooses which of the tasks directly below go on. */
    final class Branch extends TaskKeys<Branch> {
        Branch(String id) {
            super(id, "branch");
        }

        /** The task, or list of tasks, that goes on. */
        public Branch choose(String choose) {
            return put("choose", choose);
        }
    }

    /** Skips what is below, or goes on. */
    final class ShortCircuit extends TaskKeys<ShortCircuit> {
        ShortCircuit(String id) {
            super(id, "short-circuit");
        }

        /** False skips what is below. */
        public ShortCircuit condition(String condition) {
            return put("condition", condition);
        }

        /** Everything below, or what is directly below; all when absent. */
        public ShortCircuit skip(String skip) {
            return put("skip", skip);
        }
    }

    /** A Spark driver. */
    final class SparkDriver extends TaskKeys<SparkDriver> {
        SparkDriver(String id) {
            super(id, "spark-driver");
        }

        /** What is launched. */
        public SparkDriver job(Job job) {
            return put("job", job);
        }

        /** Executors of the driver. */
        public SparkDriver spark(Spark spark) {
            return put("spark", spark);
        }

        /** Cores follow the deadline. */
        public SparkDriver elasticity(Elasticity elasticity) {
            return put("elasticity", elasticity);
        }
    }

    /** A model, in one job or iteration by iteration. */
    final class Model extends TaskKeys<Model> {
        Model(String id) {
            super(id, "model");
        }

        /** What is launched. */
        public Model job(Job job) {
            return put("job", job);
        }

        /** How often the job is started; 1 when absent. */
        public Model iterations(int iterations) {
            return put("iterations", iterations);
        }

        /** Cores follow the deadline. */
        public Model elasticity(Elasticity elasticity) {
            return put("elasticity", elasticity);
        }
    }

    /** Machines come. */
    final class ScaleEc2 extends TaskKeys<ScaleEc2> {
        ScaleEc2(String id) {
            super(id, "scale-ec2");
        }

        /** Pool whose agents run the executors. */
        public ScaleEc2 nodePool(NodePool nodePool) {
            return put("node_pool", nodePool);
        }
    }

    /** Machines go. */
    final class DownscaleEc2 extends TaskKeys<DownscaleEc2> {
        DownscaleEc2(String id) {
            super(id, "downscale-ec2");
        }

        /** Machines that go, by the name of their pool. */
        public DownscaleEc2 nodePool(String name) {
            return put("node_pool", new NodePool().name(name));
        }

        /** How many stay; 0 when absent. */
        public DownscaleEc2 nodes(int nodes) {
            return put("nodes", nodes);
        }

        /** How many stay; 0 when absent; as a template. */
        public DownscaleEc2 nodes(String nodes) {
            return put("nodes", nodes);
        }

        /** Wait for what still runs there; 10m when absent. */
        public DownscaleEc2 drainTimeout(String drainTimeout) {
            return put("drain_timeout", drainTimeout);
        }
    }

    /** An auto-scaling group gets another size. */
    final class Scale extends TaskKeys<Scale> {
        Scale(String id) {
            super(id, "scale");
        }

        /** Pool whose agents run the executors. */
        public Scale nodePool(NodePool nodePool) {
            return put("node_pool", nodePool);
        }
    }

    /** A task of an operator that Comporta does not bring along. */
    final class CustomTask extends TaskKeys<CustomTask> {
        CustomTask(String id, String operator) {
            super(id, operator);
        }

        /** A key of the operator: text, a number, a truth value, or a list or map of such. */
        public CustomTask set(String key, Object value) {
            return put(key, value);
        }
    }
}
