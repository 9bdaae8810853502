package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Judges the folder that one run of the nightly wrote: every figure must follow from the catalogue. */
final class NightlyResults {
    private final Path out;
    private final List<Ec2Type> types;
    private final Map<String, List<Ec2Type>> families;

    NightlyResults(Path catalogue, Path out) {
        this.out = out;
        types = Ec2Type.readAll(catalogue);
        families = types.stream().collect(Collectors.groupingBy(Ec2Type::family, TreeMap::new, Collectors.toList()));
    }

    /** Of a whole run with default parameters. */
    void check(String date) throws IOException {
        checkFamilies();
        checkOutliers();
        checkGrowth();
        new ChurnResults(types, out).check();
        new ClockResults(types, out).check();
        checkReport(date);
    }

    void checkFamilies() {
        var rows = Row.read(out.resolve("families.csv"));
        assertThat(rows).extracting(row -> row.text("family")).containsExactlyElementsOf(families.keySet());
        for (var row : rows) {
            var members = membersOf(row.text("family"));
            var smallest = named(row.text("smallest"));
            var densest = named(row.text("densest"));
            assertThat(List.of(smallest, densest)).as("members of their family").isSubsetOf(members);
            assertThat(row.number("types")).isEqualTo(members.size());
            assertThat(members).as("none smaller than %s", smallest).noneMatch(other -> other.vCPU() < smallest.vCPU()
                    || (other.vCPU() == smallest.vCPU() && other.memoryMiB() < smallest.memoryMiB()));
            assertThat(members).as("none denser than %s", densest).noneMatch(other -> other.gibPerCpu() > densest.gibPerCpu());
            assertThat(row.number("max_gib_per_vcpu")).isEqualTo(densest.gibPerCpu());
            assertThat(row.number("max_disk_gb_per_vcpu")).isEqualTo(most(members, NightlyResults::diskPerCpu));
            if (row.text("most_disk").isEmpty()) {
                assertThat(members).allMatch(type -> type.localDiskGB() == 0);
            } else {
                assertThat(diskPerCpu(named(row.text("most_disk")))).isEqualTo(row.number("max_disk_gb_per_vcpu"));
            }
            assertThat(row.number("max_vcpu")).isEqualTo(most(members, Ec2Type::vCPU));
            assertThat(row.number("max_memory_gib")).isEqualTo(most(members, Ec2Type::memoryMiB) / 1024);
            assertThat(row.number("mean_ghz")).isCloseTo(mean(members, Ec2Type::baseGHz), within(1e-9));
        }
    }

    void checkOutliers() {
        var expected = new TreeMap<String, Double>();
        for (var type : types) {
            var members = membersOf(type.family());
            markOutlier(expected, type, "gib_per_vcpu", Ec2Type::gibPerCpu, members);
            markOutlier(expected, type, "ghz", Ec2Type::baseGHz, members);
        }
        var found = Row.read(out.resolve("outliers.csv")).stream().collect(Collectors.toMap(
                row -> row.text("type") + " " + row.text("measure"), row -> row.number("z"), (a, _) -> a, TreeMap::new));
        assertThat(found.keySet()).isEqualTo(expected.keySet()).isNotEmpty();
        found.forEach((key, z) -> assertThat(z).as(key).isCloseTo(expected.getOrDefault(key, Double.NaN), within(1e-9)));
    }

    private static void markOutlier(Map<String, Double> into, Ec2Type type, String measure,
            ToDoubleFunction<Ec2Type> of, List<Ec2Type> members) {
        double median = median(members, of);
        double middle = median(members, member -> Math.abs(of.applyAsDouble(member) - median));
        double average = mean(members, member -> Math.abs(of.applyAsDouble(member) - median));
        double distance = of.applyAsDouble(type) - median;
        double z = middle > 0 ? 0.6745 * distance / middle : average > 0 ? distance / (1.253314 * average) : 0;
        if (Math.abs(z) > 3.5) {
            into.put(type.type() + " " + measure, z);
        }
    }

