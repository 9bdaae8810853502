package comporta.dag;

import java.time.LocalTime;

/** A time of day, perhaps on a later day: {@code 06:00}, {@code 06:00+1d}. */
public record WallTime(LocalTime time, int days) {
    @Override
    public String toString() {
        return days == 0 ? time.toString() : time + "+" + days + "d";
    }
}
