package nightly;

/** One line of the EC2 instance catalogue. */
record InstanceType(String name, String family, int cpus, long memoryMib, String architecture, double ghz,
        boolean bareMetal, boolean currentGeneration, long localDiskGb) {

    double memoryGib() {
        return memoryMib / 1024.0;
    }

    double gibPerCpu() {
        return memoryGib() / cpus;
    }

    double diskGbPerCpu() {
        return (double) localDiskGb / cpus;
    }

    boolean isArm() {
        return architecture.equals("arm64");
    }

    /** The family's name taken apart. */
    FamilyName familyName() {
        return FamilyName.of(family);
    }
}
