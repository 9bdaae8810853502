package comporta.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** {@code Page<T>} as a type, which Java has no word for. */
record PageOf(Class<?> item) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
        return new Type[] {item};
    }

    @Override
    public Type getRawType() {
        return Route.Page.class;
    }

    @Override
    public Type getOwnerType() {
        return Route.class;
    }
}
