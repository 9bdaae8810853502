package comporta;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Walks through a class file and tells everything in it that a DAG file may not use, before anything of it runs. */
final class Inspection {
    private final Sources sources;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private String file = "";
    private int line = 1;

    Inspection(Sources sources) {
        this.sources = sources;
    }

    /** All that may not be used, each once a line. */
    static List<Problem> of(Sources sources, Iterable<byte[]> classFiles) {
        var inspection = new Inspection(sources);
        for (var bytes : classFiles) {
            inspection.look(ClassFile.of().parse(bytes));
        }
        return inspection.problems.stream().distinct().toList();
    }

    private void look(ClassModel model) {
        file = model.findAttribute(Attributes.sourceFile()).map(name -> name.sourceFile().stringValue()).orElse(sources.file());
        line = 1;
        model.superclass().ifPresent(this::type);
        model.interfaces().forEach(this::type);
        model.fields().forEach(field -> type(field.fieldTypeSymbol()));
        for (var method : model.methods()) {
            types(method.methodTypeSymbol());
            method.code().ifPresent(code -> code.forEach(this::look));
        }
    }

    private void look(CodeElement element) {
        switch (element) {
            case LineNumber number -> line = number.line();
            case InvokeInstruction call -> member(call.method());
            case FieldInstruction field -> member(field.field());
            case NewObjectInstruction made -> type(made.className());
            case NewReferenceArrayInstruction made -> type(made.componentType());
            case NewMultiArrayInstruction made -> type(made.arrayType());
            case TypeCheckInstruction check -> type(check.type());
            case ExceptionCatch caught -> caught.catchType().ifPresent(this::type);
            case ConstantInstruction.LoadConstantInstruction constant -> constant(constant.constantEntry());
            case InvokeDynamicInstruction dynamic -> {
                var bootstrap = dynamic.invokedynamic().bootstrap();
                var owner = bootstrap.bootstrapMethod().reference().owner().asInternalName().replace('/', '.');
                if (!Allowed.isBootstrap(owner)) {
                    tell(owner, simple(owner), "Write it in plain Java");
                }
                types(dynamic.typeSymbol());
                bootstrap.arguments().forEach(this::constant);
            }
            default -> { }
        }
    }

    private void constant(LoadableConstantEntry constant) {
        switch (constant) {
            case ClassEntry type -> type(type);
            case MethodHandleEntry handle -> member(handle.reference());
            default -> { }
        }
    }

    private void member(MemberRefEntry member) {
        var owner = name(member.owner().asSymbol());
        if (Allowed.insteadOf(owner).isPresent()) {
            type(owner);
            return;
        }
        var name = member.name().stringValue();
        var descriptor = member.type().stringValue();
        boolean isField = !descriptor.startsWith("(");
        var types = isField ? List.of(ClassDesc.ofDescriptor(descriptor)) : allOf(MethodTypeDesc.ofDescriptor(descriptor));
        var simple = simple(owner);
        var instead = Allowed.insteadOf(owner, name, isField ? "(" : descriptor);
        if (instead.isPresent()) {
            boolean made = name.equals("<init>");
            // What it gives is used on the same line, and told with it.
            types.forEach(type -> told.add(line + name(type)));
            tell(made ? "new " + simple : simple + "." + name, made ? simple : name, instead.get());
        } else {
            types.forEach(this::type);
        }
    }

    private static List<ClassDesc> allOf(MethodTypeDesc descriptor) {
        var all = new ArrayList<>(descriptor.parameterList());
        all.add(descriptor.returnType());
        return all;
    }

    private void types(MethodTypeDesc descriptor) {
        allOf(descriptor).forEach(this::type);
    }

    private void type(ClassEntry type) {
        type(type.asSymbol());
    }

    private void type(ClassDesc type) {
        type(name(type));
    }

    private void type(String name) {
        if (!told.contains(line + name)) {
            Allowed.insteadOf(name).ifPresent(fix -> tell(name.replace('$', '.'), simple(name), fix));
        }
    }

    private void tell(String what, String word, String fix) {
        var text = sources.line(file, line);
        problems.add(new Problem(file, line, sources.columnOf(word, text), "java-forbidden", what + " may not be used in a DAG file",
                fix, List.of()));
    }

    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    private static String name(ClassDesc type) {
        var element = type;
        while (element.isArray()) {
            element = Objects.requireNonNull(element.componentType());
        }
        return element.isPrimitive() ? "" : element.packageName() + (element.packageName().isEmpty() ? "" : ".") + element.displayName();
    }
}
