package comporta.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A shape whose one map is all of the body, whatever names it has. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Whole {}
