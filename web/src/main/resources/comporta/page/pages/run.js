// A run: its head, its tabs, and the task that was chosen beside them.
import { html, nothing } from 'lit-html';
import { now } from '../clock.js';
import { at, go, withQuery } from '../router.js';
import { patch, peek, refresh, refreshShown, use } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { chance, day, dayTime, duration, money, ms } from '../look/format.js';
import { awaited, forecastWords, glyph, headBones, tightest, trouble } from '../parts/bits.js';
import { actions } from '../parts/dialog.js';
import { hearVersion, versionTopic } from '../parts/in-use.js';
import { deadlines } from '../run/deadlines.js';
import { events } from '../run/events.js';
import { machines } from '../run/machines.js';
import { sourceOf } from '../run/source.js';
import { chosenTry, taskPane, taskPath } from '../run/task-pane.js';
import { idOf, tasksOf } from '../run/tasks.js';
import { foretold, timelineOf } from '../run/timeline.js';
import { nightOf } from './nights.js';

/**
 * What is looked at now: the DAG, the run and its path, the task beside it ('': none), and what else the address asks for by name.
 * @typedef {{dag: () => string, run: () => string, base: () => string, task: () => string, asked: (name: string) => string}} Looked
 */

/** Tasks of the critical path that are named in the head. */
const FEW = 6;
/** Deeds that are done to the tasks that are chosen, if some are. */
const OF_CHOSEN = ['clear', 'rerun'];
/** What the address says of the task beside the run. */
const NO_TASK = { task: null, tab: null, try: null, line: null };

/** @param {import('../router.js').Route} route */
const baseOf = route => at('dags', route.args.dag, 'runs', route.args.run);
/** @param {import('../router.js').Route} route */
const taskOf = route => route.args.alone ?? route.query.get('task') ?? '';

