package comporta.job;

/**
 * A framework of a Mesos master, such as a Spark driver.
 *
 * @param page address of its own page; may be empty
 * @param isOver whether it has gone for good
 */
public record MesosFramework(String id, String name, String page, boolean isOver) {}
