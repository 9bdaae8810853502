package comporta.aurora;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes Thrift's strict binary protocol. */
final class ThriftWriter {
    static final int VERSION = 0x8001_0000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final DataOutputStream out = new DataOutputStream(bytes);

    byte[] message(ThriftMessage message) {
        try {
            out.writeInt(VERSION | message.kind().number());
            text(message.method());
            out.writeInt(message.sequence());
            value(message.body());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private void value(ThriftValue value) throws IOException {
        switch (value) {
            case ThriftValue.Bool bool -> out.writeByte(bool.value() ? 1 : 0);
            case ThriftValue.I8 number -> out.writeByte(number.value());
            case ThriftValue.I16 number -> out.writeShort(number.value());
            case ThriftValue.I32 number -> out.writeInt(number.value());
            case ThriftValue.I64 number -> out.writeLong(number.value());
            case ThriftValue.Real real -> out.writeDouble(real.value());
            case ThriftValue.Text text -> text(text.value());
            case ThriftValue.Struct struct -> struct(struct);
            case ThriftValue.Items items -> {
                out.writeByte(items.of().code());
                out.writeInt(items.items().size());
                for (var item : items.items()) {
                    value(item);
                }
            }
            case ThriftValue.Table table -> {
                out.writeByte(table.keys().code());
                out.writeByte(table.values().code());
                out.writeInt(table.entries().size());
                for (var entry : table.entries().entrySet()) {
                    value(entry.getKey());
                    value(entry.getValue());
                }
            }
        }
    }

    private void struct(ThriftValue.Struct struct) throws IOException {
        for (var field : struct.fields().entrySet()) {
            out.writeByte(ThriftType.of(field.getValue()).code());
            out.writeShort(field.getKey());
            value(field.getValue());
        }
        out.writeByte(ThriftType.STOP);
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
