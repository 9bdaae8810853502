/**
 * When a schedule is due: ticks, the data that each is about, and why one of them is unlike the others. Pure.
 *
 * <p>In: the schedule of a DAG, its calendar, an instant. Out: ticks in order. Called by the command line, and by {@code loop}, which asks
 * for the next tick, sleeps until then, and finds what it slept through.
 */
@NullMarked
package comporta.timetable;

import org.jspecify.annotations.NullMarked;
