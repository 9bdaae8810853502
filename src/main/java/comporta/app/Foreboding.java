package comporta.app;

import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import java.time.ZoneId;

/** What a forecast adds to a likely end: by when in nine of ten outcomes, and the chance to miss a deadline. */
final class Foreboding {
    private Foreboding() {}

    /** Empty where nothing is forecast of the run. */
    static String of(RunPicture picture, ZoneId zone) {
        var forecast = picture.forecast();
        if (forecast == null) {
            return "";
        }
        var late = forecast.deadlines().stream().map(RunForecast.OfDeadline::late).max(Double::compare);
        return ", 9 in 10 by " + Figures.clock(forecast.p90(), zone)
                + late.map(chance -> ", " + ForecastVerb.percent(chance) + " late").orElse("");
    }
}
