package comporta;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.HashMap;
import java.util.Map;

/** Finds the column of a call: a class file knows the line of each instruction, and by their order which of several on a line it is. */
final class CallSites {
    private final Sources sources;
    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Map<Origin, Integer> columns = new HashMap<>();

    CallSites(Sources sources, Map<String, byte[]> classFiles) {
        this.sources = sources;
        classFiles.forEach((name, bytes) -> classes.put(name, ClassFile.of().parse(bytes)));
    }

    /** From 1. */
    int column(Origin origin) {
        return columns.computeIfAbsent(origin, this::find);
    }

    private int find(Origin origin) {
        var line = sources.line(origin.file(), origin.line());
        var model = classes.get(origin.type());
        if (model != null) {
            for (var method : model.methods()) {
                if (method.methodName().equalsString(origin.method()) && method.methodType().equalsString(origin.descriptor())) {
                    return find(method, origin, line);
                }
            }
        }
        return sources.columnOf("", line);
    }

    private int find(MethodModel method, Origin origin, String line) {
        var code = method.code().orElseThrow();
        var earlier = new HashMap<String, Integer>();
        int at = 0;
        int lineOfCode = 0;
        for (var element : code) {
            if (element instanceof LineNumber number) {
                lineOfCode = number.line();
            }
            if (element instanceof InvokeInstruction call) {
                var name = call.name().stringValue();
                boolean behindDot = call.opcode() != Opcode.INVOKESTATIC;
                if (at == origin.code()) {
                    return sources.columnOfCall(name, line, behindDot, earlier.getOrDefault(name + behindDot, 0));
                }
                if (lineOfCode == origin.line()) {
                    earlier.merge(name + behindDot, 1, Integer::sum);
                }
            }
            if (element instanceof Instruction instruction) {
                at += instruction.sizeInBytes();
            }
        }
        return sources.columnOf("", line);
    }
}
