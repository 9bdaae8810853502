package comporta.api;

import comporta.dag.Param;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of runs, or a field of an approval: what a form asks for.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code date}, {@code enum}, {@code list} or {@code object}
 * @param otherwise what it is when it is not given; null: it must be given
 * @param checks what values must fulfil
 */
record ParamShape(
        String name, String type, String description, @Nullable Object otherwise, boolean secret, boolean required,
        Map<String, Object> checks) {

    /** As it is written; what is secret stays so. */
    static ParamShape of(Param param) {
        return of(param, param.defaultValue());
    }

    /** The same with another value to fall back to; null: it must be given. */
    static ParamShape of(Param param, @Nullable Object otherwise) {
        return new ParamShape(
                param.name(), Json.word(param.type()), param.description(),
                param.secret() && otherwise != null ? RunShapes.HIDDEN : otherwise,
                param.secret(), otherwise == null, param.checks());
    }
}
