package comporta.dags;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An instance type as the catalogue has it, read by a real JSON parser. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Ec2Type(String type, String family, int vCPU, long memoryMiB, String arch, double baseGHz, boolean bareMetal,
        boolean currentGeneration, long localDiskGB) {

    static List<Ec2Type> readAll(Path catalogue) {
        return JsonMapper.shared().readValue(catalogue.toFile(), new TypeReference<List<Ec2Type>>() {});
    }

    double gibPerCpu() {
        return memoryMiB / 1024.0 / vCPU;
    }

    /** Letters before the first digit. */
    String series() {
        return family.split("\\d", 2)[0];
    }

    int generation() {
        return Integer.parseInt(family.replaceAll("\\D", ""));
    }

    /** What follows the digits. */
    String variant() {
        return family.split("\\d", 2)[1];
    }
}
