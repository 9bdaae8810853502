package comporta;

import java.lang.StackWalker.StackFrame;

/**
 * A call in a DAG file or a helper: where a value was set.
 *
 * @param code which instruction of the method; with the class file it tells calls apart that stand on one line
 * @param line from 1; 0: not known
 */
record Origin(String type, String method, String descriptor, int code, String file, int line) {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Origin UNKNOWN = new Origin("", "", "", 0, "", 0);

    /** The nearest caller that belongs to a DAG file. Those have no package; this room and the JDK have. */
    static Origin ofThisCall() {
        return STACK.walk(frames -> frames.filter(frame -> frame.getClassName().indexOf('.') < 0).findFirst().map(Origin::of)
                .orElse(UNKNOWN));
    }

    private static Origin of(StackFrame frame) {
        var file = frame.getFileName();
        return new Origin(frame.getClassName(), frame.getMethodName(), frame.getDescriptor(), frame.getByteCodeIndex(),
                file == null ? "" : file,
                Math.max(0, frame.getLineNumber()));
    }
}
