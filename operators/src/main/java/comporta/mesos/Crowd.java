package comporta.mesos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many jobs of a kind there are for each value of an attribute, for {@code limit:n}. */
final class Crowd {
    private record Place(String kin, String attribute, String value) {}

    private final Map<Place, Integer> jobs = new HashMap<>();

    /** One more job of that kind on an agent with those attributes. */
    void add(String kin, List<Attribute> attributes) {
        attributes.forEach(attribute -> jobs.merge(new Place(kin, attribute.name(), attribute.shown()), 1, Integer::sum));
    }

    int count(String kin, Attribute attribute) {
        return jobs.getOrDefault(new Place(kin, attribute.name(), attribute.shown()), 0);
    }
}
