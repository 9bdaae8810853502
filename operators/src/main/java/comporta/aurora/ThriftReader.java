package comporta.aurora;

import comporta.aurora.ThriftMessage.Kind;
import comporta.aurora.ThriftValue.Struct;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/** Reads Thrift's strict binary protocol, whatever fields it holds; trusts no length that it finds. */
final class ThriftReader {
    private static final int DEEPEST = 64;

    private final ByteBuffer in;

    ThriftReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    ThriftMessage message() {
        try {
            int head = in.getInt();
            if ((head & 0xffff_0000) != ThriftWriter.VERSION) {
                throw new ThriftBroken("the answer is no message of Thrift's binary protocol");
            }
            var message = new ThriftMessage(text(), Kind.of(head & 0xff), in.getInt(), struct(0));
            if (in.hasRemaining()) {
                throw new ThriftBroken(in.remaining() + " bytes follow the end of the Thrift message");
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new ThriftBroken("the Thrift message is cut off after " + in.limit() + " bytes");
        }
    }

    private Struct struct(int depth) {
        var fields = new TreeMap<Integer, ThriftValue>();
        for (byte type; (type = in.get()) != ThriftType.STOP; ) {
            int id = in.getShort();
            fields.put(id, value(ThriftType.of(type), depth + 1));
        }
        return new Struct(fields);
    }

    private ThriftValue value(ThriftType type, int depth) {
        if (depth > DEEPEST) {
            throw new ThriftBroken("the Thrift message is nested deeper than " + DEEPEST + " levels");
        }
        return switch (type) {
            case BOOL -> new ThriftValue.Bool(in.get() != 0);
            case I8 -> new ThriftValue.I8(in.get());
            case I16 -> new ThriftValue.I16(in.getShort());
            case I32 -> new ThriftValue.I32(in.getInt());
            case I64 -> new ThriftValue.I64(in.getLong());
            case REAL -> new ThriftValue.Real(in.getDouble());
            case TEXT -> new ThriftValue.Text(text());
            case STRUCT -> struct(depth);
            case LIST, SET -> items(type == ThriftType.SET, depth);
            case TABLE -> table(depth);
        };
    }

    private ThriftValue items(boolean isSet, int depth) {
        var of = ThriftType.of(in.get());
        var items = new ArrayList<ThriftValue>();
        for (int left = size(); left > 0; left--) {
            items.add(value(of, depth + 1));
        }
        return new ThriftValue.Items(isSet, of, items);
    }

    private ThriftValue table(int depth) {
        byte keys = in.get();
        byte values = in.get();
        var entries = new LinkedHashMap<ThriftValue, ThriftValue>();
        for (int left = size(); left > 0; left--) {
            entries.put(value(ThriftType.of(keys), depth + 1), value(ThriftType.of(values), depth + 1));
        }
        // an empty map may be sent without its types
        return new ThriftValue.Table(typeOrText(keys), typeOrText(values), entries);
    }

    private static ThriftType typeOrText(byte code) {
        return code == ThriftType.STOP ? ThriftType.TEXT : ThriftType.of(code);
    }

    private String text() {
        int length = size();
        var text = StandardCharsets.UTF_8.decode(in.slice(in.position(), length)).toString();
        in.position(in.position() + length);
        return text;
    }

    /** Every value takes at least one byte: what is longer than the rest is a lie. */
    private int size() {
        int size = in.getInt();
        if (size < 0 || size > in.remaining()) {
            throw new ThriftBroken("the Thrift message is cut off, or holds an impossible length, " + size);
        }
        return size;
    }
}
