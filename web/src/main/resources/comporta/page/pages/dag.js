// A DAG: its runs against its tasks, and all that is known of it.
import { html, nothing, svg } from 'lit-html';
import { draw } from '../app.js';
import { may } from '../api.js';
import { at, go, withQuery } from '../router.js';
import { peek, refresh, refreshShown, reload, use } from '../store.js';
import { said } from '../look/cron.js';
import { W, STATES, capital, count } from '../look/words.en.js';
import { day, dayTime, duration, setDagZone, value, whole } from '../look/format.js';
import { awaited, empty, fillOf, glyph, headBones, risk, sign, stateWord, table, tightest, time, trouble } from '../parts/bits.js';
import { act, actions } from '../parts/dialog.js';
import '../run/grid.js';
import { triggerDialog } from './trigger.js';

/** Problems of a file that are shown at first: there may be one for each task. */
const FEW = 5;

/** What a tab shows. @param {import('../router.js').Route} route */
function resource(route) {
  const base = at('dags', route.args.dag);
  switch (route.args.tab) {
    case 'runs':
      return base + '/runs?limit=50';
    case 'calendar':
      return `${base}/calendar?year=${yearOf(route)}`;
    case 'source':
      return base + '/source' + (route.query.get('version') ? '?version=' + encodeURIComponent(route.query.get('version') ?? '') : '');
    case 'schedule':
      return base + '/ticks';
    case 'graph':
    case 'landing':
    case 'durations':
    case 'versions':
    case 'backfills':
      return `${base}/${route.args.tab}`;
    default:
      return base + '/grid?runs=30';
  }
}

/** @param {import('../router.js').Route} route */
const yearOf = route => Number(route.query.get('year')) || new Date().getUTCFullYear();

