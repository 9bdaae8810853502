// The time line of a run: its tasks below each other, what each did and will do on one axis, and the critical path between them.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { draw } from '../app.js';
import { now } from '../clock.js';
import { go, withQuery } from '../router.js';
import { peek } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { duration, hm, ms, percent } from '../look/format.js';
import { empty, forecastWords, glyph, isRest, reasonLine, tightest } from '../parts/bits.js';
import { axis, axisHead, bar, flags, ghost, legend, lines, rail, show, told, zoom } from '../parts/bars.js';

const ROW = 25;
const HEIGHT = 600;
/** Beyond so many rows only those in sight exist. */
const MANY = 150;
/** Beyond so many rows groups that are at rest are closed at first. */
const CLOSED = 60;

/** Whether others are below a row, and whether those are hidden. @typedef {{row: any, kids: boolean, closed: boolean}} Shown */
/** @typedef {{a: any, due: any, steps: Map<string, any>, joints: Map<string, any[]>}} Drawn what is drawn behind and between the bars */

/** @param {import('../pages/run.js').Looked} looked what is looked at */
export function timelineOf(looked) {
  let unfolded = false;
  let filter = '';
  let order = '';
  let top = 0;
  /** Groups that the reader has closed or opened. @type {Map<string, boolean>} */
  const folds = new Map();

  const path = () => looked.base() + '/timeline' + (unfolded ? '?fold=none' : '');
  const isCriticalOnly = () => looked.asked('path') === 'only';

  /** @param {any} data */
  function view(data) {
    if (data.rows.length === 0) {
      return empty(W.run.noTasks);
    }
    const a = axisOf(data, ms(looked.asked('from')), ms(looked.asked('to')));
    const rows = sorted(visible(data), order);
    const due = tightest(data.run.deadlines.filter((/** @type {any} */ each) => each.scope === 'run'))?.due_at;
    const steps = new Map(data.critical_path.map((/** @type {any} */ step) => [step.task_id, step]));
    const drawn = { a, due, steps, joints: joints(rows, data.critical_path) };
    return html`${tools(a)}
      <div role="treegrid" aria-label="Tasks on time" data-list>
        <div role="row" class="trow hd">
          <span role="columnheader">${W.run.columns.task}</span><span role="columnheader" class="num">${W.run.columns.took}</span
          ><span role="columnheader" class="num slack">${W.run.columns.slack}</span
          ><span role="columnheader"><span class="away">Time</span>${axisHead(a, due, show)}</span>
        </div>
        ${rows.length > MANY ? inSight(rows, drawn) : whole(rows, drawn)}
      </div>
      ${rows.length ? nothing : html`<p class="pad hush">${W.run.noneSuch}</p>`}
      ${!unfolded && data.rows.some((/** @type {any} */ row) => row.folded) ? unfolder() : nothing}${legend()}`;
  }

  /** @param {any} a */
  const tools = a =>
    html`<div class="pills">
      <input type="search" aria-label=${W.run.filter} placeholder=${W.run.filter} .value=${filter} @input=${filtered} />
      <select class="hide-phone" aria-label="Order" @change=${ordered}>
        <option value="">as written</option>
        <option value="start">by start</option>
        <option value="slack">by slack</option>
      </select>
      <span class="grow"></span><button class="hide-phone" aria-label="Closer" @click=${() => zoom(a, 0.6)}>+</button
      ><button class="hide-phone" aria-label="Wider" @click=${() => zoom(a, 1.6)}>−</button
      ><a class="hide-phone" data-instead href=${withQuery({ from: null, to: null })}>${W.night.fit}</a>
    </div>`;

  /** @param {any} e */
  function filtered(e) {
    filter = e.target.value;
    draw();
  }

  /** @param {any} e */
  function ordered(e) {
    order = e.target.value;
    draw();
  }

  const unfolder = () =>
    html`<div class="pad">
      <button class="btn" @click=${unfold}>${W.run.unfold}</button>
    </div>`;

  function unfold() {
    unfolded = true;
    draw();
  }

  /** All rows. @param {Shown[]} rows @param {Drawn} drawn */
  const whole = (rows, drawn) => html`<div role="rowgroup" @wheel=${wheeled(drawn.a)}>${rowsOf(rows, drawn)}</div>`;

  /** The rows in sight of many. @param {Shown[]} rows @param {Drawn} drawn */
  function inSight(rows, drawn) {
    const first = Math.max(0, Math.floor(top / ROW) - 10);
    const part = rows.slice(first, first + Math.ceil(HEIGHT / ROW) + 20);
    const gap = (/** @type {number} */ n) => html`<div role="presentation" .style=${`height:${Math.max(0, n) * ROW}px`}></div>`;
    return html`<div
      role="rowgroup"
      class="window"
      tabindex="0"
      @scroll=${scrolled}
      @wheel=${wheeled(drawn.a)}
      .style=${`height:${HEIGHT}px;overflow:auto`}
    >
      ${gap(first)}${rowsOf(part, drawn)}${gap(rows.length - first - part.length)}
    </div>`;
  }

  /** @param {Shown[]} rows @param {Drawn} drawn */
  const rowsOf = (rows, drawn) =>
    repeat(
      rows,
      each => each.row.id,
      each => line(each, drawn)
    );

  /** @param {any} e */
  function scrolled(e) {
    top = e.target.scrollTop;
    draw();
  }

  /** @param {any} a */
  const wheeled = a => (/** @type {WheelEvent} */ e) => {
    if (e.ctrlKey) {
      e.preventDefault();
      zoom(a, e.deltaY < 0 ? 0.8 : 1.25);
    }
  };

  /** Rows that fit what is asked for; without a wish all that are in no closed group. @param {any} data @returns {Shown[]} */
  function visible(data) {
    const words = filter.toLowerCase();
    const only = isCriticalOnly();
    const fits = (/** @type {any} */ row) =>
      (!words || row.label.toLowerCase().includes(words) || row.state === words) && (!only || row.critical);
    const parents = new Set(data.rows.map((/** @type {any} */ row) => row.parent).filter(Boolean));
    /** @type {Map<string, boolean>} */
    const hides = new Map();
    const shown = [];
    for (const row of data.rows) {
      const closed = folds.get(row.id) ?? (row.kind !== 'task' && data.rows.length > CLOSED && isRest(row.state));
      const away = !!row.parent && (hides.get(row.parent) ?? false);
      hides.set(row.id, away || closed);
      if ((words || only) && fits(row)) {
        shown.push({ row, kids: false, closed });
      } else if (!words && !only && !away) {
        shown.push({ row, kids: parents.has(row.id), closed });
      }
    }
    return shown;
  }

  /** @param {Shown} shown @param {Drawn} drawn */
  function line({ row, kids, closed }, drawn) {
    const isTask = row.kind === 'task' || row.kind === 'index' || row.kind === 'map';
    const pick = isTask && looked.task() === row.id;
    const name = row.label || nameOf(row);
    const toggle = () => {
      folds.set(row.id, !closed);
      draw();
    };
    const keyed = (/** @type {KeyboardEvent} */ e) => {
      if (kids && e.key === (closed ? 'ArrowRight' : 'ArrowLeft')) {
        toggle();
      }
    };
    const fold = closed ? { verb: 'Open', sign: '▸' } : { verb: 'Close', sign: '▾' };
    const folder = kids
      ? html`<button class="fold" aria-label=${`${fold.verb} ${row.label}`} @click=${toggle}>${fold.sign}</button>`
      : nothing;
    const link = isTask
      ? html`<a data-item data-instead href=${withQuery({ task: pick ? null : row.id, try: null, line: null })}>${name}</a>`
      : html`<button class="fold" data-item @click=${toggle}>${name}</button>`;
    const folded = row.folded ? html`<span class="low">${W.run.folded(row.folded)}</span>` : nothing;
    return html`<div
      role="row"
      class="trow ${row.critical ? 'critical' : ''}"
      data-row
      .pop=${() => more(row, looked.base())}
      aria-level=${row.depth + 1}
      aria-selected=${pick}
      aria-expanded=${kids ? String(!closed) : nothing}
      @keydown=${keyed}
    >
      <span role="gridcell" class="task" .style=${`--d:${row.depth}`}>${glyph(row.state, row.cause)}${folder}${link}${folded}</span>
      <span role="gridcell" class="num low">${took(row)}</span
      ><span role="gridcell" class="num slack">${isRest(row.state) ? '' : duration(row.slack_s)}</span>
      <span role="gridcell" class="time">${track(row, drawn)}${jointsOf(row, drawn)}</span>
    </div>`;
  }

  return { path, view };
}

