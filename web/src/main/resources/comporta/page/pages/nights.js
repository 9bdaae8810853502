// Nights: from noon to noon.
import { svg, nothing } from 'lit-html';
import { chance, duration, ms, offsetMinutes } from '../look/format.js';
import { W } from '../look/words.en.js';

const HALF_HOUR = 1_800_000;
/** What ended longer ago is told of in one line, until it is asked for. */
const LONG_AGO = 4 * 3_600_000;
export const UNDER_WAY = ['queued', 'running', 'paused'];

/** The date of the evening that an instant belongs to, in the zone that times are shown in. @param {any} at */
export function nightOf(at) {
  const time = ms(at);
  return Number.isNaN(time) ? '' : new Date(time + offsetMinutes(time) * 60_000 - 12 * 3_600_000).toISOString().slice(0, 10);
}

const MINUTE = 60_000;
const DAY = 1440;

/** The first instant of a night at which clocks of the chosen zone show that. @param {string} clock such as 02:07; another text: not a number @param {number} begin of the night */
export function timeOf(clock, begin) {
  const [hour, minute] = clock.split(':').map(Number);
  const ahead = offsetMinutes(begin);
  const at = begin + ((((hour * 60 + minute - begin / MINUTE - ahead) % DAY) + DAY) % DAY) * MINUTE;
  return at - (offsetMinutes(at) - ahead) * MINUTE; // the clocks may be changed in between
}

const known = (/** @type {number} */ each) => !Number.isNaN(each);

/** When a run ended; never: it has not. @param {any} row */
export const endOf = row =>
  UNDER_WAY.includes(row.state) || row.state === 'to_come' ? Infinity : ms(row.segments.at(-1)?.to ?? row.tick_at);

/** The time that is worth looking at. @param {any} night @param {number} now */
export function stretch(night, now) {
  const [begin, end] = [ms(night.from), ms(night.to)];
  const here = now >= begin && now < end;
  const counts = night.runs.filter((/** @type {any} */ row) => !here || endOf(row) >= now - LONG_AGO);
  const starts = counts
    .filter((/** @type {any} */ row) => !row.group)
    .map((/** @type {any} */ row) => ms(row.segments[0]?.from ?? row.tick_at))
    .filter((/** @type {number} */ each) => known(each) && each >= begin);
  const ends = counts
    .flatMap((/** @type {any} */ row) => [
      ms(row.deadline?.due_at),
      ms(row.forecast?.p90),
      ms(row.forecast?.p50),
      row.group ? NaN : ms(row.segments.at(-1)?.to),
      row.state === 'to_come' && !row.group ? ms(row.tick_at) : NaN
    ])
    .filter((/** @type {number} */ each) => known(each) && each <= end + 6 * HALF_HOUR);
  const from = Math.max(begin, Math.min(...starts, here ? now : Infinity, end - 2 * HALF_HOUR) - HALF_HOUR);
  const to = Math.min(end + 6 * HALF_HOUR, Math.max(...ends, here ? now : -Infinity, from + 2 * HALF_HOUR) + 2 * HALF_HOUR);
  return { from, to: Math.max(to, from + 2 * HALF_HOUR) };
}

/** Runs of a DAG that follow each other within hours share a row, at the place of the first; one that needs somebody has its own. @param {any[]} rows @param {Set<string>} needy */
export function merged(rows, needy) {
  const groups = new Map();
  const all = [];
  for (const row of rows) {
    const group = row.group && !needy.has(row.dag_id + '/' + row.run_id) ? groups.get(row.group) : undefined;
    if (!row.group || needy.has(row.dag_id + '/' + row.run_id)) {
      all.push(row);
    } else if (group) {
      group.push(row);
    } else {
      groups.set(row.group, [row]);
      all.push(groups.get(row.group));
    }
  }
  return all.map(each => (Array.isArray(each) ? (each.length === 1 ? each[0] : together(each)) : each));
}

/** @param {any[]} kids in the order of risk: the first speaks for all */
function together(kids) {
  const inTime = kids.toSorted((one, other) => ms(one.tick_at ?? one.segments[0]?.from) - ms(other.tick_at ?? other.segments[0]?.from));
  const period = inTime.length > 1 ? (ms(inTime[1].tick_at) - ms(inTime[0].tick_at)) / 1000 : NaN;
  const begun = inTime.filter(each => each.run_id);
  return {
    ...kids[0],
    run_id: kids[0].run_id ?? begun.at(-1)?.run_id,
    kids: inTime,
    every: known(period) ? W.night.every(duration(period)) : W.night.several,
    done: kids.filter(each => each.run_id && !UNDER_WAY.includes(each.state)).length,
    total: kids.length
  };
}

/** Of the deadlines that hold, the one that is nearest to not holding. @param {any} night */
export function tightestWords(night) {
  const open = night.runs.filter((/** @type {any} */ row) => row.deadline?.status === 'on_time' && UNDER_WAY.includes(row.state));
  const first = open.toSorted(
    (/** @type {any} */ one, /** @type {any} */ other) =>
      (other.deadline.p_late ?? 0) - (one.deadline.p_late ?? 0) || (one.deadline.slack_s ?? Infinity) - (other.deadline.slack_s ?? Infinity)
  )[0];
  if (!first) {
    return '';
  }
  const { p_late: share, slack_s: slack } = first.deadline;
  return first.dag_id + (share != null ? ', ' + chance(share) : slack != null ? ', ' + W.night.toSpare(duration(slack)) : '');
}

/** How many machines there were, and will likely be, as steps. @param {[string, number][]} actual @param {[string, number, number][]} predicted @param {import('../parts/bars.js').Axis} a @param {number} now */
export function steps(actual, predicted, a, now) {
  const most = Math.max(1, ...actual.map(each => each[1]), ...predicted.map(each => each[2] ?? each[1]));
  const y = (/** @type {number} */ n) => 96 - (n / most) * 86;
  const path = (/** @type {any[]} */ points, /** @type {number} */ until, /** @type {number} */ first) => {
    let d = `M${Math.max(0, a.x(points[0][0])).toFixed(2)} ${y(first)}`;
    points.forEach((point, i) => {
      d += `V${y(point[1])}H${Math.max(0, Math.min(100, a.x(i + 1 < points.length ? points[i + 1][0] : until))).toFixed(2)}`;
    });
    return d;
  };
  const end = Math.min(now, a.to);
  const line = path(actual, end, 0);
  return svg`<svg class="steps" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${W.night.machinesAre(actual.map(each => each[1]).join(', '))}>
    <path class="area" d=${`${line}V96H${Math.max(0, a.x(actual[0][0])).toFixed(2)}Z`}></path><path class="edge" d=${line}></path>
    ${predicted.length ? svg`<path class="ahead" d=${path(predicted, a.to, actual.at(-1)?.[1] ?? 0)}></path>` : nothing}</svg>`;
}
