/** Tests of the judge of forecasts. */
@NullMarked
package comporta.backtest;

import org.jspecify.annotations.NullMarked;
