package comporta;

import java.util.List;
import java.util.regex.Pattern;

/** Where in the folder of the DAG file an exception came from. */
final class Thrown {
    /** What the JDK says of a null: the member that was wanted of it. */
    private static final Pattern WANTED = Pattern.compile("\"[^\"]*?([A-Za-z_$][\\w$]*)(?:\\([^\"]*\\))?\" because");

    private Thrown() {}

    /** @param instead what to say in place of the exception's own words; empty: those */
    static Problem problem(Sources sources, Throwable thrown, String instead) {
        var message = instead.isEmpty() ? thrown.getMessage() : instead;
        var what = thrown.getClass().getSimpleName() + (message == null || message.isBlank() ? "" : ": " + message.strip());
        return at(sources, thrown.getStackTrace(), "java-threw", what.endsWith(".") ? what.substring(0, what.length() - 1) : what,
                "Look at this line");
    }

    /** A problem at the deepest line of a stack that lies in the folder. */
    static Problem at(Sources sources, StackTraceElement[] stack, String id, String what, String fix) {
        for (int n = 0; n < stack.length; n++) {
            var frame = stack[n];
            var file = frame.getFileName();
            if (frame.getClassName().indexOf('.') < 0 && file != null && frame.getLineNumber() > 0) {
                var line = sources.line(file, frame.getLineNumber());
                return new Problem(file, frame.getLineNumber(), sources.columnOf(n > 0 ? called(stack[n - 1]) : wanted(what), line), id,
                        what, fix, List.of());
            }
        }
        return new Problem(sources.file(), 1, 1, id, what, fix, List.of());
    }

    private static String called(StackTraceElement frame) {
        var type = frame.getClassName();
        return frame.getMethodName().equals("<init>")
                ? type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1)
                : frame.getMethodName();
    }

    private static String wanted(String message) {
        var found = WANTED.matcher(message);
        return found.find() ? found.group(1) : "throw";
    }
}
