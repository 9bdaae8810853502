package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.operator.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondStartsTest {
    private final SecondStarts starts = new SecondStarts();

    @Test
    void eachTryIsToldOnce() {
        assertThat(told(inTry(1), true)).as("first").isTrue();
        assertThat(told(inTry(1), true)).as("again in the same try").isFalse();
        assertThat(told(inTry(2), true)).as("in another try").isTrue();
        assertThat(told(inTry(3), false)).as("when it is not worth it").isFalse();
        assertThat(told(inTry(3), true)).as("when it has become so").isTrue();
    }

    private boolean told(RunPicture picture, boolean isWorthACopy) {
        var straggler = new RunForecast.Straggler(0, -1, 0.5, 0.4, isWorthACopy);
        var at = picture.at();
        return !starts.of(picture, new RunForecast(at, at, at, 1, 5, 0, 400, List.of(), List.of(), List.of(straggler), List.of())).isEmpty();
    }

    private static RunPicture inTry(int number) {
        var pictures = new Pictures().task("a", "command");
        pictures.running("a", number, 1, Progress.NONE);
        return pictures.at(10);
    }
}
