package comporta.mesos;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How agents tell of their tasks: one report at a time, again and again until it is acknowledged. */
final class FakeReports {
    private final long resend;

    FakeReports(long resendMillis) {
        resend = TimeUnit.MILLISECONDS.toNanos(resendMillis);
    }

    void add(FakeGuest guest, FakeTask task, Map<String, Object> report, boolean isSeen) {
        task.reports.add(report);
        if (task.reports.size() == 1 && isSeen) {
            tell(guest, task);
        }
    }

    private static void tell(FakeGuest guest, FakeTask task) {
        var report = task.reports.peek();
        if (report != null) {
            task.state = String.valueOf(report.get("state"));
            task.toldAt = System.nanoTime();
            guest.tell(Tree.of("type", "UPDATE", "update", Map.of("status", report)));
        }
    }

    /** Whether it was the last word on the task. */
    boolean acknowledge(FakeGuest guest, FakeTask task, String uuid) {
        var report = task.reports.peek();
        if (report == null || !uuid.equals(report.get("uuid"))) {
            return false;
        }
        task.reports.remove();
        tell(guest, task);
        return task.reports.isEmpty() && task.isTerminal();
    }

    void resend(FakeGuest guest) {
        guest.tasks.values().stream()
                .filter(task -> task.agent.connected && System.nanoTime() - task.toldAt > resend)
                .forEach(task -> tell(guest, task));
    }

    /** A framework is back, and hears at once what waits. */
    void resume(FakeGuest guest) {
        guest.tasks.values().stream().filter(task -> task.agent.connected).forEach(task -> tell(guest, task));
    }

    void resume(FakeGuest guest, FakeTask task) {
        tell(guest, task);
    }
}
