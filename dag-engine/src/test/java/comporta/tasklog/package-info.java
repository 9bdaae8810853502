/** Tests of logs and their index. */
@NullMarked
package comporta.tasklog;

import org.jspecify.annotations.NullMarked;
