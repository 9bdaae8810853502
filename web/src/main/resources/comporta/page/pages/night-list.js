// The runs of a night: a list beside an axis of time, in an order that does not change under the pointer.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { draw } from '../app.js';
import { now } from '../clock.js';
import { go, withQuery } from '../router.js';
import { refresh, use } from '../store.js';
import { W } from '../look/words.en.js';
import { duration, hm, ms, offsetMinutes } from '../look/format.js';
import { axis, axisHead, legend, show, zoom } from '../parts/bars.js';
import { answer, idOf, isAhead, isUnderWay, keyOf, line, timelineOf } from './night-rows.js';

/** Milliseconds: the order stays for so long after somebody has pointed at the list. */
const CALM = 5_000;
/** Runs that are shown at once: the others are asked for. */
const ENOUGH = 100;
const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
/** Minutes. */
const DAY = 1440;
/** What ended longer ago is told of in one line, until it is asked for. */
const LONG_AGO = 4 * 3_600_000;
const TICKS = 14;
const CLOSER = 0.6;
const WIDER = 1.6;
const PHONE = matchMedia('(max-width: 700px)');
const startOf = (/** @type {any} */ row) => ms(row.segments[0]?.from ?? row.tick_at);

/** When a run ended; never: it has not. @param {any} row */
const endOf = row => (isAhead(row) ? Infinity : ms(row.segments.at(-1)?.to ?? row.tick_at));

/** Of the deadlines that hold, the one that is nearest to not holding. @param {any} night */
export function tightest(night) {
  const open = night.runs.filter((/** @type {any} */ row) => row.deadline?.status === 'on_time' && isUnderWay(row));
  return open.toSorted(
    (/** @type {any} */ one, /** @type {any} */ other) =>
      (other.deadline.p_late ?? 0) - (one.deadline.p_late ?? 0) || (one.deadline.slack_s ?? Infinity) - (other.deadline.slack_s ?? Infinity)
  )[0];
}

// Which runs, and in which order.

/** By their names in the address, in the order of the keys 1 – 5. @type {Record<string, (row: any, needy: Set<string>) => boolean>} */
const FILTERS = {
  '': () => true,
  needs: (row, needy) => needy.has(idOf(row)) || row.state === 'missed',
  running: isUnderWay,
  to_come: row => row.state === 'to_come',
  done: row => !isAhead(row) && row.state !== 'missed'
};

/**
 * By what a row stands where it does, by its name in the address; what has none of it comes last.
 * @type {Record<string, (row: any) => string|number>}
 */
const SORTS = {
  likely: row => (row.forecast ? ms(row.forecast.p50) : endOf(row)),
  due: row => ms(row.deadline?.due_at),
  name: row => row.dag_id,
  start: startOf
};

/**
 * Ties are in the order of risk; runs that share a row stand where the one of most risk does.
 * @param {any[]} rows @param {string} sort @param {Set<string>} needy
 */
function inOrder(rows, sort, needy) {
  const byRisk = rows.toSorted((one, other) => one.rank - other.rank);
  const by = SORTS[sort];
  if (!by) {
    return byRisk;
  }
  const speaks = new Map();
  byRisk.filter(row => row.group && !needy.has(idOf(row)) && !speaks.has(row.group)).forEach(row => speaks.set(row.group, row));
  const places = new Map(byRisk.map(row => [row, by(needy.has(idOf(row)) ? row : (speaks.get(row.group) ?? row))]));
  return byRisk.toSorted((one, other) => compared(places.get(one), places.get(other)));
}

/** @param {any} one @param {any} other a time, or words */
function compared(one, other) {
  if (typeof one === 'string') {
    return one.localeCompare(other);
  }
  const [first, second] = [one, other].map(each => (Number.isNaN(each) ? Infinity : each));
  return first === second ? 0 : first - second;
}

/**
 * Runs of a DAG that follow each other within hours share a row, at the place of the first; one that needs somebody has its own.
 * @param {any[]} rows @param {Set<string>} needy
 */
function merged(rows, needy) {
  const groups = new Map();
  const all = [];
  for (const row of rows) {
    if (!row.group || needy.has(idOf(row))) {
      all.push([row]);
    } else if (groups.has(row.group)) {
      groups.get(row.group).push(row);
    } else {
      groups.set(row.group, [row]);
      all.push(groups.get(row.group));
    }
  }
  return all.map(each => (each.length === 1 ? each[0] : together(each)));
}

