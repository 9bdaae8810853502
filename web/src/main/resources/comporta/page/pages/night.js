// The front page: will we make it, what is in the way, what can be done.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { draw } from '../app.js';
import { now } from '../clock.js';
import { at, go, pageOf, withQuery } from '../router.js';
import { patch, refresh, use } from '../store.js';
import { W } from '../look/words.en.js';
import { dateAfter, dayTime, duration, evening, hm, money, ms, near } from '../look/format.js';
import { awaited, empty, forecastWords, glyph, reasonLine, reasonWords, risk, sign, time, trouble } from '../parts/bits.js';
import { axis, axisHead, bar, flags, ghost, legend, lines, told } from '../parts/bars.js';
import { actions } from '../parts/dialog.js';
import { UNDER_WAY, endOf, merged, steps, stretch, tightestWords, timeOf } from './nights.js';

const CALM = 5_000;
/** Reasons that say no more than the tasks before do. */
const ORDINARY = ['upstream', 'rule'];
/** Of what waits this many are shown at first. */
const FEW = 7;
/** Runs that are shown at once: the others bear less risk. */
const ENOUGH = 100;
const PHONE = matchMedia('(max-width: 700px)');
const lower = (/** @type {string} */ words) => words.charAt(0).toLowerCase() + words.slice(1);
/** @type {Record<string, (row: any, needy: Set<string>) => boolean>} */
const FILTERS = {
  '': () => true,
  needs: (row, needy) => needy.has(row.dag_id + '/' + row.run_id) || row.state === 'missed',
  running: row => UNDER_WAY.includes(row.state),
  to_come: row => row.state === 'to_come',
  done: row => !UNDER_WAY.includes(row.state) && row.state !== 'to_come' && row.state !== 'missed'
};

/** @param {import('../router.js').Route} route */
const pathOf = route => '/night' + (route.args.date ? '?date=' + route.args.date : '');

