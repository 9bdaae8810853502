package nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Dataset: one row per family, with its smallest and densest types and its greatest sizes. */
final class Families {
    static final String FILE = "families.csv";
    private static final Comparator<InstanceType> SMALLEST = Comparator.comparingInt(InstanceType::cpus)
            .thenComparingLong(InstanceType::memoryMib)
            .thenComparing(InstanceType::name);

    private Families() {}

    /** The catalogue has no prices; within a family the smallest machine is the cheapest one. */
    static void compute(Path catalogue, Path out) throws IOException {
        var families = new Dataset("family", "series", "generation", "variant", "types", "smallest", "densest",
                "max_gib_per_vcpu", "most_disk", "max_disk_gb_per_vcpu", "max_vcpu", "max_memory_gib", "mean_ghz");
        var types = Catalogue.read(catalogue);
        Catalogue.byFamily(types).forEach((family, members) -> {
            var name = FamilyName.of(family);
            var densest = greatest(members, Comparator.comparingDouble(InstanceType::gibPerCpu));
            var mostDisk = greatest(members, Comparator.comparingDouble(InstanceType::diskGbPerCpu));
            families.add(family, name.series(), name.generation(), name.variant(), members.size(),
                    Collections.min(members, SMALLEST).name(), densest.name(), densest.gibPerCpu(),
                    mostDisk.localDiskGb() == 0 ? "" : mostDisk.name(), mostDisk.diskGbPerCpu(),
                    members.stream().mapToInt(InstanceType::cpus).max().orElseThrow(),
                    members.stream().mapToDouble(InstanceType::memoryGib).max().orElseThrow(),
                    members.stream().mapToDouble(InstanceType::ghz).average().orElseThrow());
        });
        families.write(out.resolve(FILE));

        var densest = greatest(types, Comparator.comparingDouble(InstanceType::gibPerCpu));
        System.out.println(types.size() + " types in " + families.size() + " families; densest is " + densest.name());
        new Figures().with("types", types.size()).with("families", families.size())
                .with("smallest", Collections.min(types, SMALLEST).name())
                .with("densest", densest.name())
                .with("most_disk", greatest(types, Comparator.comparingDouble(InstanceType::diskGbPerCpu)).name())
                .handOn();
    }

    /** Of equals the smallest machine. */
    private static InstanceType greatest(List<InstanceType> types, Comparator<InstanceType> by) {
        return Collections.min(types, by.reversed().thenComparing(SMALLEST));
    }
}
