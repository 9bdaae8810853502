// A DAG: its runs against its tasks, and all that is known of it.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { deed } from '../api.js';
import { at, go, withQuery } from '../router.js';
import { peek, refreshShown, use } from '../store.js';
import { said } from '../look/cron.js';
import { W, capital } from '../look/words.en.js';
import { dayTime, duration } from '../look/format.js';
import { awaited, empty, glyph, headBones, sign, table, trouble } from '../parts/bits.js';
import { act, actions } from '../parts/dialog.js';
import { hearVersion, versionTopic } from '../parts/in-use.js';
import { backfills } from '../dag/backfills.js';
import { calendar } from '../dag/calendar.js';
import { durations, landing } from '../dag/durations.js';
import { runsOf } from '../dag/runs.js';
import { schedule } from '../dag/schedule.js';
import { versionsOf } from '../dag/versions.js';
import '../run/grid.js';

/**
 * What is looked at now: the DAG and its path, what the tab shows, and what else the address asks for by name.
 * @typedef {{dag: () => string, base: () => string, resource: () => string, asked: (name: string) => string}} Looked
 */

/** Problems of a file that are shown at first: there may be one for each task. */
const FEW = 5;
/** States of tasks where there is no run. @type {any[]} */
const NONE = [];

/** The dialog is loaded when it is wanted: the grid comes first. @param {string} dag */
const trigger = async dag => (await import('./trigger.js')).triggerDialog(dag);