/** @param {any[]} kids in the order of risk: the first speaks for all */
function together(kids) {
  const inTime = kids.toSorted((one, other) => ms(one.tick_at ?? one.segments[0]?.from) - ms(other.tick_at ?? other.segments[0]?.from));
  const period = (ms(inTime[1].tick_at) - ms(inTime[0].tick_at)) / 1000;
  const begun = inTime.filter(each => each.run_id);
  return {
    ...kids[0],
    run_id: kids[0].run_id ?? begun.at(-1)?.run_id,
    kids: inTime,
    every: Number.isNaN(period) ? W.night.several : W.night.every(duration(period)),
    done: begun.filter(each => !isUnderWay(each)).length,
    total: kids.length
  };
}

/** DAGs that have several of these rows. @param {any[]} rows @returns {Set<string>} */
function repeated(rows) {
  const seen = new Set();
  return new Set(rows.map(row => row.dag_id).filter(dag => seen.has(dag) || !seen.add(dag)));
}

// The axis.

/** The time that is worth looking at. @param {any} night */
function stretch(night) {
  const [begin, end] = [ms(night.from), ms(night.to)];
  const here = now() >= begin && now() < end;
  const counts = night.runs.filter((/** @type {any} */ row) => !here || endOf(row) >= now() - LONG_AGO);
  const alone = counts.filter((/** @type {any} */ row) => !row.group);
  const starts = alone.map(startOf).filter((/** @type {number} */ each) => each >= begin);
  const ends = [
    ...counts.flatMap((/** @type {any} */ row) => [row.deadline?.due_at, row.forecast?.p90, row.forecast?.p50]),
    ...alone.flatMap((/** @type {any} */ row) => [row.segments.at(-1)?.to, row.state === 'to_come' ? row.tick_at : null])
  ]
    .map(ms)
    .filter((/** @type {number} */ each) => each <= end + 6 * HALF_HOUR);
  const from = Math.max(begin, Math.min(...starts, here ? now() : Infinity, end - 2 * HALF_HOUR) - HALF_HOUR);
  const to = Math.min(end + 6 * HALF_HOUR, Math.max(...ends, here ? now() : -Infinity, from + 2 * HALF_HOUR) + 2 * HALF_HOUR);
  return { from, to: Math.max(to, from + 2 * HALF_HOUR) };
}

/**
 * The first instant of a night at which clocks of the chosen zone show that.
 * @param {string} clock such as 02:07; another text: not a number @param {number} begin of the night
 */
function timeOf(clock, begin) {
  const [hour, minute] = clock.split(':').map(Number);
  const ahead = offsetMinutes(begin);
  const time = begin + ((((hour * 60 + minute - begin / MINUTE - ahead) % DAY) + DAY) % DAY) * MINUTE;
  return time - (offsetMinutes(time) - ahead) * MINUTE; // the clocks may be changed in between
}

/**
 * The list, and what the reader has done to it.
 * @param {() => string} nightPath @param {() => import('../router.js').Route} route
 */
