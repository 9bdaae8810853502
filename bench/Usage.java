import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time and memory of a process, from {@code /proc}. */
record Usage(double cpuMillis, double residentMegabytes, double peakMegabytes) {
    private static final double MILLIS_PER_TICK = 10;

    /** @throws IOException when there is no such process, or it has ended and waits to be reaped */
    static Usage of(long pid) throws IOException {
        var proc = Path.of("/proc", Long.toString(pid));
        var stat = Files.readString(proc.resolve("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (fields[0].equals("Z")) {
            throw new IOException("process " + pid + " has ended");
        }
        double resident = 0;
        double peak = 0;
        for (var line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = megabytes(line);
            } else if (line.startsWith("VmHWM:")) {
                peak = megabytes(line);
            }
        }
        return new Usage((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK, resident, peak);
    }

    private static double megabytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
}
