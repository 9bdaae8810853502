package comporta.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command line, a file or a configuration that cannot be used; the message says what is wrong and how to put it right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** What may lack its full stop, as what comes from elsewhere; a question has its mark, and a list of problems needs none. */
    static UsageException saying(@Nullable String what) {
        var said = String.valueOf(what);
        return new UsageException(said.endsWith(".") || said.endsWith("?") || said.contains("\n") ? said : said + ".");
    }

    /** Of a file that somebody named, as they named it; the messages of {@code java.nio.file} often say no more than the name again. */
    static UsageException unreadable(Object file, IOException why) {
        return new UsageException("cannot read " + file + ": " + switch (why) {
            case NoSuchFileException missing when String.valueOf(file).equals(missing.getFile()) -> "there is no such file";
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException _ -> "you may not read it";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            default -> Objects.requireNonNullElse(why.getMessage(), why.toString());
        } + ".");
    }
}
