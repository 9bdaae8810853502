package comporta;

import java.util.List;

/**
 * A mistake that was found before there was a DAG.
 *
 * @param file name in the folder of the DAG file
 * @param known names of which one may have been meant
 */
record Problem(String file, int line, int column, String id, String what, String fix, List<String> known) {}
