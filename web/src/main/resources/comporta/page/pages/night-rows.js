// One row of the night's list: what it says of a run, and what it says when it is asked.
import { html, nothing } from 'lit-html';
import { now } from '../clock.js';
import { at, go } from '../router.js';
import { use } from '../store.js';
import { W, lower } from '../look/words.en.js';
import { duration, hm, ms, near } from '../look/format.js';
import { forecastWords, glyph, reasonLine, risk } from '../parts/bits.js';
import { bar, flags, ghost, lines, place, rail, told } from '../parts/bars.js';

const MINUTE = 60_000;
/** Reasons that say no more than the tasks before do. */
const ORDINARY = ['upstream', 'rule'];
const UNDER_WAY = ['queued', 'running', 'paused'];

export const isUnderWay = (/** @type {any} */ row) => UNDER_WAY.includes(row.state);
export const isAhead = (/** @type {any} */ row) => isUnderWay(row) || row.state === 'to_come';
/** As needs name a run. */
export const idOf = (/** @type {any} */ row) => `${row.dag_id}/${row.run_id}`;
export const keyOf = (/** @type {any} */ row) => `${row.dag_id} ${row.run_id ?? row.tick_at}`;
const hrefOf = (/** @type {any} */ row) => (row.run_id ? at('dags', row.dag_id, 'runs', row.run_id) : at('dags', row.dag_id));

/** The reason of a run's tasks that says the most; undefined: there is none. @param {any} night @param {any} row */
export const tellingWait = (night, row) => waitsOf(night, row).find((/** @type {any} */ wait) => !isOrdinary(wait));

/** Whether it waits for another task alone, of which one reads elsewhere. @param {any} wait */
export const isOrdinary = wait => ORDINARY.includes(wait.reason.code);

/** @param {any} night @param {any} row */
const waitsOf = (night, row) => night.waits.filter((/** @type {any} */ wait) => wait.dag_id === row.dag_id && wait.run_id === row.run_id);

/** Seconds before its deadline at which what is over ended, negative behind it; null: it had none, or is not over. @param {any} row */
function margin(row) {
  const counts = ['met', 'missed'].includes(row.deadline?.status) && row.deadline.scope === 'run' && row.segments.length;
  return counts ? (ms(row.deadline.due_at) - ms(row.segments.at(-1).to)) / 1000 : null;
}

/** @param {number|null} by */
function marginWords(by) {
  if (by === null) {
    return '';
  }
  return by < 0 ? W.night.lateBy(duration(-by)) : W.night.early(duration(by));
}

/** What tells a run from others of its DAG. @param {any} row @param {boolean} isOneOfSeveral */
function apart(row, isOneOfSeveral) {
  if (row.every) {
    return row.every;
  }
  if (isOneOfSeveral) {
    return near(row.tick_at ?? row.segments[0]?.from);
  }
  return row.run_type === 'scheduled' ? '' : row.run_type;
}

/** @param {any} row */
function late(row) {
  if (row.state === 'failed' || row.state === 'missed') {
    return html`<span class="bad">${row.state}</span>`;
  }
  return row.state === 'skipped' ? html`<span class="low">${row.state}</span>` : risk(row.deadline);
}

/** When it ended; of what is to come: when it begins. @param {any} row */
function known(row) {
  if (!isAhead(row)) {
    return row.segments.at(-1)?.to;
  }
  return row.state === 'to_come' ? row.tick_at : undefined;
}

/** @param {any} row */
function likely(row) {
  return row.forecast ? html`<b class="strong">≈ ${hm(row.forecast.p50)}</b>` : html`<span class="low">${hm(known(row))}</span>`;
}

/** By when nine in ten end; how far from its deadline what is over ended. @param {any} row @param {boolean} isOver whether the night is */
function nine(row, isOver) {
  if (row.forecast?.p90) {
    return hm(row.forecast.p90);
  }
  return isOver ? html`<span class=${(margin(row) ?? 0) < 0 ? 'bad' : 'low'}>${duration(margin(row))}</span>` : nothing;
}