/** @param {any} row */
const nameOf = row => row.id.replace(/^group:/, '');

/** @param {Shown[]} rows @param {string} order */
function sorted(rows, order) {
  if (order === 'start') {
    rows.sort((one, other) => (ms(one.row.segments[0]?.from) || Infinity) - (ms(other.row.segments[0]?.from) || Infinity));
  } else if (order === 'slack') {
    rows.sort((one, other) => (one.row.slack_s ?? Infinity) - (other.row.slack_s ?? Infinity));
  }
  return rows;
}

/** What is asked for, or else all of a run and what is due soon after. @param {any} data @param {number} from @param {number} to */
function axisOf(data, from, to) {
  if (from < to) {
    return axis(from, to, 8);
  }
  const [begin, end] = [ms(data.from), ms(data.to)];
  const moment = data.run.ended_at ? 0 : now();
  const length = Math.max(end, moment) - begin;
  const due = data.run.deadlines.map((/** @type {any} */ each) => ms(each.due_at));
  const last = Math.max(end, moment, ...due.filter((/** @type {number} */ each) => each < end + 2 * length));
  const pad = Math.max(1000, (last - begin) * 0.08);
  return axis(begin - pad / 3, last + pad, 8);
}

/** Lines down from one row to another where the critical path goes on there. @param {Shown[]} rows @param {any[]} path */
function joints(rows, path) {
  const at = new Map(rows.map(({ row }, i) => [row.id, i]));
  /** @type {Map<string, any[]>} */
  const found = new Map();
  path.slice(1).forEach((step, i) => {
    const [from, to] = [at.get(path[i].task_id), at.get(step.task_id)];
    if (from !== undefined && to !== undefined && from !== to) {
      const upper = rows[Math.min(from, to)].row.id;
      found.set(upper, [...(found.get(upper) ?? []), { at: step.from, n: Math.abs(to - from), then: path[i].then }]);
    }
  });
  return found;
}

