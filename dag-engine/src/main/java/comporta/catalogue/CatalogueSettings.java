package comporta.catalogue;

import comporta.dagfile.Outside;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What the configuration says to a catalogue.
 *
 * @param folder the dags folder
 * @param zone of DAGs that name none
 * @param sweep how often to look at the folder without being told of a change
 * @param outside what files may name and is defined elsewhere; asked at each look
 */
public record CatalogueSettings(Path folder, ZoneId zone, Duration sweep, Supplier<Outside> outside, InstantSource clock) {
    public CatalogueSettings {
        folder = folder.toAbsolutePath().normalize();
    }
}
