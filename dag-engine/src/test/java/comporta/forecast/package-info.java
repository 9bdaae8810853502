/** Tests of the forecast: vectors with known answers, and the properties it must have. */
@NullMarked
package comporta.forecast;

import org.jspecify.annotations.NullMarked;