/** What a tab shows. @param {import('../router.js').Route} route */
function resource(route) {
  const base = at('dags', route.args.dag);
  const version = route.query.get('version');
  switch (route.args.tab) {
    case 'runs':
      return base + '/runs?limit=50';
    case 'calendar':
      return `${base}/calendar?year=${yearOf(route)}`;
    case 'source':
      return base + '/source' + (version ? '?version=' + encodeURIComponent(version) : '');
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
  const dag = () => route.args.dag;
  const base = () => at('dags', dag());
  const tab = () => route.args.tab ?? '';
  const asked = (/** @type {string} */ name) => route.query.get(name) ?? '';
  /** @type {Looked} */
  const looked = { dag, base, resource: () => resource(route), asked };
  const runs = runsOf(looked);
  const versions = versionsOf(looked);
  askFor(asked('do'));

  /** What was asked for by words is asked once more before it is done. @param {string} verb '': nothing */
  function askFor(verb) {
    if (verb) {
      go(withQuery({ do: null }), true);
    }
    if (verb === 'trigger') {
      setTimeout(() => trigger(dag()));
    } else if (verb === 'pause' || verb === 'resume') {
      setTimeout(() => act(deed(verb, capital(verb), `${base()}/${verb}`), dag()));
    }
  }

  function view() {
    const [entry] = needs(route).map(use);
    const told = entry.data;
    if (!told) {
      return html`${headBones(dag())}
        <section class="panel">${awaited(entry, 8)}</section>`;
    }
    return html`<nav class="crumbs" aria-label="Where"><a href="/dags">${W.dags.title}</a><span>${told.dag_id}</span></nav>
      ${head(told)}${trouble(entry)}${told.file_problems.length ? problems(told.file_problems) : nothing}
      <section class="panel">
        <div class="tabs" role="navigation" aria-label="Of the DAG">${Object.entries(W.dag.tabs).map(tabLink)}</div>
        ${content(told)}
      </section>
      ${told.doc ? html`<section class="panel"><pre class="pad">${told.doc}</pre></section>` : nothing}`;
  }

  /** @param {[string, string]} tab */
  const tabLink = ([key, words]) =>
    html`<a href=${base() + (key ? '/' + key : '')} aria-current=${key === tab() ? 'page' : nothing}>${words}</a>`;

  /** @param {any[]} all */
  function problems(all) {
    const toggle = () => {
      allProblems = !allProblems;
      draw();
    };
    const more = html`<button class="link" aria-expanded=${allProblems} @click=${toggle}>
      ${allProblems ? W.night.fewer : W.night.allOf(all.length)}
    </button>`;
    return html`<section class="panel">
      <header>
        <h2>${W.dag.fileProblems}</h2>
        ${all.length > FEW ? more : nothing}
      </header>
      <ul class="pad">
        ${(allProblems ? all : worstFirst(all).slice(0, FEW)).map(problem)}
      </ul>
    </section>`;
  }

  /** @param {any} told */
  function content(told) {
    const entry = use(resource(route));
    switch (tab()) {
      case 'graph':
        return graph(entry);
      case 'runs':
        return runs.view();
      case 'calendar':
        return calendar(entry, yearOf(route));
      case 'landing':
        return landing(entry, dag());
      case 'durations':
        return durations(entry);
      case 'versions':
        return versions.versions();
      case 'source':
        return versions.source();
      case 'schedule':
        return schedule(entry, dag());
      case 'backfills':
        return backfills(entry, told);
      default:
        return grid(entry);
    }
  }

  /** @param {import('../store.js').Entry} entry */
  function grid(entry) {
    if (!entry.data) {
      return awaited(entry, 10);
    }
    return entry.data.runs.length ? html`<co-grid .dag=${dag()} .folds=${folds} .told=${entry.data}></co-grid>` : empty(W.dag.noRuns);
  }

  /** @param {import('../store.js').Entry} entry */
  function graph(entry) {
    import('../run/graph.js');
    if (!entry.data) {
      return awaited(entry);
    }
    const tasks = peek(base()).data?.tasks ?? [];
    const picked = tasks.find((/** @type {any} */ each) => each.task_id === asked('task'));
    const toggle = (/** @type {any} */ e) => {
      listed = e.target.open;
      draw();
    };
    return html`<co-graph
        .layout=${entry.data}
        .states=${NONE}
        .selected=${asked('task')}
        @select=${(/** @type {CustomEvent} */ e) => go(withQuery({ task: e.detail }), true)}
      ></co-graph>
      ${entry.data.folded.length ? html`<p class="pad hush">${W.graph.folded}</p>` : nothing}${picked ? described(picked) : nothing}
      <details class="pad" @toggle=${toggle}>
        <summary>${W.graph.list}</summary>
        ${listed ? tasksTable(tasks) : nothing}
      </details>`;
  }

  return {
    title: () => [W.dag.tabs[tab()], dag()].join(' · '),
    view,
    topics: () => [versionTopic(dag())],
    moved: next => {
      const same = next.args.dag === dag();
      if (same) {
        route = next;
        runs.begin();
        askFor(asked('do'));
      }
      return same;
    },
    heard: news => {
      if (news.data.dag_id === dag() && !hearVersion(news) && news.name === 'run.changed') {
        refreshShown(path => path.startsWith(base()) && !path.includes('/graph'), 500);
      }
    },
    key: event => {
      if (event.key === 'g') {
        go(base() + '/graph');
      }
      return event.key === 'g';
    }
  };
}

/** @param {any} told */
function head(told) {
  const mayBegin = told.actions.some((/** @type {any} */ each) => each.verb === 'trigger');
  const others = told.actions.filter((/** @type {any} */ each) => each.verb !== 'trigger');
  const begin = html`<button class="btn primary" @click=${() => trigger(told.dag_id)}>${W.dag.trigger}…</button>`;
  const file = html`<span class="chip bad">${told.file === 'broken' ? W.dags.broken : W.dags.gone}</span>`;
  const known = [
    told.description,
    told.owner,
    told.next_tick ? `next ${dayTime(told.next_tick.at)}` : '',
    told.duration ? `usually ${duration(told.duration.p50_s)} – ${duration(told.duration.p90_s)}` : ''
  ];
  return html`<div class="head">
      <h1 tabindex="-1">${told.dag_id}</h1>
      ${told.paused ? html`<span class="chip">${W.dags.paused}</span>` : nothing}${told.file === 'ok' ? nothing : file}
      <span class="chip">${W.run.version(told.version)}</span><span class="chip">${said(told.schedule)}</span>
      <span class="btns">${actions(others, told.dag_id)}${mayBegin ? begin : nothing}</span>
    </div>
    <p class="say hush">${known.filter(Boolean).join(' · ')}</p>`;
}

/** @param {any[]} all */
const worstFirst = all => [...all.filter(each => each.severity === 'error'), ...all.filter(each => each.severity !== 'error')];

/** @param {any} each of a file */
function problem(each) {
  const mark = each.severity === 'error' ? glyph('failed') : html`<span class="warn">${sign('warning')}</span>`;
  const place = `${each.file}:${each.line}:${each.column}`;
  return html`<li>${mark} <span class="mono">${place}</span> ${each.what}. <span class="hush">${each.fix}</span></li>`;
}

/** @param {any} task */
const described = task =>
  html`<div class="pad">
    <h2>${task.task_id}</h2>
    <p>${task.operator}${task.description ? ` · ${task.description}` : ''}</p>
    <p class="hush">${W.task.upstream}: ${task.depends_on.join(', ') || W.task.nothing}</p>
  </div>`;

/** @param {any[]} tasks */
const tasksTable = tasks =>
  table(
    ['Task', 'Operator', 'Waits for', 'Description'],
    tasks.map(each => [each.task_id, each.operator, each.depends_on.join(', '), each.description])
  );
