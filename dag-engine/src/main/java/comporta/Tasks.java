package comporta;

import comporta.Jobs.Job;
import comporta.Machines.NodePool;
import java.util.List;

/** What holds tasks together. */
interface Tasks {

    /** Something that a task can wait for. */
    interface Dependency {}

    /** One task. */
    interface Task extends Dependency {}

    /** The task keys that all tasks of a DAG or group get, unless they say otherwise. */
    final class Defaults extends DefaultKeys<Defaults> {
        Defaults() {}

        /** What is launched. */
        public Defaults job(Job job) {
            return put("job", job);
        }
    }

    /** A task of another DAG, or its whole run. */
    final class OtherDag extends Block<OtherDag> implements Dependency {
        OtherDag(String dag) {
            put("dag", dag);
        }

        /** Its task; absent: its whole run. */
        public OtherDag task(String task) {
            return put("task", task);
        }

        /** Which run of it counts; same_date when absent. */
        public OtherDag match(String match) {
            return put("match", match);
        }

        /** Fail when it has not come by then. */
        public OtherDag within(String within) {
            return put("within", within);
        }
    }

    /** One instance per item. */
    final class Expand extends Block<Expand> {
        Expand(String name, Object items) {
            enter("over", name, items);
        }

        /** One more list; an only item that begins with braces is an expression that gives the list. */
        public Expand over(String name, String... items) {
            return enter("over", name, Dsl.itemsOf(items));
        }

        /** One more list, of texts, numbers, truth values, lists or maps. */
        public Expand over(String name, List<?> items) {
            return enter("over", name, items);
        }

        /** All pairs, or side by side; product when absent. */
        public Expand combine(String combine) {
            return put("combine", combine);
        }

        /** Instances at the same time. */
        public Expand maxParallel(int maxParallel) {
            return put("max_parallel", maxParallel);
        }

        /** So many, or such a share, may fail; 0 when absent. */
        public Expand toleratedFailures(int toleratedFailures) {
            return put("tolerated_failures", toleratedFailures);
        }

        /** So many, or such a share, may fail; 0 when absent. */
        public Expand toleratedFailures(String toleratedFailures) {
            return put("tolerated_failures", toleratedFailures);
        }

        /** Name of an instance. */
        public Expand label(String label) {
            return put("label", label);
        }
    }

    /** Tasks that belong together. */
    final class Group extends Block<Group> implements Dependency {
        private final String id;

        Group(String id) {
            this.id = id;
        }

        @Override
        String nameInMap() {
            return id;
        }

        /** The group that it lies in. */
        public Group group(Group group) {
            return put("group", group.nameInMap());
        }

        /** What its first tasks wait for, by id; each call adds. */
        public Group dependsOn(String... ids) {
            return add("depends_on", List.of(ids));
        }

        /** What its first tasks wait for; each call adds. */
        public Group dependsOn(Dependency... upstream) {
            return add("depends_on", List.of(upstream));
        }

        /** The group that it belongs to. */
        public Group group(String group) {
            return put("group", group);
        }

        /** One line for lists; \"\ when absent. */
        public Group description(String description) {
            return put("description", description);
        }

        /** Markdown for its page; \"\ when absent. */
        public Group doc(String doc) {
            return put("doc", doc);
        }

        /** Task keys for its tasks. */
        public Group defaults(Defaults defaults) {
            return put("defaults", defaults);
        }

        /** Machines that come before and go after its tasks. */
        public Group nodePool(NodePool nodePool) {
            return put("node_pool", nodePool);
        }

        /** One instance per item. */
        public Group expand(Expand expand) {
            return put("expand", expand);
        }

        /** Instances over all runs. */
        public Group maxActive(int maxActive) {
            return put("max_active", maxActive);
        }
    }
}
