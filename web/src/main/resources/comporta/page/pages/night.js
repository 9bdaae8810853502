// The front page: will we make it, what is in the way, what can be done.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { now } from '../clock.js';
import { at, go, pageOf } from '../router.js';
import { patch, refresh, use } from '../store.js';
import { W, lower } from '../look/words.en.js';
import { chance, dateAfter, dayTime, duration, evening, hm, money, ms } from '../look/format.js';
import { awaited, empty, firstSteps, forecastWords, glyph, reasonLine, reasonWords, sign, time, trouble } from '../parts/bits.js';
import { lines, steps } from '../parts/bars.js';
import { actions } from '../parts/dialog.js';
import { list, tightest } from './night-list.js';
import { isOrdinary, tellingWait } from './night-rows.js';

/** Of what waits this many are shown at first. */
const FEW = 7;
const MOST_LEASES = 8;
const MOST_PROBLEMS = 6;
/** Milliseconds after which the whole is asked for again when something of it has changed. */
const SOON = 800;

/** @param {import('../router.js').Route} route */
const pathOf = route => '/night' + (route.args.date ? '?date=' + route.args.date : '');

/** @param {import('../router.js').Route} route */
export const needs = route => [pathOf(route)];

// Cards of what needs somebody.

/** Kinds of needs that have not happened yet, or harm nothing yet. */
const SOFT = ['at_risk', 'approval', 'open_lease'];

/** @param {any} need @param {any} night */
function card(need, night) {
  const [dag, run] = need.subject.kind === 'run' ? need.subject.id.split('/') : [];
  const row = night.runs.find((/** @type {any} */ each) => dag && each.dag_id === dag && each.run_id === run);
  const isLate = ['at_risk', 'late'].includes(need.kind) && row?.forecast;
  const isOfRun = isLate && ms(row.deadline?.due_at) === ms(need.text.args?.due_at); // else of one of its tasks
  const helps = need.actions.filter((/** @type {any} */ each) => each.primary || (!isLate && each.verb === 'clear'));
  const link = (/** @type {string} */ to, /** @type {string} */ words) => html`<a class="btn" href=${to}>${words}</a>`;
  const task = need.text.args?.task_id;
  return html`<article class="need ${SOFT.includes(need.kind) ? 'soft' : ''}">
    ${SOFT.includes(need.kind) ? sign('warning') : glyph('failed')}
    <p>
      <a class="strong" href=${pageOf(need.subject.href)}>${isOfRun ? dag : need.text.text}</a>
      ${isOfRun ? lower(forecastWords(row)) : nothing} ${endedWhen(need, row)} ${cause(need, isLate ? row : null, night)}
      ${clearBefore(need, row)}
    </p>
    <div class="btns">
      ${task ? link(at('dags', dag, 'runs', run) + `?task=${encodeURIComponent(task)}&tab=log&line=error`, W.night.readLog) : nothing}
      ${isLate ? link(at('dags', dag, 'runs', run, 'deadlines'), W.night.why) : nothing} ${actions(helps, dag ?? need.subject.id)}
      ${need.kind === 'open_lease' ? link('/machines', W.night.look) : nothing}
    </div>
  </article>`;
}

/** @param {any} need @param {any} row */
function endedWhen(need, row) {
  const ended = need.kind === 'failed' ? row?.segments.at(-1)?.to : null;
  return ended ? html`<span class="hush">${W.night.since(hm(ended))}</span>` : nothing;
}

/** @param {any} need @param {any} late the run that is likely to be late; null: there is none @param {any} night */
function cause(need, late, night) {
  if (need.why) {
    return html`<span class="hush">${reasonLine(need.why)}</span>`;
  }
  const wait = late ? tellingWait(night, late) : undefined;
  return wait ? html`<span class="hush">${wait.task}: ${reasonLine(wait.reason)}</span>` : nothing;
}

/** @param {any} need @param {any} row */
function clearBefore(need, row) {
  const until = need.latest_safe_start;
  if (need.kind !== 'failed' || !until || ms(until) <= now()) {
    return nothing;
  }
  const due = row?.deadline?.scope === 'run' && ms(row.deadline.due_at) > ms(until) ? hm(row.deadline.due_at) : '';
  return html`<span class="hush">${W.night.clearBefore(hm(until), due)}</span>`;
}

// Panels beside the list.

/** One of what waits, and why. @param {any} wait */
function waitLine(wait) {
  const { task, reason } = wait;
  const href = at('dags', wait.dag_id, 'runs', wait.run_id) + '?tab=why&task=' + encodeURIComponent(task);
  return html`<li>
    ${glyph(wait.state)}<span><a class="strong" href=${href}>${task}</a> ${reasonWords(reason)}</span
    ><span class="num">${reason.until ? time(reason.until, reason.until_is !== 'exact') : nothing}</span>
  </li>`;
}