export function list(nightPath, route) {
  /** Keys in the order that is shown. @type {string[]} */
  let order = [];
  let touched = 0;
  let showKey = false;
  let earlier = false;
  let allRuns = false;
  /** The row over which the critical path is drawn. @type {any} */
  let traced = null;

  const asked = (/** @type {string} */ name) => route().query.get(name) ?? '';
  const house = () => {
    touched = now();
  };
  const isPointedAt = () => now() - touched < CALM || document.querySelector('.rows:hover, .rows:focus-within') !== null;

  /** What is shown may move only when nobody is about to point at it. @param {any[]} rows in their order */
  function steady(rows) {
    const byKey = new Map(rows.map(row => [keyOf(row), row]));
    const best = [...byKey.keys()];
    const kept = order.filter(each => byKey.has(each));
    if (!kept.length || !isPointedAt()) {
      order = best;
      return { rows, fresh: 0, moved: false };
    }
    order = kept;
    const shown = new Set(kept);
    const moved = best.filter(each => shown.has(each)).join() !== kept.join();
    return { rows: kept.map(each => byKey.get(each)), fresh: best.length - kept.length, moved };
  }

  /** @param {any} night */
  function axisOf(night) {
    const [from, to] = [ms(asked('from')), ms(asked('to'))];
    if (from < to) {
      return axis(from, to);
    }
    const worth = stretch(night);
    return axis(worth.from, worth.to, TICKS);
  }

  const isTraced = (/** @type {any} */ row) => traced !== null && keyOf(traced) === keyOf(row);

  /** @param {any} row */
  function trace(row) {
    traced = isTraced(row) ? null : row;
    import('../parts/popover.js').then(({ closePopover }) => closePopover()); // it would say the same, before the rows below
    draw();
  }

  /** Which runs are shown, of which state. @param {any} counts */
  function filters(counts) {
    const N = W.night;
    const pill = (/** @type {string} */ to, /** @type {string} */ label, /** @type {number} */ n) =>
      html`<a href=${withQuery({ show: to })} data-instead aria-current=${asked('show') === to ? 'true' : nothing}
        >${label} <b>${n}</b></a
      >`;
    return [
      pill('', N.all, counts.all),
      pill('needs', N.needs, counts.needs_you),
      pill('running', N.running, counts.running),
      pill('to_come', N.toCome, counts.to_come),
      pill('done', N.done, counts.done)
    ];
  }

  /** That there is another order now, which nobody has been shown. @param {number} fresh rows @param {boolean} moved */
  function news(fresh, moved) {
    const sort = () => {
      order = [];
      draw();
    };
    return fresh || moved ? html`<button class="btn" @click=${sort}>${fresh ? W.night.fresh(fresh) : W.night.sort}</button>` : nothing;
  }

  const sorter = () => {
    const by = asked('sort');
    const choose = (/** @type {any} */ e) => go(withQuery({ sort: e.target.value }), true);
    return html`<label class="sorter">
      ${W.night.sortBy}
      <select @change=${choose}>
        ${Object.entries(W.night.sorts).map(([name, words]) => html`<option value=${name} ?selected=${name === by}>${words}</option>`)}
      </select>
    </label>`;
  };

  /** From or until a time of the clock that somebody has written. @param {any} night @param {any} a @param {'from'|'to'} end */
  function clock(night, a, end) {
    const written = (/** @type {any} */ e) => {
      const time = timeOf(e.target.value, ms(night.from));
      const [from, to] = end === 'from' ? [time, a.to] : [a.from, time];
      if (from < to) {
        show(from, to);
      } else {
        draw();
      }
    };
    return html`<input
      class="hide-phone clock"
      inputmode="numeric"
      maxlength="5"
      autocomplete="off"
      aria-label=${W.night[end]}
      .value=${hm(a[end])}
      @change=${written}
    />`;
  }

  /** @param {any} night @param {import('../parts/bars.js').Axis} a */
  function zoomer(night, a) {
    const N = W.night;
    return html`${clock(night, a, 'from')}<span class="hide-phone low">–</span>${clock(night, a, 'to')}
      <button class="hide-phone" aria-label=${N.closer} @click=${() => zoom(a, CLOSER)}>+</button>
      <button class="hide-phone" aria-label=${N.wider} @click=${() => zoom(a, WIDER)}>−</button>
      <a class="hide-phone" data-instead href=${withQuery({ from: null, to: null })}>${N.fit}</a>`;
  }

  function keyButton() {
    const turn = () => {
      showKey = !showKey;
      draw();
    };
    return html`<button class="hide-phone" aria-expanded=${showKey} @click=${turn}>${W.night.key}</button>`;
  }

  function search() {
    const typed = (/** @type {any} */ e) => go(withQuery({ q: e.target.value }), true);
    const words = W.night.filter;
    return html`<input class="hide-phone" type="search" aria-label=${words} placeholder=${words} .value=${asked('q')} @input=${typed} />`;
  }

  /** @param {boolean} isOver @param {import('../parts/bars.js').Axis} a */
  function head(isOver, a) {
    const C = W.night.columns;
    const column = (/** @type {string} */ words) => html`<span role="columnheader" class="num">${words}</span>`;
    return html`<div class="nrow hd" role="row">
      <span role="columnheader"><span class="away">${C.state}</span></span>
      <span role="columnheader">${C.run}</span>
      ${column(C.done)}${column(C.late)}${column(isOver ? C.ended : C.likely)}${column(isOver ? C.margin : C.nine)}${column(C.due)}
      <span role="columnheader"><span class="away">${C.time}</span>${axisHead(a, undefined, show)}</span>
    </div>`;
  }

  /** What is left out until it is asked for. @param {boolean} isOpen @param {string} words @param {() => void} turn */
  function folded(isOpen, words, turn) {
    const pressed = () => {
      turn();
      draw();
    };
    const label = isOpen ? '▾ ' + W.night.fewer : '▸ ' + words;
    return html`<div class="more"><button class="btn quiet" aria-expanded=${isOpen} @click=${pressed}>${label}</button></div>`;
  }

  /**
   * The rows that are shown, and those that are left out as they are over.
   * @param {any[]} rows @param {Set<string>} needy @param {any} night @param {number} from
   */
  function parted(rows, needy, night, from) {
    const words = asked('q').toLowerCase();
    const filter = FILTERS[asked('show')] ?? FILTERS[''];
    const fits = (/** @type {any} */ row) => filter(row, needy) && `${row.dag_id} ${row.owner}`.toLowerCase().includes(words);
    const whole = merged(rows.filter(fits), needy);
    // where there is little room what is done is told of in one line
    const folds = PHONE.matches && now() < ms(night.to);
    const isGone = (/** @type {any} */ row) => (folds ? FILTERS.done(row, needy) && !FILTERS.needs(row, needy) : endOf(row) < from);
    const gone = earlier || asked('show') || words ? [] : whole.filter(isGone);
    const goneWords = folds ? W.night.doneRuns(gone.length) : W.night.earlier(gone.length, hm(from));
    return { left: gone.length ? whole.filter(row => !gone.includes(row)) : whole, gone: gone.length, goneWords };
  }

  /** @param {any} night @param {(a: import('../parts/bars.js').Axis) => unknown} machines the row below all */
  function view(night, machines) {
    const N = W.night;
    const needy = new Set(
      night.needs.filter((/** @type {any} */ need) => need.subject.kind === 'run').map((/** @type {any} */ need) => need.subject.id)
    );
    const a = axisOf(night);
    const { rows, fresh, moved } = steady(inOrder(night.runs, asked('sort'), needy));
    const { left, gone, goneWords } = parted(rows, needy, night, a.from);
    const shown = allRuns ? left : left.slice(0, ENOUGH);
    const several = repeated(shown);
    const wheel = (/** @type {WheelEvent} */ e) => {
      if (e.ctrlKey) {
        e.preventDefault();
        zoom(a, e.deltaY < 0 ? 0.8 : 1.25);
      }
    };
    return html`<section class="panel" aria-label=${N.runs}>
      <div class="pills">
        ${filters(night.counts)}<span class="grow"></span>${news(fresh, moved)}${sorter()}${search()}${zoomer(night, a)}${keyButton()}
      </div>
      ${showKey ? legend() : nothing}
      <div role="table" aria-label=${N.runs}>
        <div role="rowgroup">${head(now() >= ms(night.to), a)}</div>
        <div class="rows" role="rowgroup" data-list @pointermove=${house} @pointerleave=${house} @focusout=${house} @wheel=${wheel}>
          ${repeat(shown, keyOf, (/** @type {any} */ row) => line(row, night, a, several.has(row.dag_id), isTraced(row), () => trace(row)))}
        </div>
      </div>
      ${!shown.length && night.counts.all ? html`<p class="pad hush">${N.noneSuch}</p>` : nothing}
      ${left.length > ENOUGH ? folded(allRuns, N.moreRuns(left.length - ENOUGH), () => (allRuns = !allRuns)) : nothing}
      ${night.coming_later ? html`<p class="pad low">${N.later(night.coming_later)}</p>` : nothing}
      ${gone || earlier ? folded(earlier, goneWords, () => (earlier = !earlier)) : nothing}
      ${night.ended_before ? html`<p class="pad low">${N.earlier(night.ended_before, hm(night.from))}</p>` : nothing} ${machines(a)}
    </section>`;
  }

  /** The run whose row has the focus. @param {any} night @param {KeyboardEvent} event */
  function focused(night, event) {
    const key = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-row]'))?.dataset.row;
    const runs = night?.runs ?? [];
    return runs.find((/** @type {any} */ row) => row.run_id && keyOf(row) === key);
  }

  /** A key that belongs to the list. @param {KeyboardEvent} event @returns {boolean} whether it does */
  function pressed(event) {
    const night = use(nightPath()).data;
    const row = 'wlc'.includes(event.key) ? focused(night, event) : null;
    const filter = Object.keys(FILTERS)[Number(event.key) - 1];
    if (filter !== undefined) {
      go(withQuery({ show: filter }), true);
    } else if (night && (event.key === '+' || event.key === '-')) {
      zoom(axisOf(night), event.key === '+' ? CLOSER : WIDER);
    } else if (event.key === '0') {
      go(withQuery({ from: null, to: null }), true);
    } else if (event.key === '/') {
      /** @type {HTMLElement|null} */ (document.querySelector('.pills input'))?.focus();
    } else if (event.key === 'Escape' && traced) {
      trace(traced);
    } else if (event.key === 'c' && row) {
      trace(row);
    } else if (row && answer(night, row, event.key)) {
      go(answer(night, row, event.key));
    } else {
      return false;
    }
    return true;
  }

  return {
    view,
    pressed,
    /** The reader has chosen another order, or another night. */
    forget: () => {
      order = [];
      traced = null;
    },
    /** Something has happened in a run. @param {any} data of the event */
    heard: data => {
      if (traced && traced.dag_id === data.dag_id && traced.run_id === data.run_id) {
        refresh(timelineOf(traced), 800);
      }
    }
  };
}
