/** A room of the crooked house: {@code CrookedHouseTest} expects the rules to see what is wrong in it. */
@NullMarked
package comporta.architecture.seeded.loop;

import org.jspecify.annotations.NullMarked;