/** @param {import('../router.js').Route} route */
export const needs = route => [
  baseOf(route) + (route.args.tab && !route.args.alone ? '' : '/timeline'),
  ...(taskOf(route) ? [taskPath(route.args.dag, route.args.run, taskOf(route))] : [])
];

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  /** Bytes of the logs that grew while they were looked at, by task. @type {Map<string, number>} */
  const grown = new Map();

  const dag = () => route.args.dag;
  const run = () => route.args.run;
  const base = () => baseOf(route);
  const task = () => taskOf(route);
  const asked = (/** @type {string} */ name) => route.query.get(name) ?? '';
  const tab = () => route.args.tab ?? '';
  /** @type {Looked} */
  const looked = { dag, run, base, task, asked };
  const timeline = timelineOf(looked);
  const tasks = tasksOf(looked);
  const source = sourceOf(looked);
  /** The run, as far as it is known. */
  const known = () => peek(timeline.path()).data?.run ?? peek(base()).data;

  function view() {
    const entry = use(tab() === '' || route.args.alone ? timeline.path() : base());
    const told = entry.data?.run ?? entry.data ?? peek(base()).data;
    if (!told) {
      needs(route).forEach(use);
      return html`${headBones(dag())}
        <section class="panel">${awaited(entry, 12)}</section>`;
    }
    if (route.args.alone) {
      return html`${crumbs(told, route.args.alone)}
        <h1 tabindex="-1" class="away">${route.args.alone}</h1>
        ${pane(true)}`;
    }
    return html`${trouble(entry)}${crumbs(told)}${head(told)}
      <div class="runsplit ${task() ? '' : 'alone'}">
        <section class="panel" aria-label="Run">${tabs()}${content(told, entry)}</section>
        ${task() ? pane(false) : nothing}
      </div>`;
  }

  /** @param {boolean} alone */
  const pane = alone =>
    taskPane({
      dag: dag(),
      run: run(),
      task: task(),
      tab: asked('tab'),
      tryNumber: asked('try'),
      line: asked('line'),
      grown: grown.get(task()) ?? 0,
      alone
    });

  /** @param {any} told @param {string} [alone] the task that is shown without its run */
  function crumbs(told, alone) {
    const night = nightOf(told.started_at ?? told.queued_at);
    const words = W.run.of(dayTime(told.logical_date));
    return html`<nav class="crumbs" aria-label="Where">
      <a href=${'/night/' + night}>${W.night.of(day(night + 'T12:00:00Z'))}</a
      ><span><a href=${at('dags', told.dag_id)}>${told.dag_id}</a></span
      ><span>${alone ? html`<a href=${base()}>${words}</a>` : words}</span>${alone ? html`<span>${alone}</span>` : nothing}
    </nav>`;
  }

  /** @param {any} told */
  function head(told) {
    const path = told.ended_at ? [] : (peek(timeline.path()).data?.critical_path ?? []);
    const ahead = path.filter((/** @type {any} */ step) => ms(step.to) > now()).map((/** @type {any} */ step) => step.task_id);
    const decided = ahead.length ? html`<span class="hush">${W.run.decided(ahead.slice(0, FEW).join(', then '))}</span>` : nothing;
    const reason = told.reason ? html` <span class="hush">${told.reason}</span>` : nothing;
    const aside = task() ? 'hide-phone' : '';
    return html`<div class="head">
        ${glyph(told.state, told.cause)}
        <h1 tabindex="-1">${told.dag_id}</h1>
        <span class="chip">${W.run.tasks(told.done, told.total)}</span
        ><a class="chip hide-phone" href=${at('dags', told.dag_id, 'versions')}>${W.run.version(told.dag_version)}</a
        ><span class="chip hide-phone">${told.run_type}</span>${told.cost ? html`<span class="chip">${money(told.cost)}</span>` : nothing}
        <span class="btns ${aside}">${actions(told.actions, told.dag_id, meant)}</span>
      </div>
      <p class="say ${aside}">${forecastWords(told)} ${decided}${reason}</p>
      ${ahead.length && tab() === '' && !task() ? decider(ahead[0]) : nothing}`;
  }

  /** The tasks that a deed is meant for. @param {string} verb */
  function meant(verb) {
    const wished = OF_CHOSEN.includes(verb) ? tasks.wished() : [];
    return wished.length ? { tasks: wished } : {};
  }

  /** What to look at first, where there is no room for all. @param {string} id */
  function decider(id) {
    const row = peek(timeline.path()).data.rows.find((/** @type {any} */ each) => each.id === id);
    if (!row) {
      return nothing;
    }
    const link = (/** @type {string} */ tab, /** @type {string} */ words) =>
      html`<a class="btn" href=${taskPath(dag(), run(), id) + '?tab=' + tab}>${words}</a>`;
    return html`<article class="need soft only-phone">
      ${glyph(row.state, row.cause)}
      <p>
        ${W.run.decides(row.label || id)} ${forecastWords({ forecast: foretold(row), started_at: row.segments[0]?.from, state: row.state })}
        ${row.slack_s == null ? nothing : W.run.slack(duration(row.slack_s))}
      </p>
      <div class="btns">${row.try_number ? link('log', W.night.readLog) : nothing}${link('why', W.night.why)}</div>
    </article>`;
  }

  function tabs() {
    const only = html`<button class="hide-phone" aria-pressed=${asked('path') === 'only'} @click=${pathOnly}>
      ${W.run.criticalOnly}
    </button>`;
    return html`<div class="tabs" role="navigation" aria-label="Of the run">
      ${Object.entries(W.run.tabs).map(([key, words]) => tabLink(key, words))} <span class="grow"></span>${tab() === '' ? only : nothing}
    </div>`;
  }

  /** @param {string} key @param {string} words */
  const tabLink = (key, words) =>
    html`<a href=${withQuery({}, base() + (key ? '/' + key : ''))} aria-current=${key === tab() ? 'page' : nothing}>${words}</a>`;

  const pathOnly = () => go(withQuery({ path: asked('path') === 'only' ? null : 'only' }), true);

  /** @param {any} told @param {any} entry */
  function content(told, entry) {
    switch (tab()) {
      case 'graph':
        return graph(told);
      case 'tasks':
        return tasks.view(Boolean(known()?.ended_at));
      case 'deadlines':
        return deadlines(told, base());
      case 'machines':
        return machines(dag(), run());
      case 'events':
        return events(looked);
      case 'source':
        return source(told);
      default:
        return entry.data?.rows ? timeline.view(entry.data) : awaited(entry, 12);
    }
  }

  /** @param {any} told */
  function graph(told) {
    import('../run/graph.js');
    const layout = use(at('dags', dag(), 'graph') + '?version=' + told.dag_version);
    const states = use(tasks.path());
    if (!layout.data) {
      return awaited(layout);
    }
    return html`<co-graph
        .layout=${layout.data}
        .states=${states.data?.items ?? []}
        .selected=${task()}
        @select=${(/** @type {CustomEvent} */ e) => go(withQuery({ task: e.detail }), true)}
      ></co-graph>
      <p class="pad low">${W.graph.key}. <a href=${withQuery({}, base() + '/tasks')}>${W.graph.list}</a></p>`;
  }

  /** Tasks that changed, until the server has been asked. @param {any[]} items */
  function tasksChanged(items) {
    const news = new Map(items.map(each => [each.task, each]));
    const newer = (/** @type {any} */ old, /** @type {string} */ id) => {
      const item = news.get(id);
      return item && item.version > old.version
        ? { ...old, state: item.state, cause: item.cause, try_number: item.try_number, version: item.version }
        : old;
    };
    patch(timeline.path(), old => ({ ...old, rows: old.rows.map((/** @type {any} */ row) => newer(row, row.id)) }));
    patch(tasks.path(), old => ({ ...old, items: old.items.map((/** @type {any} */ each) => newer(each, idOf(each))) }));
  }

  /** @param {any} news */
  function runChanged({ version, state, done, total, counts }) {
    const newer = (/** @type {any} */ old) => (old.version < version ? { ...old, state, done, total, counts } : old);
    patch(timeline.path(), old => ({ ...old, run: newer(old.run) }));
    patch(base(), newer);
  }

  function title() {
    const told = known();
    const late = told && tightest(told.deadlines)?.p_late;
    const state = told && told.state !== 'running' ? STATES[told.state] : '';
    return [late != null ? chance(late) : state, task(), dag()].filter(Boolean).join(' · ');
  }

  function topics() {
    const of = `${dag()}/${run()}`;
    const tried = task() ? chosenTry(peek(taskPath(dag(), run(), task())).data, asked('try')) : null;
    return [
      'run:' + of,
      ...(tried && !tried.ended_at ? [`log:${of}/${task()}/${tried.number}`] : []),
      ...(tab() === 'source' ? [versionTopic(dag())] : [])
    ];
  }

  /** @param {import('../router.js').Route} next */
  function moved(next) {
    const here = next.args.dag === dag() && next.args.run === run() && !next.args.alone === !route.args.alone;
    if (here) {
      route = next;
    }
    return here;
  }

  /** @param {import('../stream.js').Heard} heard */
  function heard(heard) {
    const { name, data } = heard;
    if (data.dag_id !== dag() || hearVersion(heard) || data.run_id !== run()) {
      return;
    }
    if (name === 'log.grew') {
      grown.set(data.task, data.stdout + data.stderr);
      return;
    }
    if (name === 'task.changed') {
      tasksChanged(data.items);
    } else if (name === 'run.changed') {
      runChanged(data);
    }
    refreshShown(path => path.startsWith(base()), 400);
    refresh(timeline.path(), 400);
  }

  /** Where a key leads; null: nowhere. @param {string} key @returns {(() => void)|null} */
  function deedOf(key) {
    switch (key) {
      case 'Escape':
        return task() && !route.args.alone ? () => go(withQuery(NO_TASK), true) : null;
      case 'w':
        return task() ? () => go(withQuery({ tab: 'why' }), true) : null;
      case 'l':
        return task() ? () => go(withQuery({ tab: 'log' }), true) : null;
      case 'g':
        return () => go(base() + '/graph');
      case 'p':
        return pathOnly;
      case '0':
        return () => go(withQuery({ from: null, to: null }), true);
      case '/':
        return () => /** @type {HTMLElement|null} */ (document.querySelector('.pills input[type=search]'))?.focus();
      default:
        return null;
    }
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const deed = deedOf(event.key);
    deed?.();
    return deed !== null;
  }

  return { title, view, topics, moved, heard, key };
}
