package comporta.loop;

import comporta.decide.SlotsAsked;
import comporta.decide.TimeLimit;
import java.util.List;

/** A live run as a forecast looks at it: how its tasks stand, the slots that they ask for, and what is due. */
public record Scene(RunPicture picture, SlotsAsked slots, List<TimeLimit> limits) {
    public Scene {
        limits = List.copyOf(limits);
    }
}