    void checkGrowth() {
        var rows = Row.read(out.resolve("growth.csv"));
        var expected = new TreeSet<String>();
        types.forEach(type -> expected.add(type.series() + " " + type.generation()));
        assertThat(rows).extracting(row -> row.text("series") + " " + row.text("generation"))
                .containsExactlyInAnyOrderElementsOf(expected);
        for (var row : rows) {
            int generation = (int) row.number("generation");
            var now = generation(row.text("series"), generation);
            assertThat(row.number("types")).isEqualTo(now.size());
            assertThat((long) row.number("families")).isEqualTo(now.stream().map(Ec2Type::family).distinct().count());
            assertThat(row.number("max_vcpu")).isEqualTo(most(now, Ec2Type::vCPU));
            assertThat(row.number("mean_ghz")).isCloseTo(mean(now, Ec2Type::baseGHz), within(1e-9));
            var before = types.stream().filter(type -> type.series().equals(row.text("series")))
                    .mapToInt(Ec2Type::generation).filter(other -> other < generation).max();
            assertThat(row.text("before")).isEqualTo(before.isPresent() ? "" + before.getAsInt() : "");
            before.ifPresent(number -> {
                var last = generation(row.text("series"), number);
                assertRatio(row, "vcpu_ratio", most(now, Ec2Type::vCPU), most(last, Ec2Type::vCPU));
                assertRatio(row, "memory_ratio", most(now, Ec2Type::memoryMiB), most(last, Ec2Type::memoryMiB));
                assertRatio(row, "ghz_ratio", mean(now, Ec2Type::baseGHz), mean(last, Ec2Type::baseGHz));
            });
        }
    }

    private static void assertRatio(Row row, String column, double now, double last) {
        assertThat(row.number(column)).as("%s of %s", column, row).isCloseTo(now / last, within(1e-9));
    }

    /** The report's figures went through outputs and a shell line: they must have arrived as they were computed. */
    void checkReport(String date) throws IOException {
        var numbers = JsonMapper.shared().readTree(out.resolve("numbers.json").toFile());
        assertThat(numbers.path("date").asString()).isEqualTo(date);
        assertThat(numbers.path("types").asDouble()).isEqualTo(types.size());
        assertThat(numbers.path("families").asDouble()).isEqualTo(families.size());
        assertThat(named(numbers.path("densest").asString()).gibPerCpu()).isEqualTo(most(types, Ec2Type::gibPerCpu));
        assertThat((double) named(numbers.path("smallest").asString()).vCPU()).isEqualTo(1);
        assertThat(diskPerCpu(named(numbers.path("most_disk").asString()))).isEqualTo(most(types, NightlyResults::diskPerCpu));
        assertThat(numbers.path("generations").asInt()).isEqualTo(Row.read(out.resolve("growth.csv")).size());
        assertThat(numbers.path("outliers").asInt()).isEqualTo(Row.read(out.resolve("outliers.csv")).size());
        var churn = new ChurnResults(types, out);
        assertThat(numbers.path("churn_auc").asDouble()).isCloseTo(churn.areaUnderCurve(), within(1e-9));
        assertThat(numbers.path("churn_loss").asDouble()).isCloseTo(churn.lastLoss(), within(1e-12));
        var clock = new ClockResults(types, out);
        assertThat(numbers.path("clock_rmse").asDouble()).isCloseTo(clock.rootMeanSquare(), within(1e-9));
        assertThat(numbers.path("clock_r2").asDouble()).isCloseTo(clock.explained(), within(1e-9));
        assertThat(Files.readString(out.resolve("report.md")))
                .startsWith("# EC2 instance types, " + date + "\n")
                .contains("## Densest families", "## Growth from", "## Most likely to leave", "## Unlike their family")
                .doesNotContain("not computed tonight");
    }

    private List<Ec2Type> membersOf(String family) {
        return families.getOrDefault(family, List.of());
    }

    private List<Ec2Type> generation(String series, int generation) {
        return types.stream().filter(type -> type.series().equals(series) && type.generation() == generation).toList();
    }

    private Ec2Type named(String name) {
        return types.stream().filter(type -> type.type().equals(name)).findFirst().orElseThrow();
    }

    private static double diskPerCpu(Ec2Type type) {
        return (double) type.localDiskGB() / type.vCPU();
    }

    private static double most(List<Ec2Type> of, ToDoubleFunction<Ec2Type> value) {
        return of.stream().mapToDouble(value).max().orElseThrow();
    }

    private static double mean(List<Ec2Type> of, ToDoubleFunction<Ec2Type> value) {
        return of.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double median(List<Ec2Type> of, ToDoubleFunction<Ec2Type> value) {
        var sorted = of.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
