/**
 * The SPI: how a task becomes launches that can be started twice, found again, watched and stopped.
 *
 * <p>In: a try with its rendered keys. Out: launches, and news of them. Implemented by the rooms of the {@code operators} module; called by
 * {@code loop}, which holds the truth. Operators hold none and never block the loop.
 */
@NullMarked
package comporta.operator;

import org.jspecify.annotations.NullMarked;