/** @param {any} lease */
function leaseLine(lease) {
  const { dag_id: dag, run_id: run } = lease.owner;
  const machines = lease.state === 'closed' ? W.night.givenBack : W.night.leaseRuns(lease.registered, lease.wanted);
  return html`<li>
    ${sign('pool')}<span
      ><b>${lease.node_pool}</b> ${machines} ·
      <a href=${at('dags', dag, 'runs', run)}>${dag}</a>
      ${lease.orphaned ? html`<span class="bad">${W.admin.machines.orphan}</span>` : nothing}</span
    ><span class="num">${lease.cost ? money(lease.cost.so_far) : duration((now() - ms(lease.opened_at)) / 1000)}</span>
  </li>`;
}

/** @param {any} move of CPUs */
const moveLine = move =>
  html`<li>
    ${sign('cpu')}<span><b>${move.job}</b> ${move.why.text}</span>${time(move.at)}
  </li>`;

/** @param {any} problem */
function problemLine({ where, text, last_at: last }) {
  const place = where ? html`<span class="mono">${where.file}:${where.line}:${where.column}</span>` : nothing;
  return html`<li>${sign('warning')}<span>${place} ${text}</span>${time(last)}</li>`;
}

/** @param {unknown[]} items @param {string} otherwise what is said where there are none */
const listed = (items, otherwise) =>
  items.length
    ? html`<ul>
        ${items}
      </ul>`
    : html`<p class="pad low">${otherwise}</p>`;

/** Panels that stand beside the list; a phone shows one at a time, behind its name. @returns {(night: any) => unknown} */
function panels() {
  let shown = '';
  let allWaits = false;
  const N = W.night;

  /** @param {string} name @param {string} words @param {any} night */
  function chip(name, words, night) {
    const turn = () => {
      shown = shown === name ? '' : name;
      draw();
    };
    return html`<button aria-expanded=${shown === name} @click=${turn}>${words} <b>${night[name].length}</b></button>`;
  }

  /** @param {number} n */
  function waitsButton(n) {
    const turn = () => {
      allWaits = !allWaits;
      draw();
    };
    return html`<button class="link" aria-expanded=${allWaits} @click=${turn}>${allWaits ? N.fewer : N.allOf(n)}</button>`;
  }

  /** @param {string} name @param {string} title @param {unknown} link to more of it @param {unknown} content */
  const panel = (name, title, link, content) =>
    html`<section class="panel mini ${shown === name ? 'shown' : ''}">
      <header>
        <h2>${title}</h2>
        ${link}
      </header>
      ${content}
    </section>`;
  const all = (/** @type {string} */ href) => html`<a href=${href}>${W.all}</a>`;

  return night => {
    const { leases, moves, problems } = night;
    // what waits for another task is known from that one: what waits for something else comes first
    const waits = night.waits.toSorted(
      (/** @type {any} */ one, /** @type {any} */ other) => Number(isOrdinary(one)) - Number(isOrdinary(other))
    );
    const chips = Object.entries(N.chips).filter(([name]) => name !== 'moves' || moves.length);
    const waitLines = waits.slice(0, allWaits ? undefined : FEW).map(waitLine);
    return html`<aside aria-label=${N.waits}>
      <div class="pills only-phone">${chips.map(([name, words]) => chip(name, words, night))}</div>
      ${panel('waits', N.waits, waits.length > FEW ? waitsButton(waits.length) : nothing, listed(waitLines, N.noWaits))}
      ${panel('leases', N.leases, all('/machines'), listed(leases.slice(0, MOST_LEASES).map(leaseLine), N.noLeases))}
      ${moves.length ? panel('moves', N.moves, all('/elasticity'), listed(moves.map(moveLine), '')) : nothing}
      ${panel('problems', N.problems, all('/problems'), listed(problems.slice(0, MOST_PROBLEMS).map(problemLine), N.noProblems))}
    </aside>`;
  };
}

/**
 * How many machines there are, and what they cost: the row below the runs.
 * @param {any} night @param {import('../parts/bars.js').Axis} a
 */
function machines(night, a) {
  const { actual, predicted, cost } = night.machines;
  if (!actual.length || (!night.leases.length && actual.every((/** @type {any} */ each) => !each[1]))) {
    return nothing;
  }
  const N = W.night;
  const isOver = now() >= ms(night.to);
  const peak = actual.toSorted((/** @type {any} */ one, /** @type {any} */ other) => other[1] - one[1])[0];
  const pools = night.leases.length;
  return html`<div class="nrow machines">
    <div class="sum">
      <p><b>${N.machines}</b> ${isOver ? '' : N.machinesNow(actual.at(-1)[1]) + ' · '}${N.peak(peak[1], hm(peak[0]))}</p>
      <p class="hush">${costWords(cost, isOver)}</p>
      <p class="low">${isOver ? N.pools(pools) : N.poolsOpen(pools)}${cost?.example ? '. ' + W.admin.machines.example : ''}</p>
    </div>
    <span class="time"><span class="track">${lines(a)}${steps(actual, predicted, a)}</span></span>
  </div>`;
}