/** @param {any} row */
function endWords(row) {
  if (row.forecast) {
    return W.night.line.likely(hm(row.forecast.p50));
  }
  if (!known(row)) {
    return '';
  }
  return row.state === 'to_come' ? W.night.line.begins(hm(known(row))) : W.night.line.ended(hm(known(row)));
}

/** All of it in one line, where there is no room for columns. @param {any} row */
const inALine = row =>
  [
    endWords(row),
    row.forecast?.p90 ? W.night.line.nine(hm(row.forecast.p90)) : '',
    row.deadline ? W.night.line.due(hm(row.deadline.due_at)) : '',
    marginWords(margin(row)),
    progress(row)
  ]
    .filter(Boolean)
    .join(' · ');

const progress = (/** @type {any} */ row) => (row.total ? `${row.done} / ${row.total}` : '');

/** One to come has no bar yet: a mark where it begins. @param {any} row */
function segments(row) {
  return row.segments.length || !row.tick_at
    ? row.segments
    : [{ kind: 'wait', state: row.state, from: row.tick_at, to: new Date(ms(row.tick_at) + 5 * MINUTE).toISOString() }];
}

/** The sentence of a row. @param {any} row */
function sentence(row) {
  if (!row.run_id && row.state !== 'missed') {
    return W.night.begins(near(row.tick_at)) + (row.forecast ? ' ' + forecastWords(row) : '');
  }
  if (!row.segments.length || isUnderWay(row)) {
    return lower(forecastWords(row));
  }
  const began = row.segments.find((/** @type {any} */ each) => each.kind === 'work') ?? row.segments[0];
  return lower(forecastWords({ ...row, started_at: began.from, ended_at: row.segments.at(-1).to }));
}

/** What there is to say of a row; what decides its end is asked for when it is. @param {any} row @param {any} night */
function more(row, night) {
  const ahead = row.run_id && isUnderWay(row) ? use(hrefOf(row) + '/forecast').data : null;
  const ids = new Set(ahead?.by_task.map((/** @type {any} */ each) => each.task_id));
  const names = (ahead?.critical_path ?? []).filter((/** @type {string} */ id) => ids.has(id));
  const wait = tellingWait(night, row);
  const then = row.forecast_then;
  return html`<p><b>${row.dag_id}</b> ${sentence(row)}</p>
    ${names.length ? html`<p class="hush">${W.run.decided(names.slice(0, 6).join(', then '))}</p>` : nothing}
    ${wait ? html`<p class="hush">${wait.task}: ${reasonLine(wait.reason)}</p>` : nothing}
    ${then ? html`<p class="hush">${W.night.foretold(hm(then.made_at), hm(then.p50), hm(then.p90))}</p>` : nothing}
    ${row.kids || !row.run_id ? nothing : told(row.segments)}`;
}

// The critical path, over the row.

export const timelineOf = (/** @type {any} */ row) => hrefOf(row) + '/timeline';

/** The tasks that decide when a run ends, each with its times; null: not known yet. @param {any} row @returns {any[]|null} */
const stepsOf = row => use(timelineOf(row)).data?.critical_path ?? null;

const stepWords = (/** @type {any} */ step) => `${step.task_id} ${hm(step.from)} – ${ms(step.to) > now() ? '≈ ' : ''}${hm(step.to)}`;

/** @param {any} row */
function pathWords(row) {
  const steps = stepsOf(row);
  if (steps) {
    return steps.length ? W.run.decided(steps.map(stepWords).join(', then ')) : W.night.noPath;
  }
  return use(timelineOf(row)).error?.title ?? '';
}

