package comporta.job;

/**
 * A framework that is registered with a Mesos master, such as a Spark driver.
 *
 * @param page address of its own page; may be empty
 */
public record MesosFramework(String id, String name, String page) {}