/** @param {any} cost null: unknown @param {boolean} isOver whether the night is */
function costWords(cost, isOver) {
  if (!cost) {
    return W.night.noCost;
  }
  return isOver ? money(cost.so_far) : W.night.cost(money(cost.so_far), money(cost.p50), money(cost.p90));
}

// The head of the page.

/** @param {string} date of this night @param {boolean} isChosen whether it was asked for by its date */
function otherNights(date, isChosen) {
  const N = W.night;
  return html`<a class="btn" href=${'/night/' + dateAfter(date, -1)} aria-label=${N.before}>‹</a>
    <span class="hush">${N.of(evening(date))}</span>
    <a class="btn" href=${'/night/' + dateAfter(date, 1)} aria-label=${N.after}>›</a>
    ${isChosen ? html`<a href="/night">${N.tonight}</a>` : nothing}`;
}

/** How the deadlines stand that nobody has to care for. @param {any} night */
const restWords = night => W.night.rest(night.holding, night.counts.needs_you > 0, tightestWords(night));

/** @param {any} night */
function tightestWords(night) {
  const first = tightest(night);
  if (!first) {
    return '';
  }
  const { p_late: share, slack_s: slack } = first.deadline;
  if (share != null) {
    return `${first.dag_id}, ${chance(share)}`;
  }
  return first.dag_id + (slack == null ? '' : ', ' + W.night.toSpare(duration(slack)));
}

/** What is said of a night without runs. */
function nobody() {
  const dags = use('/dags?limit=500').data;
  if (dags?.total === 0) {
    return firstSteps();
  }
  const next = dags?.items
    .filter((/** @type {any} */ dag) => dag.next_tick)
    .toSorted((/** @type {any} */ one, /** @type {any} */ other) => ms(one.next_tick.at) - ms(other.next_tick.at))[0];
  const link = next && html`${W.night.next} <a href=${at('dags', next.dag_id)}>${next.dag_id}</a>, ${dayTime(next.next_tick.at)}.`;
  return empty(W.night.empty, link ?? W.night.emptyNext);
}

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  const nightPath = () => pathOf(route);
  const known = () => use(nightPath()).data;
  const runs = list(nightPath, () => route);
  const beside = panels();

  function view() {
    const entry = use(nightPath());
    const night = entry.data;
    const date = night?.date ?? route.args.date;
    return html`${night ? trouble(entry) : nothing}
      <div class="nighthead">
        <div>
          <div class="btns">${date ? otherNights(date, Boolean(route.args.date)) : nothing}</div>
          <h1 class="verdict" tabindex="-1">${night ? night.verdict.text : W.nav.night}</h1>
          ${night ? html`<p class="hush">${restWords(night)}</p>` : nothing}
        </div>
        <div class="needs">${night?.needs.map((/** @type {any} */ need) => card(need, night))}</div>
      </div>
      ${night ? html`<div class="split">${content(night)}${beside(night)}</div>` : panel(awaited(entry, 12))}`;
  }

  const panel = (/** @type {unknown} */ content) => html`<section class="panel">${content}</section>`;

  /** @param {any} night */
  const content = night =>
    night.counts.all || night.runs.length ? runs.view(night, a => machines(night, a)) : html`<section class="panel">${nobody()}</section>`;

  /**
   * Puts what an event tells into the row of its run, and asks for what it does not tell: waits, order.
   * @param {any} data @param {(row: any) => any} change
   */
  function renew(data, change) {
    patch(nightPath(), night => ({
      ...night,
      runs: night.runs.map((/** @type {any} */ row) => (row.dag_id === data.dag_id && row.run_id === data.run_id ? change(row) : row))
    }));
    refresh(nightPath(), SOON);
    runs.heard(data);
  }

  return {
    title: () => {
      const needy = known()?.counts.needs_you;
      return (needy ? W.night.needYou(needy) + ' · ' : '') + W.nav.night;
    },
    view,
    topics: () => ['night'],
    moved: next => {
      const isSame = next.args.date === route.args.date;
      if (!isSame || next.query.get('sort') !== route.query.get('sort')) {
        runs.forget();
      }
      route = next;
      return isSame;
    },
    heard: ({ name, data }) => {
      if (name === 'forecast.changed') {
        const { p50, p90, made_at } = data;
        renew(data, row => (row.forecast ? { ...row, forecast: { ...row.forecast, p50, p90, made_at } } : row));
      }
      if (name === 'run.changed') {
        const { state, done, total, version } = data;
        renew(data, row => (row.version < version ? { ...row, state, done, total, version } : row));
      }
    },
    key: event => {
      const date = known()?.date;
      const night = {
        '[': date && '/night/' + dateAfter(date, -1),
        ']': date && '/night/' + dateAfter(date, 1),
        t: '/night'
      }[event.key];
      if (night) {
        go(night);
      }
      return Boolean(night) || runs.pressed(event);
    }
  };
}