/** @param {import('../router.js').Route} route */
export const needs = route => [at('dags', route.args.dag), resource(route)];

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  /** Groups of the grid that are closed. @type {Set<string>} */
  const folds = new Set();
  let allProblems = false;
  let listed = false;
  /** @type {string[]} */
  let befores = [''];
  /** What is read on a tab that new versions would change. @type {{of: string, data: any}} */
  let held = { of: '', data: undefined };
  /** The version that new runs use, as far as it was heard; 0: it was not. */
  let inUse = 0;
  const dag = () => route.args.dag;
  const base = () => at('dags', dag());
  const tab = () => route.args.tab ?? '';

  if (route.query.get('do')) {
    deed(route.query.get('do') ?? '');
  }

  /** What was asked for by words is asked once more before it is done. @param {string} verb */
  function deed(verb) {
    go(withQuery({ do: null }), true);
    setTimeout(() =>
      verb === 'trigger'
        ? triggerDialog(dag())
        : ['pause', 'resume'].includes(verb)
          ? act(
              { verb, label: capital(verb), method: 'POST', href: base() + '/' + verb, dry_run: true, danger: false, primary: false },
              dag()
            )
          : null
    );
  }

  function view() {
    const [entry] = needs(route).map(use);
    const told = entry.data;
    if (!told) {
      return html`${headBones(dag())}
        <section class="panel">${awaited(entry, 8)}</section>`;
    }
    return html`<nav class="crumbs" aria-label="Where"><a href="/dags">${W.dags.title}</a><span>${told.dag_id}</span></nav>
      <div class="head">
        <h1 tabindex="-1">${told.dag_id}</h1>
        ${told.paused ? html`<span class="chip">${W.dags.paused}</span>` : nothing}${told.file === 'ok' ? nothing : html`<span class="chip bad">${told.file === 'broken' ? W.dags.broken : W.dags.gone}</span>`}<span
          class="chip"
          >${W.run.version(told.version)}</span
        ><span class="chip">${said(told.schedule)}</span>
        <span class="btns"
          >${actions(
            told.actions.filter((/** @type {any} */ each) => each.verb !== 'trigger'),
            told.dag_id
          )}${told.actions.some((/** @type {any} */ each) => each.verb === 'trigger') ? html`<button class="btn primary" @click=${() => triggerDialog(told.dag_id)}>${W.dag.trigger}…</button>` : nothing}</span
        >
      </div>
      <p class="say hush">
        ${[told.description, told.owner, told.next_tick ? `next ${dayTime(told.next_tick.at)}` : '', told.duration ? `usually ${duration(told.duration.p50_s)} – ${duration(told.duration.p90_s)}` : ''].filter(Boolean).join(' · ')}
      </p>
      ${trouble(entry)}${told.file_problems.length ? problems(told.file_problems) : nothing}
      <section class="panel">
        <div class="tabs" role="navigation" aria-label="Of the DAG">
          ${Object.entries(W.dag.tabs).map(([key, words]) => html`<a href=${base() + (key ? '/' + key : '')} aria-current=${key === tab() ? 'page' : nothing}>${words}</a>`)}
        </div>
        ${content(told)}
      </section>
      ${told.doc ? html`<section class="panel"><pre class="pad">${told.doc}</pre></section>` : nothing}`;
  }

  const worstFirst = (/** @type {any[]} */ all) => [
    ...all.filter(each => each.severity === 'error'),
    ...all.filter(each => each.severity !== 'error')
  ];

  /** @param {any[]} all */
  const problems = all =>
    html`<section class="panel">
      <header>
        <h2>${W.dag.fileProblems}</h2>
        ${
          all.length > FEW
            ? html`<button
                class="link"
                aria-expanded=${allProblems}
                @click=${() => {
                  allProblems = !allProblems;
                  draw();
                }}
              >
                ${allProblems ? W.night.fewer : W.night.allOf(all.length)}
              </button>`
            : nothing
        }
      </header>
      <ul class="pad">
        ${(allProblems ? all : worstFirst(all).slice(0, FEW)).map(each => html`<li>${each.severity === 'error' ? glyph('failed') : html`<span class="warn">${sign('warning')}</span>`} <span class="mono">${each.file}:${each.line}:${each.column}</span> ${each.what}. <span class="hush">${each.fix}</span></li>`)}
      </ul>
    </section>`;

  /** @param {any} told */
  function content(told) {
    switch (tab()) {
      case 'graph':
        return graph();
      case 'runs':
        return runs();
      case 'calendar':
        return calendar();
      case 'landing':
        return landing();
      case 'durations':
        return durations();
      case 'versions':
        return versions(told);
      case 'source':
        return source();
      case 'schedule':
        return schedule();
      case 'backfills':
        return backfills(told);
      default:
        return grid();
    }
  }

  function grid() {
    const entry = use(resource(route));
    return entry.data
      ? entry.data.runs.length
        ? html`<co-grid .dag=${dag()} .folds=${folds} .told=${entry.data}></co-grid>`
        : empty(W.dag.noRuns)
      : awaited(entry, 10);
  }

  function graph() {
    import('../run/graph.js');
    const layout = use(resource(route));
    const picked = route.query.get('task') ?? '';
    const told = peek(base()).data;
    const task = told?.tasks.find((/** @type {any} */ each) => each.task_id === picked);
    return layout.data
      ? html`<co-graph
            .layout=${layout.data}
            .states=${NONE}
            .selected=${picked}
            @select=${(/** @type {CustomEvent} */ e) => go(withQuery({ task: e.detail }), true)}
          ></co-graph>
          ${layout.data.folded.length ? html`<p class="pad hush">${W.graph.folded}</p>` : nothing}${
            task
              ? html`<div class="pad">
                  <h2>${task.task_id}</h2>
                  <p>${task.operator}${task.description ? ` · ${task.description}` : ''}</p>
                  <p class="hush">${W.task.upstream}: ${task.depends_on.join(', ') || W.task.nothing}</p>
                </div>`
              : nothing
          }
          <details
            class="pad"
            @toggle=${(/** @type {any} */ e) => {
              listed = e.target.open;
              draw();
            }}
          >
            <summary>${W.graph.list}</summary>
            ${
              listed
                ? table(
                    ['Task', 'Operator', 'Waits for', 'Description'],
                    (told?.tasks ?? []).map((/** @type {any} */ each) => [
                      each.task_id,
                      each.operator,
                      each.depends_on.join(', '),
                      each.description
                    ])
                  )
                : nothing
            }
          </details>`
      : awaited(layout);
  }

  function runs() {
    const pages = befores.map(cursor => use(base() + '/runs?limit=50' + (cursor ? '&cursor=' + encodeURIComponent(cursor) : '')));
    const items = pages.flatMap(page => page.data?.items ?? []);
    const next = pages.at(-1)?.data?.next;
    return pages[0].data
      ? items.length
        ? html`${table(
            [
              'Run',
              'State',
              'By',
              'Began',
              W.night.columns.late,
              W.night.columns.likely,
              W.night.columns.nine,
              '#Took',
              '#Tasks',
              '#Version',
              'Compare'
            ],
            items.map((run, i) => [
              html`<a class="name" href=${at('dags', dag(), 'runs', run.run_id)}>${dayTime(run.logical_date)}</a><br /><span
                  class="low mono"
                  >${run.run_id}</span
                >`,
              html`${stateWord(run.state, run.cause)}${run.reason ? html`<br /><span class="hush">${run.reason}</span>` : nothing}`,
              run.run_type,
              time(run.started_at),
              risk(tightest(run.deadlines)),
              run.forecast ? time(run.forecast.p50, true) : '',
              run.forecast?.p90 ? time(run.forecast.p90) : '',
              duration(run.started_at && run.ended_at ? (Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000 : null),
              `${run.done} / ${run.total}`,
              run.dag_version,
              items[i + 1]
                ? html`<a
                    href=${`/compare?a=${encodeURIComponent(dag() + '/' + items[i + 1].run_id)}&b=${encodeURIComponent(dag() + '/' + run.run_id)}`}
                    >with the one before</a
                  >`
                : ''
            ])
          )}${
            next
              ? html`<div class="pad">
                  <button
                    class="btn"
                    @click=${() => {
                      befores = [...befores, next];
                      draw();
                    }}
                  >
                    ${W.dags.more}
                  </button>
                </div>`
              : nothing
          }`
        : empty(W.dag.noRuns)
      : awaited(pages[0]);
  }

  function calendar() {
    const year = yearOf(route);
    const entry = use(resource(route));
    const days = new Map((entry.data?.days ?? []).map((/** @type {any} */ each) => [each.date, each]));
    const cells = [];
    for (let at = Date.UTC(year, 0, 1); new Date(at).getUTCFullYear() === year; at += 86_400_000) {
      cells.push(new Date(at).toISOString().slice(0, 10));
    }
    const blank = (new Date(Date.UTC(year, 0, 1)).getUTCDay() + 6) % 7;
    const place = (/** @type {number} */ i) => `--w:${Math.floor((i + blank) / 7) + 2};--d:${((i + blank) % 7) + 2}`;
    const square = (/** @type {string} */ date, /** @type {number} */ i) => {
      const each = days.get(date);
      const words = each
        ? [
            `${date}: ${count(each.runs, 'run')}`,
            STATES[each.worst],
            each.margin_s == null ? '' : W.night.toSpare(duration(each.margin_s)),
            each.missed ? `${each.missed} ${STATES.missed}` : ''
          ]
            .filter(Boolean)
            .join(', ')
        : date;
      return html`<i
        class=${each ? `st-${each.worst} fill-${fillOf(each.worst)} ${each.margin_s < 0 ? 'over' : ''}` : ''}
        title=${words}
        .style=${place(i)}
      ></i>`;
    };
    return html`<div class="pills">
        <a data-instead href=${withQuery({ year: String(year - 1) })}>‹ ${year - 1}</a><b>${year}</b
        ><a data-instead href=${withQuery({ year: String(year + 1) })}>${year + 1} ›</a>
      </div>
      ${
        entry.data
          ? html`<div class="year" role="img" tabindex="0" aria-label=${`${W.dag.year} ${year}: ${count(days.size, 'day')} with runs`}>
                ${W.dag.weekdays.map((each, i) => html`<span .style=${`--w:1;--d:${i + 2}`}>${each}</span>`)}${cells.map((date, i) => (date.endsWith('-01') ? html`<span .style=${`--w:${Math.floor((i + blank + 6) / 7) + 2};--d:1`}>${W.dag.months[Number(date.slice(5, 7)) - 1]}</span>` : nothing))}${cells.map(square)}
              </div>
              <details class="pad">
                <summary>As a table</summary>
                ${table(
                  ['Date', '#Runs', 'Worst', '#To spare', '#Missed', '#Skipped'],
                  entry.data.days.map((/** @type {any} */ each) => [
                    each.date,
                    each.runs,
                    stateWord(each.worst),
                    duration(each.margin_s),
                    each.missed,
                    each.skipped
                  ])
                )}
              </details>`
          : awaited(entry)
      }`;
  }

  function landing() {
    const entry = use(resource(route));
    const told = entry.data;
    if (!told) {
      return awaited(entry);
    }
    const items = told.items.filter((/** @type {any} */ each) => each.lag_s != null).toReversed();
    return items.length
      ? html`<p class="pad hush">${W.dag.landingWhat}. ${W.dag.p50} ${duration(told.p50_s)}, ${W.dag.p90} ${duration(told.p90_s)}.</p>
          ${bars(
            items.map((/** @type {any} */ each) => ({
              at: each.logical_date,
              y: each.lag_s,
              state: each.state,
              title: `${dayTime(each.logical_date)}: ${duration(each.lag_s)}`,
              limit: each.margin_s == null ? null : each.lag_s + each.margin_s
            })),
            [told.p50_s, told.p90_s]
          )}
          ${table(
            ['Run', 'State', 'Ready', '#After the data', '#To spare'],
            told.items.map((/** @type {any} */ each) => [
              html`<a href=${at('dags', dag(), 'runs', each.run_id)}>${dayTime(each.logical_date)}</a>`,
              stateWord(each.state),
              time(each.ended_at),
              duration(each.lag_s),
              duration(each.margin_s)
            ])
          )}`
      : empty(W.dag.noRuns);
  }

  function durations() {
    const entry = use(resource(route));
    const told = entry.data;
    if (!told) {
      return awaited(entry);
    }
    const runs = told.runs.filter((/** @type {any} */ each) => each.duration_s != null).toReversed();
    return runs.length
      ? html`${bars(
          runs.map((/** @type {any} */ each) => ({
            at: each.logical_date,
            y: each.duration_s,
            state: each.state,
            title: `${dayTime(each.logical_date)}: ${duration(each.duration_s)}`,
            limit: null
          })),
          []
        )}
        ${table(
          ['Task', '#Likely', '#9 in 10', '#Last', '#Runs'],
          told.tasks.map((/** @type {any} */ each) => [
            each.task_id,
            duration(each.p50_s),
            duration(each.p90_s),
            duration(each.last_s),
            each.n
          ])
        )}`
      : empty(W.dag.noRuns);
  }

  function versions(/** @type {any} */ told) {
    const entry = still(use(resource(route)));
    const open = Number(route.query.get('version') ?? 0);
    const difference = open > 1 ? use(`${base()}/difference?from=${open - 1}&to=${open}`) : null;
    return entry.data
      ? html`${table(
          ['Version', 'File', 'Since', '', ''],
          entry.data.items.map((/** @type {any} */ each) => [
            each.version,
            html`<span class="mono">${each.path}</span>`,
            time(each.pinned_at),
            each.current
              ? W.dag.current
              : !may('author', told.dag_id)
                ? ''
                : html`<button
                    class="btn"
                    @click=${() => act({ verb: 'rollback', label: W.dag.rollback, method: 'POST', href: base() + '/rollback', dry_run: true, danger: false, primary: false }, `version ${each.version} of ${told.dag_id}`, { to: each.version }, show)}
                  >
                    ${W.dag.rollback}…
                  </button>`,
            html`${each.version > 1 ? html`<a data-instead href=${withQuery({ version: String(each.version) })}>Differences</a> · ` : nothing}<a
                href=${base() + '/source?version=' + each.version}
                >Source</a
              >
              · <a href=${base() + '/graph'}>Graph</a>`
          ])
        )}
        ${
          difference
            ? html`<h2 class="pad">${W.dag.differs}: ${open - 1} → ${open}</h2>
                ${difference.data ? differences(difference.data) : awaited(difference, 2)}`
            : nothing
        }${newer(entry.data.items.find((/** @type {any} */ each) => each.current)?.version)}`
      : awaited(entry);
  }

  /** @param {any} told */
  function differences(told) {
    const changed = Object.entries(told.changed);
    return told.added.length + told.removed.length + changed.length + told.keys.length === 0
      ? html`<p class="pad hush">${W.dag.same}</p>`
      : html`<dl class="pairs">
          ${
            told.added.length
              ? html`<dt>Added</dt>
                  <dd>${told.added.join(', ')}</dd>`
              : nothing
          }${
            told.removed.length
              ? html`<dt>Removed</dt>
                  <dd>${told.removed.join(', ')}</dd>`
              : nothing
          }${changed.map(
            ([task, keys]) =>
              html`<dt>${task}</dt>
                <dd>${Array.isArray(keys) ? keys.join(', ') : value(keys)}</dd>`
          )}${
            told.keys.length
              ? html`<dt>The DAG itself</dt>
                  <dd>${told.keys.join(', ')}</dd>`
              : nothing
          }
        </dl>`;
  }

  function source() {
    const entry = still(use(resource(route)));
    return entry.data
      ? html`<p class="pad low mono">${entry.data.path}, ${W.run.version(entry.data.version)}</p>
          <pre class="code numbered" tabindex="0">${entry.data.source}</pre>
          ${route.query.get('version') ? nothing : newer(entry.data.version)}`
      : awaited(entry);
  }

  /** What is read stays as it is, whatever the server says by now, until the reader wants it otherwise. @param {import('../store.js').Entry} entry */
  function still(entry) {
    const of = resource(route);
    if (held.of !== of || held.data === undefined) {
      held = { of, data: entry.data };
    }
    return { ...entry, data: held.data };
  }

  /** Shows what the server says by now. */
  async function show() {
    await reload(resource(route));
    held = { of: '', data: undefined };
    draw();
  }

  /** That another version is in use than the one that is shown, where nothing is moved by it. @param {number} shown */
  const newer = shown =>
    inUse && shown !== inUse
      ? html`<div class="told newer" role="status">
          <span>${W.dag.newVersion(inUse)}</span><button class="btn" @click=${show}>${W.dag.showVersion}</button>
        </div>`
      : nothing;

  function schedule() {
    const entry = use(resource(route));
    const told = entry.data;
    if (!told) {
      return awaited(entry);
    }
    setDagZone(told.zone);
    return html`<p class="pad">
        <b>${said(told.schedule)}</b>${told.schedule.args?.cron ? html` <code class="hush">${told.schedule.args.cron}</code>` : nothing}
        <span class="low">${W.dag.inZone(told.zone)}</span>
      </p>
      <h2 class="pad">${W.dag.nextTicks}</h2>
      ${
        told.next.length
          ? table(
              ['When', 'In the zone of the DAG', 'Data from', 'to', ''],
              told.next.map((/** @type {any} */ each) => [
                whole(each.tick),
                html`<span class="mono">${each.local}</span>`,
                dayTime(each.interval_start),
                dayTime(each.interval_end),
                each.note ?? ''
              ])
            )
          : html`<p class="pad hush">${W.dag.noTicks}</p>`
      }
      ${
        told.settled.length
          ? html`<h2 class="pad">${W.dag.settled}</h2>
              ${table(
                ['Tick', 'Became', 'Run', 'Why'],
                told.settled.map((/** @type {any} */ each) => [
                  whole(each.tick),
                  each.state,
                  each.run_id ? html`<a href=${at('dags', dag(), 'runs', each.run_id)}>${each.run_id}</a>` : '',
                  each.reason ?? ''
                ])
              )}`
          : nothing
      }`;
  }

  function backfills(/** @type {any} */ told) {
    const entry = use(resource(route));
    const B = W.dag.backfill;
    const mayBegin = told.actions.some((/** @type {any} */ each) => each.verb === 'trigger');
    const deedsOf = (/** @type {any} */ each) =>
      !mayBegin || each.state === 'done' || each.state === 'cancelled'
        ? ''
        : html`<span class="btns"
            >${[each.state === 'paused' ? 'resume' : 'pause', 'cancel'].map(verb => html`<button class="btn ${verb === 'cancel' ? 'danger' : ''}" @click=${() => act({ verb, label: B[verb], method: 'POST', href: `${base()}/backfills/${each.id}/${verb}`, dry_run: true, danger: verb === 'cancel', primary: false }, B.one(each.id))}>${B[verb]}…</button>`)}</span
          >`;
    return html`${mayBegin ? html`<div class="pills"><button class="btn" @click=${async () => (await import('./backfill.js')).backfillDialog(told)}>${B.begin}…</button></div>` : nothing}${
      entry.data
        ? entry.data.items.length
          ? table(
              [B.backfill, B.state, B.progress, B.from, B.until, B.by, ''],
              entry.data.items.map((/** @type {any} */ each) => {
                const over = each.succeeded + each.failed + each.cancelled;
                return [
                  html`#${each.id}<br /><span class="low">${each.reason}</span>`,
                  each.state,
                  html`<progress
                      max=${Math.max(1, each.total - each.left_out)}
                      value=${over}
                      aria-label=${B.done(over, each.total - each.left_out)}
                    ></progress
                    ><br /><span class="low"
                      >${B.done(over, each.total - each.left_out)}${each.active ? `, ${each.active} ${STATES.running}` : ''}</span
                    >${each.failed ? html` <span class="bad">${each.failed} ${STATES.failed}</span>` : nothing}`,
                  dayTime(each.from),
                  dayTime(each.until),
                  html`${each.user}<br />${time(each.created_at)}`,
                  deedsOf(each)
                ];
              })
            )
          : empty(W.dag.noBackfills, B.text)
        : awaited(entry)
    }`;
  }

  return {
    title: () => [W.dag.tabs[tab()], dag()].join(' · '),
    view,
    topics: () => ['dag:' + dag()],
    moved: next => {
      const same = next.args.dag === dag();
      if (same) {
        route = next;
        befores = [''];
        if (next.query.get('do')) {
          deed(next.query.get('do') ?? '');
        }
      }
      return same;
    },
    heard: ({ name, data }) => {
      if (data.dag_id !== dag()) {
        return;
      }
      if (name === 'dag.changed') {
        inUse = data.version;
        refresh(base());
      } else if (name === 'run.changed') {
        refreshShown(path => path.startsWith(base()) && !path.includes('/graph'), 500);
      }
    },
    key: event => {
      if (event.key === 'g') {
        go(base() + '/graph');
        return true;
      }
      return false;
    }
  };
}

/** @type {any[]} */
const NONE = [];

/** Runs as bars over a scale of durations. @param {{y: number, state: string, title: string, at: any, limit: number|null}[]} all @param {number[]} marks */
function bars(all, marks) {
  const most = Math.max(1, ...all.map(each => Math.max(each.y, each.limit ?? 0)), ...marks.filter(each => each != null)) * 1.08;
  const wide = 1000 / Math.max(10, all.length);
  const x = (/** @type {number} */ i) => i * wide;
  const y = (/** @type {number} */ each) => 180 - (each / most) * 172;
  const lines = [0, most / 2, most].map(each => ({ y: y(each), words: each ? duration(each) : '0' }));
  return html`<figure class="chart">
    <div class="scale" aria-hidden="true">
      ${lines.map(each => html`<span .style=${`--y:${(each.y / 180).toFixed(4)}`}>${each.words}</span>`)}
    </div>
    <svg
      class="series"
      viewBox="0 0 1000 180"
      preserveAspectRatio="none"
      role="img"
      aria-label=${`${count(all.length, 'run')}; the numbers are in the table below`}
    >
      ${lines.map(each => svg`<line x1="0" x2="1000" y1=${each.y} y2=${each.y} stroke="var(--line)" vector-effect="non-scaling-stroke"></line>`)}
      ${all.map((each, i) => svg`<g class="st-${each.state}"><title>${each.title}</title><rect x=${x(i) + wide * 0.15} y=${y(each.y)} width=${wide * 0.7} height=${Math.max(2, 180 - y(each.y))} fill="var(--c)"></rect>${each.limit == null ? nothing : svg`<line x1=${x(i)} x2=${x(i) + wide} y1=${y(each.limit)} y2=${y(each.limit)} stroke="var(--text)" stroke-width="2.500" vector-effect="non-scaling-stroke"></line>`}</g>`)}
      ${marks.filter(each => each != null).map(each => svg`<line x1="0" x2="1000" y1=${y(each)} y2=${y(each)} stroke="var(--link)" stroke-width="1.500" stroke-dasharray="5 4" vector-effect="non-scaling-stroke"></line>`)}
    </svg>
    <figcaption class="low">
      <span>${all.length ? day(all[0].at) : ''}</span><span>${all.some(each => each.limit != null) ? W.dag.chartKey : ''}</span
      ><span>${all.length ? day(all.at(-1)?.at) : ''}</span>
    </figcaption>
  </figure>`;
}
