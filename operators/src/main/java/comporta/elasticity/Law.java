package comporta.elasticity;

/** How a share follows a deadline. Pure: the same sight gives the same advice, and nothing is remembered in between. */
public interface Law {

    /** The word of {@code law:} in DAG files and of {@code --law}. */
    String name();

    /** The share of the next iteration. */
    Advice advise(Sight sight);
}
