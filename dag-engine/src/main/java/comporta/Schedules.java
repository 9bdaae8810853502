package comporta;

import java.util.List;

/** When a DAG runs, and when it must be ready. */
interface Schedules {

    /** When a DAG runs. */
    interface Schedule {}

    /** By lines of five fields, or presets. */
    final class CronSchedule extends ScheduleKeys<CronSchedule> {
        CronSchedule(String... lines) {
            putAll("cron", List.of(lines));
        }

        /** How day of month and day of week join; or when absent. */
        public CronSchedule cronDays(String cronDays) {
            return put("cron_days", cronDays);
        }
    }

    /** In equal steps of elapsed time. */
    final class EverySchedule extends ScheduleKeys<EverySchedule> {
        EverySchedule(String every) {
            put("every", every);
        }

        /** What every counts from; absent: start, or midnight. */
        public EverySchedule anchor(String anchor) {
            return put("anchor", anchor);
        }
    }

    /** At instants that are listed. */
    final class DatesSchedule extends ScheduleKeys<DatesSchedule> {
        DatesSchedule(String... dates) {
            putAll("dates", List.of(dates));
        }
    }

    /** After successes of other DAGs. */
    final class AfterSchedule extends ScheduleKeys<AfterSchedule> {
        private final After after = new After();

        AfterSchedule(String form, List<?> dags) {
            after.putAll(form, dags);
            put("after", after);
        }

        /** All must come that soon after the first. */
        public AfterSchedule within(String within) {
            after.put("within", within);
            return this;
        }
    }

    /** When somebody asks. */
    final class ManualSchedule extends ScheduleKeys<ManualSchedule> {
        ManualSchedule() {}
    }

    /** The DAGs that a schedule follows. */
    final class After extends Block<After> {
        After() {}
    }

    /** Days of a named calendar. */
    final class Calendar extends Block<Calendar> {
        Calendar(String name) {
            put("name", name);
        }

        /** Which days count; open when absent. */
        public Calendar on(String on) {
            return put("on", on);
        }

        /** The n-th such day of the month, negative from its end. */
        public Calendar nth(int nth) {
            return put("nth", nth);
        }

        /** Where a tick on a wrong day goes; skip when absent. */
        public Calendar shift(String shift) {
            return put("shift", shift);
        }
    }

    /** The piece of the data that a run works on. */
    final class Partition extends Block<Partition> {
        Partition(String unit) {
            put("unit", unit);
        }

        /** Which piece, counted from the tick's own; -1 when absent. */
        public Partition offset(int offset) {
            return put("offset", offset);
        }

        /** Java pattern of partition.key. */
        public Partition format(String format) {
            return put("format", format);
        }
    }

    /** When a DAG or a task must be ready. */
    final class Deadline extends Block<Deadline> {
        Deadline(String form, String time) {
            put(form, time);
        }

        /** The reference; tick when absent. */
        public Deadline from(String from) {
            return put("from", from);
        }

        /** What a miss does; alert when absent. */
        public Deadline onMiss(String onMiss) {
            return put("on_miss", onMiss);
        }

        /** Tell when the chance of being late passes this; 0 is never; 0.4 when absent. */
        public Deadline atRisk(double atRisk) {
            return put("at_risk", atRisk);
        }

        /** Zone of by; absent: the DAG's. */
        public Deadline timezone(String timezone) {
            return put("timezone", timezone);
        }
    }

    /** What is unusual. */
    final class Alerts extends Block<Alerts> {
        Alerts() {}

        /** Tell when it lasts longer. */
        public Alerts longerThan(String longerThan) {
            return put("longer_than", longerThan);
        }

        /** Tell when it was shorter. */
        public Alerts shorterThan(String shorterThan) {
            return put("shorter_than", shorterThan);
        }

        /** Tell when it waits longer for a slot. */
        public Alerts queuedFor(String queuedFor) {
            return put("queued_for", queuedFor);
        }

        /** Tell when no run succeeded for so long. */
        public Alerts noSuccessFor(String noSuccessFor) {
            return put("no_success_for", noSuccessFor);
        }
    }

    /** What one run may cost. */
    final class Budget extends Block<Budget> {
        Budget() {}

        /** Tell when a run's cost passes this. */
        public Budget warn(double warn) {
            return put("warn", warn);
        }

        /** Refuse the scale-up that would pass this. */
        public Budget limit(double limit) {
            return put("limit", limit);
        }
    }

    /** Somebody or something that hears of an event. */
    final class Target extends Block<Target> {
        Target() {}

        /** Slack channel. */
        public Target slack(String slack) {
            return put("slack", slack);
        }

        /** Addresses. */
        public Target email(String... email) {
            return putAll("email", List.of(email));
        }

        /** Address that gets a POST. */
        public Target webhook(String webhook) {
            return put("webhook", webhook);
        }

        /** Program and arguments: nothing is quoted or split. */
        public Target command(String... argv) {
            return putAll("command", List.of(argv));
        }

        /** One shell line. */
        public Target shell(String line) {
            return put("command", line);
        }

        /** What is said. */
        public Target message(String message) {
            return put("message", message);
        }
    }
}
