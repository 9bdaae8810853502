package comporta.app;

import com.beust.jcommander.converters.IParameterSplitter;
import java.util.List;

/** Keeps the value of a repeated option whole: commas belong to it. */
final class NoSplit implements IParameterSplitter {
    @Override
    public List<String> split(String value) {
        return List.of(value);
    }
}