/** @param {import('../router.js').Route} route */
export const needs = route => [pathOf(route)];

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  /** Keys in the order that is shown. @type {string[]} */
  let order = [];
  let touched = 0;
  let showKey = false;
  let earlier = false;
  let allWaits = false;
  let allRuns = false;
  /** The panel that a phone shows. */
  let side = '';

  const nightPath = () => pathOf(route);
  const key = (/** @type {any} */ row) => `${row.dag_id} ${row.run_id ?? row.tick_at}`;
  const house = () => {
    touched = now();
  };

  /** What is shown may move only when nobody is about to point at it. @param {any[]} rows @param {boolean} anyway */
  function ordered(rows, anyway) {
    const byKey = new Map(rows.map(row => [key(row), row]));
    const best = rows.toSorted((one, other) => one.rank - other.rank).map(key);
    const kept = order.filter(each => byKey.has(each));
    const busy = now() - touched < CALM || document.querySelector('.rows:hover, .rows:focus-within');
    if (anyway || !busy || kept.length === 0) {
      order = best;
      return { rows: order.map(each => byKey.get(each)), fresh: 0, moved: false };
    }
    const shown = new Set(kept);
    order = kept;
    const fresh = best.filter(each => !shown.has(each)).length;
    return { rows: kept.map(each => byKey.get(each)), fresh, moved: best.filter(each => shown.has(each)).join() !== kept.join() };
  }

  /** @param {any} night */
  function axisOf(night) {
    const asked = ['from', 'to'].map(name => ms(route.query.get(name)));
    if (asked.every(each => !Number.isNaN(each)) && asked[0] < asked[1]) {
      return axis(asked[0], asked[1]);
    }
    const { from, to } = stretch(night, now());
    return axis(from, to, 14);
  }

  /** @param {number} from @param {number} to */
  const show = (from, to) => go(withQuery({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }), true);

  /** From or until a time of the clock that somebody has written. @param {any} night @param {any} a @param {'from'|'to'} end */
  const clock = (night, a, end) =>
    html`<input
      class="hide-phone clock"
      inputmode="numeric"
      maxlength="5"
      autocomplete="off"
      aria-label=${W.night[end]}
      .value=${hm(a[end])}
      @change=${(/** @type {any} */ e) => {
        const at = timeOf(e.target.value, ms(night.from));
        const [from, to] = end === 'from' ? [at, a.to] : [a.from, at];
        if (from < to) {
          show(from, to);
        } else {
          draw();
        }
      }}
    />`;

  /** @param {number} factor */
  function zoom(factor) {
    const night = use(nightPath()).data;
    if (night) {
      const a = axisOf(night);
      const middle = now() > a.from && now() < a.to ? now() : (a.from + a.to) / 2;
      show(middle - (middle - a.from) * factor, middle + (a.to - middle) * factor);
    }
  }

  /** Seconds before its deadline at which what is over ended, negative behind it. @param {any} row */
  const margin = row =>
    ['met', 'missed'].includes(row.deadline?.status) && row.deadline.scope === 'run' && row.segments.length
      ? (ms(row.deadline.due_at) - ms(row.segments.at(-1).to)) / 1000
      : null;
  const marginWords = (/** @type {number|null} */ by) =>
    by == null ? '' : by < 0 ? W.night.lateBy(duration(-by)) : W.night.early(duration(by));

  const isOver = (/** @type {any} */ night) => now() >= ms(night.to);

  /** @param {any} row @param {any} a @param {boolean} grouped @param {boolean} over whether the night is */
  function line(row, a, grouped, over) {
    const rest = UNDER_WAY.includes(row.state) || row.state === 'to_come';
    const href = row.run_id ? at('dags', row.dag_id, 'runs', row.run_id) : at('dags', row.dag_id);
    const name = html`<a class="name" data-item href=${href}
      >${row.dag_id}${row.every ? html`<small>${row.every}</small>` : grouped ? html`<small>${near(row.tick_at ?? row.segments[0]?.from)}</small>` : row.run_type !== 'scheduled' ? html`<small>${row.run_type}</small>` : nothing}</a
    >`;
    const forecast = row.forecast;
    const ended = !rest && row.segments.length ? row.segments.at(-1).to : null;
    return html`<div
      class="nrow ${rest ? '' : 'done'}"
      role="row"
      data-row
      .pop=${() => more(row)}
      @click=${(/** @type {Event} */ e) => {
        if (!(/** @type {Element} */ (e.target).closest('a, button'))) {
          go(href);
        }
      }}
    >
      <span role="cell">${glyph(row.state)}</span><span role="cell" class="name">${name}</span>
      <span role="cell" class="num low c">${row.total ? `${row.done} / ${row.total}` : ''}</span>
      <span role="cell" class="num late"
        >${row.state === 'failed' || row.state === 'missed' ? html`<span class="bad">${row.state}</span>` : row.state === 'skipped' ? html`<span class="low">skipped</span>` : risk(row.deadline)}</span
      >
      <span role="cell" class="num c"
        >${forecast ? html`<b class="strong">≈ ${hm(forecast.p50)}</b>` : ended ? html`<span class="low">${hm(ended)}</span>` : row.state === 'to_come' ? html`<span class="low">${hm(row.tick_at)}</span>` : nothing}</span
      >
      <span role="cell" class="num c"
        >${forecast?.p90 ? hm(forecast.p90) : over ? html`<span class=${(margin(row) ?? 0) < 0 ? 'bad' : 'low'}>${duration(margin(row))}</span>` : nothing}</span
      ><span role="cell" class="num c">${row.deadline ? hm(row.deadline.due_at) : nothing}</span>
      <span class="sub" role="cell"
        >${[forecast ? `likely ${hm(forecast.p50)}` : ended ? `ended ${hm(ended)}` : row.state === 'to_come' ? `begins ${hm(row.tick_at)}` : '', forecast?.p90 ? `9 in 10 by ${hm(forecast.p90)}` : '', row.deadline ? `due ${hm(row.deadline.due_at)}` : '', marginWords(margin(row)), row.total ? `${row.done} / ${row.total}` : ''].filter(Boolean).join(' · ')}</span
      >
      <span role="cell" class="time"
        ><span class="track" role="img" aria-label=${forecastWords(row)}
          >${lines(a)}${row.forecast_then ? ghost(row.forecast_then.p50, row.forecast_then.p90, a) : nothing}${bar(row.kids ? row.kids.flatMap(segments) : segments(row), a, row.kids ? null : row.deadline?.due_at)}${flags([row.deadline], a)}</span
        ></span
      >
    </div>`;
  }

  /** What there is to say of a row; the critical path is asked for when it is. @param {any} row */
  function more(row) {
    const ahead = row.run_id && UNDER_WAY.includes(row.state) ? use(at('dags', row.dag_id, 'runs', row.run_id) + '/forecast').data : null;
    const ids = new Set(ahead?.by_task.map((/** @type {any} */ each) => each.task_id));
    const path = (ahead?.critical_path ?? []).filter((/** @type {string} */ id) => ids.has(id));
    const waits = use(nightPath()).data?.waits.find(
      (/** @type {any} */ wait) => wait.run_id === row.run_id && wait.dag_id === row.dag_id && !ORDINARY.includes(wait.reason.code)
    );
    const then = row.forecast_then;
    return html`<p>
        <b>${row.dag_id}</b>
        ${row.run_id || row.state === 'missed' ? lower(forecastWords(row.segments.length && !UNDER_WAY.includes(row.state) ? { ...row, started_at: row.segments.find((/** @type {any} */ each) => each.kind === 'work')?.from ?? row.segments[0].from, ended_at: row.segments.at(-1).to } : row)) : `${W.night.begins(near(row.tick_at))}${row.forecast ? ' ' + forecastWords(row) : ''}`}
      </p>
      ${path.length ? html`<p class="hush">${W.run.decided(path.slice(0, 6).join(', then '))}</p>` : nothing}${waits ? html`<p class="hush">${waits.task}: ${reasonLine(waits.reason)}</p>` : nothing}
      ${then ? html`<p class="hush">${W.night.foretold(hm(then.made_at), hm(then.p50), hm(then.p90))}</p>` : nothing}${row.kids || !row.run_id ? nothing : told(row.segments)}`;
  }

  /** One to come has no bar yet: a mark where it begins. @param {any} row */
  function segments(row) {
    return row.segments.length || !row.tick_at
      ? row.segments
      : [{ kind: 'wait', state: row.state, from: row.tick_at, to: new Date(ms(row.tick_at) + 300_000).toISOString() }];
  }

  /** @param {any} night */
  function cards(night) {
    const runs = new Map(night.runs.map((/** @type {any} */ row) => [row.dag_id + '/' + row.run_id, row]));
    return night.needs.map((/** @type {any} */ need) => {
      const soft = ['at_risk', 'approval', 'open_lease'].includes(need.kind);
      const href = pageOf(need.subject.href);
      const run = need.subject.kind === 'run' ? need.subject.id.split('/') : [];
      const task = need.text.args?.task_id;
      const row = runs.get(need.subject.id);
      const late = ['at_risk', 'late'].includes(need.kind) && row?.forecast;
      const ended = need.kind === 'failed' ? row?.segments.at(-1)?.to : null;
      const waits = night.waits.find(
        (/** @type {any} */ wait) => run[1] && wait.run_id === run[1] && wait.dag_id === run[0] && !ORDINARY.includes(wait.reason.code)
      );
      const helps = need.actions.filter((/** @type {any} */ each) => each.primary || (!late && each.verb === 'clear'));
      return html`<article class="need ${soft ? 'soft' : ''}">
        ${soft ? sign('warning') : glyph('failed')}
        <p>
          <a class="strong" href=${href}>${late ? run[0] : need.text.text}</a
          >${late ? html` ${lower(forecastWords(row))}` : nothing}${ended ? html` <span class="hush">${W.night.since(hm(ended))}</span>` : nothing}
          ${need.why ? html`<span class="hush">${reasonLine(need.why)}</span>` : late && waits ? html`<span class="hush">${waits.task}: ${reasonLine(waits.reason)}</span>` : nothing}
          ${need.latest_safe_start && need.kind === 'failed' && ms(need.latest_safe_start) > now() ? html`<span class="hush">${W.night.clearBefore(hm(need.latest_safe_start), row?.deadline?.scope === 'run' && ms(row.deadline.due_at) > ms(need.latest_safe_start) ? hm(row.deadline.due_at) : '')}</span>` : nothing}
        </p>
        <div class="btns">
          ${task ? html`<a class="btn" href=${at('dags', run[0], 'runs', run[1]) + `?task=${encodeURIComponent(task)}&tab=log&line=error`}>${W.night.readLog}</a>` : nothing}${late ? html`<a class="btn" href=${at('dags', run[0], 'runs', run[1], 'deadlines')}>${W.night.why}</a>` : nothing}${actions(helps, run[0] ?? need.subject.id)}${need.kind === 'open_lease' ? html`<a class="btn" href="/machines">${W.night.look}</a>` : nothing}
        </div>
      </article>`;
    });
  }

  /** @param {any} night */
  function sides(night) {
    const N = W.night;
    // What waits for another task is known from that one: what waits for something else comes first.
    const waits = night.waits.toSorted(
      (/** @type {any} */ one, /** @type {any} */ other) =>
        Number(ORDINARY.includes(one.reason.code)) - Number(ORDINARY.includes(other.reason.code))
    );
    const chips = Object.entries(N.chips).filter(([key]) => key !== 'moves' || night.moves.length);
    const part = (/** @type {string} */ key) => `panel mini ${side === key ? 'shown' : ''}`;
    return html`<aside aria-label=${N.waits}>
      <div class="pills only-phone">
        ${chips.map(
          ([key, words]) =>
            html`<button
              aria-expanded=${side === key}
              @click=${() => {
                side = side === key ? '' : key;
                draw();
              }}
            >
              ${words} <b>${night[key].length}</b>
            </button>`
        )}
      </div>
      <section class=${part('waits')}>
        <header>
          <h2>${N.waits}</h2>
          ${
            waits.length > FEW
              ? html`<button
                  class="link"
                  aria-expanded=${allWaits}
                  @click=${() => {
                    allWaits = !allWaits;
                    draw();
                  }}
                >
                  ${allWaits ? N.fewer : N.allOf(waits.length)}
                </button>`
              : nothing
          }
        </header>
        ${
          waits.length
            ? html`<ul>
                ${(allWaits ? waits : waits.slice(0, FEW)).map(
                  (/** @type {any} */ wait) =>
                    html`<li>
                      ${glyph(wait.state)}<span
                        ><a
                          class="strong"
                          href=${at('dags', wait.dag_id, 'runs', wait.run_id) + '?tab=why&task=' + encodeURIComponent(wait.task)}
                          >${wait.task}</a
                        >
                        ${reasonWords(wait.reason)}</span
                      ><span class="num">${wait.reason.until ? time(wait.reason.until, wait.reason.until_is !== 'exact') : nothing}</span>
                    </li>`
                )}
              </ul>`
            : html`<p class="pad low">${N.noWaits}</p>`
        }
      </section>
      <section class=${part('leases')}>
        <header>
          <h2>${N.leases}</h2>
          <a href="/machines">${W.all}</a>
        </header>
        ${
          night.leases.length
            ? html`<ul>
                ${night.leases.slice(0, 8).map(
                  (/** @type {any} */ lease) =>
                    html`<li>
                      ${sign('pool')}<span
                        ><b>${lease.node_pool}</b> ${lease.state === 'closed' ? N.givenBack : `${lease.registered} of ${lease.wanted}`} ·
                        <a href=${at('dags', lease.owner.dag_id, 'runs', lease.owner.run_id)}>${lease.owner.dag_id}</a
                        >${lease.orphaned ? html` <span class="bad">${W.admin.machines.orphan}</span>` : nothing}</span
                      ><span class="num">${lease.cost ? money(lease.cost.so_far) : duration((now() - ms(lease.opened_at)) / 1000)}</span>
                    </li>`
                )}
              </ul>`
            : html`<p class="pad low">${N.noLeases}</p>`
        }
      </section>
      ${
        night.moves.length
          ? html`<section class=${part('moves')}>
              <header>
                <h2>${N.moves}</h2>
                <a href="/elasticity">${W.all}</a>
              </header>
              <ul>
                ${night.moves.map(
                  (/** @type {any} */ move) =>
                    html`<li>
                      ${sign('cpu')}<span><b>${move.job}</b> ${move.why.text}</span>${time(move.at)}
                    </li>`
                )}
              </ul>
            </section>`
          : nothing
      }
      <section class=${part('problems')}>
        <header>
          <h2>${N.problems}</h2>
          <a href="/problems">${W.all}</a>
        </header>
        ${
          night.problems.length
            ? html`<ul>
                ${night.problems.slice(0, 6).map((/** @type {any} */ problem) => html`<li>${sign('warning')}<span>${problem.where ? html`<span class="mono">${problem.where.file}:${problem.where.line}:${problem.where.column}</span> ` : nothing}${problem.text}</span>${time(problem.last_at)}</li>`)}
              </ul>`
            : html`<p class="pad low">${N.noProblems}</p>`
        }
      </section>
    </aside>`;
  }

  /** @param {any} night @param {any} a */
  function machines(night, a) {
    const actual = night.machines.actual;
    if (!actual.length || (!night.leases.length && actual.every((/** @type {any} */ each) => !each[1]))) {
      return nothing;
    }
    const N = W.night;
    const cost = night.machines.cost;
    const over = isOver(night);
    const peak = actual.toSorted((/** @type {any} */ one, /** @type {any} */ other) => other[1] - one[1])[0];
    const pools = night.leases.length;
    return html`<div class="nrow machines">
      <div class="sum">
        <p><b>${N.machines}</b> ${over ? '' : N.machinesNow(actual.at(-1)[1]) + ' · '}${N.peak(peak[1], hm(peak[0]))}</p>
        <p class="hush">${!cost ? N.noCost : over ? money(cost.so_far) : N.cost(money(cost.so_far), money(cost.p50), money(cost.p90))}</p>
        <p class="low">${over ? N.pools(pools) : N.poolsOpen(pools)}${cost?.example ? '. ' + W.admin.machines.example : ''}</p>
      </div>
      <span class="time"><span class="track">${lines(a)}${steps(actual, night.machines.predicted, a, now())}</span></span>
    </div>`;
  }

  /** @param {any} night */
  function list(night) {
    const N = W.night;
    const needy = new Set(
      night.needs.filter((/** @type {any} */ each) => each.subject.kind === 'run').map((/** @type {any} */ each) => each.subject.id)
    );
    const which = route.query.get('show') ?? '';
    const { rows, fresh, moved } = ordered(night.runs, false);
    const filter = route.query.get('q') ?? '';
    const words = filter.toLowerCase();
    const fits = rows.filter(
      (/** @type {any} */ row) =>
        (FILTERS[which] ?? FILTERS[''])(row, needy) && (!words || `${row.dag_id} ${row.owner}`.toLowerCase().includes(words))
    );
    const a = axisOf(night);
    const over = isOver(night);
    const whole = merged(fits, needy);
    const folds = PHONE.matches && !over; // where there is little room what is done is told of in one line
    const gone =
      earlier || which || words
        ? []
        : whole.filter((/** @type {any} */ row) => (folds ? FILTERS.done(row, needy) && !FILTERS.needs(row, needy) : endOf(row) < a.from));
    const left = gone.length ? whole.filter((/** @type {any} */ row) => !gone.includes(row)) : whole;
    const shown = allRuns ? left : left.slice(0, ENOUGH);
    const alike = new Set();
    const doubled = new Set(
      shown.filter((/** @type {any} */ row) => alike.has(row.dag_id) || !alike.add(row.dag_id)).map((/** @type {any} */ row) => row.dag_id)
    );
    const counts = night.counts;
    const pill = (/** @type {string} */ to, /** @type {string} */ label, /** @type {number} */ n) =>
      html`<a href=${withQuery({ show: to })} data-instead aria-current=${which === to ? 'true' : nothing}>${label} <b>${n}</b></a>`;
    return html`<section class="panel" aria-label="Runs">
      <div class="pills">
        ${pill('', N.all, counts.all)}${pill('needs', N.needs, counts.needs_you)}${pill('running', N.running, counts.running)}${pill('to_come', N.toCome, counts.to_come)}${pill('done', N.done, counts.done)}
        <span class="grow"></span>${
          fresh || moved
            ? html`<button
                class="btn"
                @click=${() => {
                  order = [];
                  touched = 0;
                  ordered(night.runs, true);
                  draw();
                }}
              >
                ${fresh ? N.fresh(fresh) : N.sort}
              </button>`
            : nothing
        }
        <input
          class="hide-phone"
          type="search"
          aria-label=${N.filter}
          placeholder=${N.filter}
          .value=${filter}
          @input=${(/** @type {any} */ e) => go(withQuery({ q: e.target.value }), true)}
        />
        ${clock(night, a, 'from')}<span class="hide-phone low">–</span>${clock(night, a, 'to')}
        <button class="hide-phone" aria-label="Later and earlier: closer" @click=${() => zoom(0.6)}>+</button
        ><button class="hide-phone" aria-label="Wider" @click=${() => zoom(1.6)}>−</button
        ><a class="hide-phone" data-instead href=${withQuery({ from: null, to: null })}>${N.fit}</a>
        <button
          class="hide-phone"
          aria-expanded=${showKey}
          @click=${() => {
            showKey = !showKey;
            draw();
          }}
        >
          ${N.key}
        </button>
      </div>
      ${showKey ? legend() : nothing}
      <div role="table" aria-label="Runs of the night">
        <div role="rowgroup">
          <div class="nrow hd" role="row">
            <span role="columnheader"><span class="away">State</span></span
            ><span role="columnheader">${N.columns.run}</span><span role="columnheader" class="num">${N.columns.done}</span
            ><span role="columnheader" class="num">${N.columns.late}</span
            ><span role="columnheader" class="num">${over ? N.columns.ended : N.columns.likely}</span
            ><span role="columnheader" class="num">${over ? N.columns.margin : N.columns.nine}</span
            ><span role="columnheader" class="num">${N.columns.due}</span
            ><span role="columnheader"><span class="away">Time</span>${axisHead(a, undefined, show)}</span>
          </div>
        </div>
        <div
          class="rows"
          role="rowgroup"
          data-list
          @pointermove=${house}
          @pointerleave=${house}
          @focusout=${house}
          @wheel=${(/** @type {WheelEvent} */ e) => {
            if (e.ctrlKey) {
              e.preventDefault();
              zoom(e.deltaY < 0 ? 0.8 : 1.25);
            }
          }}
        >
          ${repeat(shown, key, (/** @type {any} */ row) => line(row, a, doubled.has(row.dag_id), over))}
        </div>
      </div>
      ${shown.length ? nothing : counts.all ? html`<p class="pad hush">${N.noneSuch}</p>` : nothing}
      ${
        left.length > ENOUGH
          ? html`<div class="more">
              <button
                class="btn quiet"
                aria-expanded=${allRuns}
                @click=${() => {
                  allRuns = !allRuns;
                  draw();
                }}
              >
                ${allRuns ? '▾ ' + N.fewer : `▸ ${N.moreRuns(left.length - ENOUGH)}`}
              </button>
            </div>`
          : nothing
      }${night.coming_later ? html`<p class="pad low">${N.later(night.coming_later)}</p>` : nothing}
      ${
        gone.length || earlier
          ? html`<div class="more">
              <button
                class="btn quiet"
                aria-expanded=${earlier}
                @click=${() => {
                  earlier = !earlier;
                  draw();
                }}
              >
                ${earlier ? '▾ ' + N.fewer : `▸ ${folds ? N.doneRuns(gone.length) : N.earlier(gone.length, hm(a.from))}`}
              </button>
            </div>`
          : nothing
      }${night.ended_before ? html`<p class="pad low">${N.earlier(night.ended_before, hm(night.from))}</p>` : nothing}
      ${machines(night, a)}
    </section>`;
  }

  function view() {
    const N = W.night;
    const entry = use(nightPath());
    const night = entry.data;
    const date = night?.date ?? (route.args.date || '');
    return html`${night ? trouble(entry) : nothing}
      <div class="nighthead">
        <div>
          <div class="btns">
            ${date ? html`<a class="btn" href=${'/night/' + dateAfter(date, -1)} aria-label=${N.before}>‹</a><span class="hush">${N.of(evening(date))}</span><a class="btn" href=${'/night/' + dateAfter(date, 1)} aria-label=${N.after}>›</a>${route.args.date ? html`<a href="/night">${N.tonight}</a>` : nothing}` : nothing}
          </div>
          <h1 class="verdict" tabindex="-1">${night ? night.verdict.text : W.nav.night}</h1>
          ${night ? html`<p class="hush">${W.night.rest(night.holding, night.counts.needs_you > 0, tightestWords(night))}</p>` : nothing}
        </div>
        <div class="needs">${night ? cards(night) : nothing}</div>
      </div>
      ${
        night
          ? night.counts.all || night.runs.length
            ? html`<div class="split">${list(night)}${sides(night)}</div>`
            : html`<div class="split">
                <section class="panel">${nobody()}</section>
                ${sides(night)}
              </div>`
          : html`<section class="panel">${awaited(entry, 12)}</section>`
      }`;
  }

  /** Where it is told of the row that has the focus why it is as it is, or what its failed task wrote. @param {KeyboardEvent} event @returns {string} empty: nowhere */
  function answer(event) {
    const href = /** @type {Element} */ (event.target).closest('[data-row]')?.querySelector('a.name')?.getAttribute('href') ?? '';
    const night = use(nightPath()).data;
    const row = night?.runs.find((/** @type {any} */ each) => each.run_id && at('dags', each.dag_id, 'runs', each.run_id) === href);
    if (!row) {
      return '';
    }
    const failed = night.needs.find(
      (/** @type {any} */ need) => need.kind === 'failed' && need.subject.id === `${row.dag_id}/${row.run_id}`
    )?.text.args?.task_id;
    if (event.key === 'l' || failed) {
      return failed ? href + `?task=${encodeURIComponent(failed)}&tab=log&line=error` : '';
    }
    const waits = night.waits.filter((/** @type {any} */ each) => each.dag_id === row.dag_id && each.run_id === row.run_id);
    const first = waits.find((/** @type {any} */ wait) => !ORDINARY.includes(wait.reason.code)) ?? waits[0];
    return first ? href + `?tab=why&task=${encodeURIComponent(first.task)}` : href + '/deadlines';
  }

  function nobody() {
    const dags = use('/dags?limit=500').data;
    const next = dags?.items
      .filter((/** @type {any} */ dag) => dag.next_tick)
      .toSorted((/** @type {any} */ one, /** @type {any} */ other) => ms(one.next_tick.at) - ms(other.next_tick.at))[0];
    return dags && dags.total === 0
      ? html`<div class="empty">
          <h2>${W.night.first.title}</h2>
          <p>${W.night.first.text}</p>
          <pre class="code">${W.night.first.command}</pre>
        </div>`
      : empty(
          W.night.empty,
          next
            ? html`${W.night.next} <a href=${at('dags', next.dag_id)}>${next.dag_id}</a>, ${dayTime(next.next_tick.at)}.`
            : W.night.emptyNext
        );
  }

  return {
    title: () => {
      const night = use(nightPath()).data;
      return night ? (night.counts.needs_you ? `${night.counts.needs_you} need you · ` : '') + W.nav.night : W.nav.night;
    },
    view,
    topics: () => ['night'],
    moved: next => {
      const same = next.args.date === route.args.date;
      route = next;
      if (!same) {
        order = [];
      }
      return same;
    },
    heard: ({ name, data }) => {
      if (name === 'forecast.changed') {
        patch(nightPath(), night => ({
          ...night,
          runs: night.runs.map((/** @type {any} */ row) =>
            row.dag_id === data.dag_id && row.run_id === data.run_id && row.forecast
              ? { ...row, forecast: { ...row.forecast, p50: data.p50, p90: data.p90, made_at: data.made_at } }
              : row
          )
        }));
        refresh(nightPath(), 800);
      }
      if (name === 'run.changed') {
        patch(nightPath(), night => ({
          ...night,
          runs: night.runs.map((/** @type {any} */ row) =>
            row.dag_id === data.dag_id && row.run_id === data.run_id && row.version < data.version
              ? { ...row, state: data.state, done: data.done, total: data.total, version: data.version }
              : row
          )
        }));
        refresh(nightPath(), 800); // what the event does not tell: forecasts, waits, order
      }
    },
    key: event => {
      const date = use(nightPath()).data?.date;
      const to = { '[': date && '/night/' + dateAfter(date, -1), ']': date && '/night/' + dateAfter(date, 1), t: '/night' }[event.key];
      if (to) {
        go(to);
      } else if ('12345'.includes(event.key) && event.key) {
        go(withQuery({ show: Object.keys(FILTERS)[Number(event.key) - 1] }), true);
      } else if (event.key === '+' || event.key === '-') {
        zoom(event.key === '+' ? 0.6 : 1.6);
      } else if (event.key === '0') {
        go(withQuery({ from: null, to: null }), true);
      } else if (event.key === '/') {
        /** @type {HTMLElement|null} */ (document.querySelector('.pills input'))?.focus();
      } else {
        const to = 'wl'.includes(event.key) ? answer(event) : '';
        if (to) {
          go(to);
        }
        return Boolean(to);
      }
      return true;
    }
  };
}
