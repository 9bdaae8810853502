/** The client of Keystone and Monasca against a fake that answers as the recordings do. */
@NullMarked
package comporta.monasca;

import org.jspecify.annotations.NullMarked;
