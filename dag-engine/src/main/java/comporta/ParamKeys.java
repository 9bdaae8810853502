package comporta;

/**
 * What parameters of every type have in common.
 *
 * @param <T> the parameter itself, so that calls can be chained
 */
public abstract class ParamKeys<T extends ParamKeys<T>> extends Block<T> implements Params.Param {
    private final String name;

    ParamKeys(String name, String type) {
        this.name = name;
        put("type", type);
    }

    @Override
    String nameInMap() {
        return name;
    }

    /** What it is for; \"\ when absent. */
    public T description(String description) {
        return put("description", description);
    }

    /** Masked, and not shown again; false when absent. */
    public T secret(boolean secret) {
        return put("secret", secret);
    }
}