/** @param {any} row @param {import('../parts/bars.js').Axis} a */
function path(row, a) {
  const steps = stepsOf(row) ?? [];
  const shown = steps.filter(step => a.x(step.to) > 0 && a.x(step.from) < 100);
  const content = steps.length ? shown.map(step => [stepName(step, a), rail(step, a)]) : html`<span class="step">${pathWords(row)}</span>`;
  return html`<span class="path">${content}</span>`;
}

/** @param {any} step @param {import('../parts/bars.js').Axis} a */
function stepName(step, a) {
  const from = Math.max(0, a.x(step.from));
  const width = Math.min(100, a.x(step.to)) - from;
  return html`<span class="step" title=${stepWords(step)} .style=${place(from, width)}>${step.task_id}</span>`;
}

// All of it.

/**
 * A run's row.
 * @param {any} row @param {any} night @param {import('../parts/bars.js').Axis} a @param {boolean} isOneOfSeveral of its DAG
 * @param {boolean} isTraced whether the critical path is drawn over it @param {() => void} trace draws it, or takes it away
 */
export function line(row, night, a, isOneOfSeveral, isTraced, trace) {
  const isOver = now() >= ms(night.to);
  const open = (/** @type {Event} */ e) => {
    if (!(/** @type {Element} */ (e.target).closest('a, button'))) {
      go(hrefOf(row));
    }
  };
  const bars = row.kids ? bar(row.kids.flatMap(segments), a, null) : bar(segments(row), a, row.deadline?.due_at);
  const then = row.forecast_then;
  return html`<div
    class="nrow ${isAhead(row) ? '' : 'done'}"
    role="row"
    data-row=${keyOf(row)}
    .pop=${() => more(row, night)}
    @click=${open}
  >
    <span role="cell">${glyph(row.state)}</span>
    <span role="cell" class="name">
      <a class="name" data-item href=${hrefOf(row)}>${row.dag_id}<small>${apart(row, isOneOfSeveral)}</small></a>
      ${row.run_id ? tracer(row, isTraced, trace) : nothing}
    </span>
    <span role="cell" class="num low c">${progress(row)}</span>
    <span role="cell" class="num late">${late(row)}</span>
    <span role="cell" class="num c">${likely(row)}</span>
    <span role="cell" class="num c">${nine(row, isOver)}</span>
    <span role="cell" class="num c">${hm(row.deadline?.due_at)}</span>
    <span class="sub" role="cell">${inALine(row)}</span>
    <span role="cell" class="time">
      <span class="track" role="img" aria-label=${forecastWords(row) + (isTraced ? ' ' + pathWords(row) : '')}>
        ${lines(a)}${then ? ghost(then.p50, then.p90, a) : nothing}${bars}${flags([row.deadline], a)}${isTraced ? path(row, a) : nothing}
      </span>
    </span>
  </div>`;
}

/** @param {any} row @param {boolean} isTraced @param {() => void} trace */
const tracer = (row, isTraced, trace) =>
  html`<button
    class="tracer hide-phone"
    aria-pressed=${isTraced}
    aria-keyshortcuts="c"
    aria-label=${W.night.path(row.dag_id)}
    title=${W.night.pathTitle}
    @click=${trace}
  >
    ━
  </button>`;

/**
 * Where it is told of a run why it is as it is (w), or what its failed task wrote (l).
 * @param {any} night @param {any} row @param {string} key @returns {string} empty: nowhere
 */
export function answer(night, row, key) {
  const need = night.needs.find((/** @type {any} */ each) => each.kind === 'failed' && each.subject.id === idOf(row));
  const failed = need?.text.args?.task_id;
  if (key === 'l' || failed) {
    return failed ? hrefOf(row) + `?task=${encodeURIComponent(failed)}&tab=log&line=error` : '';
  }
  const wait = tellingWait(night, row) ?? waitsOf(night, row)[0];
  return hrefOf(row) + (wait ? `?tab=why&task=${encodeURIComponent(wait.task)}` : '/deadlines');
}
