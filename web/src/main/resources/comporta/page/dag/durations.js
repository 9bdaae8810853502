// How long a DAG's runs took, and how long after their data they were ready.
import { html, nothing, svg } from 'lit-html';
import { at } from '../router.js';
import { W, count } from '../look/words.en.js';
import { day, dayTime, duration } from '../look/format.js';
import { awaited, empty, stateWord, table, time } from '../parts/bits.js';

const HIGH = 180;

/** @typedef {{y: number, state: string, title: string, at: any, limit: number|null}} Bar limit: where its deadline is on the same scale */

/** @param {import('../store.js').Entry} entry @param {string} dag */
export function landing(entry, dag) {
  const told = entry.data;
  if (!told) {
    return awaited(entry);
  }
  const items = told.items.filter((/** @type {any} */ each) => each.lag_s != null).toReversed();
  if (!items.length) {
    return empty(W.dag.noRuns);
  }
  const all = items.map((/** @type {any} */ each) => ({
    at: each.logical_date,
    y: each.lag_s,
    state: each.state,
    title: `${dayTime(each.logical_date)}: ${duration(each.lag_s)}`,
    limit: each.margin_s == null ? null : each.lag_s + each.margin_s
  }));
  const rows = told.items.map((/** @type {any} */ each) => [
    html`<a href=${at('dags', dag, 'runs', each.run_id)}>${dayTime(each.logical_date)}</a>`,
    stateWord(each.state),
    time(each.ended_at),
    duration(each.lag_s),
    duration(each.margin_s)
  ]);
  return html`<p class="pad hush">${W.dag.landingWhat}: ${W.dag.p50} ${duration(told.p50_s)}, ${W.dag.p90} ${duration(told.p90_s)}.</p>
    ${bars(all, [told.p50_s, told.p90_s])} ${table(['Run', 'State', 'Ready', '#After the data', '#To spare'], rows)}`;
}

/** @param {import('../store.js').Entry} entry */
export function durations(entry) {
  const told = entry.data;
  if (!told) {
    return awaited(entry);
  }
  const runs = told.runs.filter((/** @type {any} */ each) => each.duration_s != null).toReversed();
  if (!runs.length) {
    return empty(W.dag.noRuns);
  }
  const all = runs.map((/** @type {any} */ each) => ({
    at: each.logical_date,
    y: each.duration_s,
    state: each.state,
    title: `${dayTime(each.logical_date)}: ${duration(each.duration_s)}`,
    limit: null
  }));
  const rows = told.tasks.map((/** @type {any} */ each) => [
    each.task_id,
    duration(each.p50_s),
    duration(each.p90_s),
    duration(each.last_s),
    each.n
  ]);
  return html`${bars(all, [])} ${table(['Task', '#Likely', '#9 in 10', '#Last', '#Runs'], rows)}`;
}

/** Runs as bars over a scale of durations. @param {Bar[]} all at least one @param {(number|null)[]} marks lines across all */
function bars(all, marks) {
  const known = /** @type {number[]} */ (marks.filter(each => each != null));
  const most = Math.max(1, ...all.map(each => Math.max(each.y, each.limit ?? 0)), ...known) * 1.08;
  const y = (/** @type {number} */ each) => HIGH - (each / most) * (HIGH - 8);
  const wide = 1000 / Math.max(10, all.length);
  const scale = [0, most / 2, most];
  return html`<figure class="chart">
    <div class="scale" aria-hidden="true">
      ${scale.map(each => html`<span .style=${`--y:${(y(each) / HIGH).toFixed(4)}`}>${each ? duration(each) : '0'}</span>`)}
    </div>
    <svg
      class="series"
      viewBox="0 0 1000 180"
      preserveAspectRatio="none"
      role="img"
      aria-label=${`${count(all.length, 'run')}; the numbers are in the table below`}
    >
      ${scale.map(each => across(y(each), 'var(--line)'))} ${all.map((each, i) => column(each, i * wide, wide, y))}
      ${known.map(each => across(y(each), 'var(--link)', '1.500', '5 4'))}
    </svg>
    <figcaption class="low">
      <span>${day(all[0].at)}</span><span>${all.some(each => each.limit != null) ? W.dag.chartKey : ''}</span
      ><span>${day(all.at(-1)?.at)}</span>
    </figcaption>
  </figure>`;
}

/** @param {number} y @param {string} colour */
const across = (y, colour, width = '1', dashes = 'none') =>
  svg`<line
    x1="0" x2="1000" y1=${y} y2=${y} stroke=${colour} stroke-width=${width} stroke-dasharray=${dashes} vector-effect="non-scaling-stroke"
  ></line>`;

/** @param {Bar} bar @param {number} x @param {number} wide @param {(y: number) => number} y */
function column(bar, x, wide, y) {
  const top = y(bar.y);
  const limit = bar.limit == null ? nothing : limitAt(x, x + wide, y(bar.limit));
  return svg`<g class="st-${bar.state}">
    <title>${bar.title}</title>
    <rect x=${x + wide * 0.15} y=${top} width=${wide * 0.7} height=${Math.max(2, HIGH - top)} fill="var(--c)"></rect>${limit}
  </g>`;
}

/** @param {number} from @param {number} to @param {number} y */
const limitAt = (from, to, y) =>
  svg`<line x1=${from} x2=${to} y1=${y} y2=${y} stroke="var(--text)" stroke-width="2.500" vector-effect="non-scaling-stroke"></line>`;