/** How long it worked; before that, which try comes. @param {any} row */
function took(row) {
  const work = row.segments.filter((/** @type {any} */ each) => each.kind === 'work' || each.kind === 'transition');
  if (work.length) {
    return duration(work.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + ms(each.to) - ms(each.from), 0) / 1000);
  }
  return row.try_number > 1 ? W.task.tryOf(row.try_number) : '';
}

/** @param {any} row @param {Drawn} drawn */
function track(row, { a, due, steps }) {
  const step = steps.get(nameOf(row));
  const starts = isRest(row.state) ? [] : row.deadlines.filter((/** @type {any} */ each) => each.latest_safe_start);
  const ghosts = starts.map((/** @type {any} */ each) => ghost(each.latest_safe_start, each.due_at, a));
  const bars = bar(row.segments, a, tightest(row.deadlines)?.due_at);
  const rails = step ? rail(step, a) : nothing;
  return html`<span class="track" role="img" aria-label=${spoken(row)}
    >${lines(a, due)}${ghosts}${bars}${flags(row.deadlines, a)}${rails}</span
  >`;
}

/** @param {any} row @param {Drawn} drawn */
const jointsOf = (row, { a, joints }) =>
  (joints.get(row.id) ?? [])
    .map(each => ({ ...each, x: a.x(each.at) }))
    .filter(each => each.x >= 0 && each.x <= 100)
    .map(each => html`<i class="joint" title=${W.run.then[each.then] ?? ''} .style=${`--x:${each.x.toFixed(3)}%;--n:${each.n}`}></i>`);

/** What its bar says of its end. @param {any} row */
export function foretold(row) {
  const last = row.segments.at(-1);
  return last?.kind === 'predicted' ? { p50: last.to, p90: last.p90, basis: '' } : null;
}

/** @param {any} row */
function spoken(row) {
  const last = row.segments.at(-1);
  const until = last ? `${last.kind === 'predicted' ? 'likely until' : 'until'} ${hm(last.to)}` : '';
  return [STATES[row.state] ?? row.state, row.reason?.text, until].filter(Boolean).join(', ');
}

/** What there is to say of a row. @param {any} row @param {string} base of its run */
function more(row, base) {
  const ahead = peek(base + '/forecast').data?.by_task.find((/** @type {any} */ each) => each.task_id === row.id);
  const reason = row.end_reason ? `: ${row.end_reason}` : '';
  return html`<p>
      ${glyph(row.state, row.cause)}
      <b>${row.label || row.id}</b> ${STATES[row.state] ?? row.state}${reason}
    </p>
    ${row.reason ? html`<p>${reasonLine(row.reason)}</p>` : nothing} ${dueLine(row, ahead)}
    ${isRest(row.state) ? nothing : html`<p class="hush">${weight(row, ahead)}</p>`}${told(row.segments)}`;
}

/** How it stands with what it has to keep. @param {any} row @param {any} ahead */
function dueLine(row, ahead) {
  const deadline = tightest(row.deadlines);
  if (!deadline) {
    return nothing;
  }
  const forecast = ahead ? { p50: ahead.p50, p90: ahead.p90, basis: '' } : foretold(row);
  const ended = isRest(row.state) ? row.segments.at(-1)?.to : null;
  return html`<p class="hush">
    ${forecastWords({ deadline, forecast, started_at: row.segments[0]?.from, ended_at: ended, state: row.state })}
  </p>`;
}

/** How much depends on it. @param {any} row @param {any} ahead @returns {string} */
function weight(row, ahead) {
  const unsure = ahead && ahead.criticality > 0 && ahead.criticality < 1;
  const certain = row.critical ? W.task.critical : '';
  return [
    unsure ? W.run.critically(percent(ahead.criticality)) : certain,
    row.slack_s == null ? '' : W.run.slack(duration(row.slack_s)),
    ahead?.latest_safe_start && !row.try_number ? W.run.latest(hm(ahead.latest_safe_start)) : ''
  ]
    .filter(Boolean)
    .join(' ');
}
