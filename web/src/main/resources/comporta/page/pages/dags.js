// All DAGs.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { at, go, withQuery } from '../router.js';
import { refreshShown, use } from '../store.js';
import { said } from '../look/cron.js';
import { W, count } from '../look/words.en.js';
import { duration, percent } from '../look/format.js';
import { awaited, empty, fillOf, firstSteps, time, trouble } from '../parts/bits.js';
import { actions } from '../parts/dialog.js';
import { triggerDialog } from './trigger.js';

/** What is often looked for: the name in the address, its value, and the word of it. @type {[string, string, string][]} */
const OFTEN = [
  ['state', 'failed', W.dags.often.failed],
  ['state', 'running', W.dags.often.running],
  ['paused', 'true', W.dags.often.paused],
  ['file', 'broken', W.dags.often.broken]
];

/** @param {import('../router.js').Route} route */
const filters = route => ['q', 'tag', 'state', 'file', 'paused'].map(name => [name, route.query.get(name) ?? '']).filter(each => each[1]);
/** @param {import('../router.js').Route} route @param {string} cursor */
const path = (route, cursor) =>
  '/dags?' + new URLSearchParams([['limit', '50'], ...filters(route), ...(cursor ? [['cursor', cursor]] : [])]).toString();

/** @param {import('../router.js').Route} route */
export const needs = route => [path(route, '')];

const pageOf = (/** @type {any} */ dag, /** @type {string[]} */ ...more) => at('dags', dag.dag_id, ...more);
const runWords = (/** @type {any} */ run) => `${run.state}, ${duration(run.duration_s)}`;

/** The last runs as bars of their duration. @param {any} dag */
function strip(dag) {
  const runs = dag.last_runs;
  if (!runs.length) {
    return nothing;
  }
  const most = Math.max(1, ...runs.map((/** @type {any} */ run) => run.duration_s ?? 0));
  const height = (/** @type {any} */ run) => `--h:${Math.round(((run.duration_s ?? 0) / most) * 100)}%`;
  const one = (/** @type {any} */ run) =>
    html`<i class="st-${run.state} fill-${fillOf(run.state)}" title=${runWords(run)} .style=${height(run)}></i>`;
  const words = `${W.dags.columns.last}: ${runs.map(runWords).join('; ')}`;
  return html`<a class="strips" href=${pageOf(dag, 'runs')} aria-label=${words}
    ><span class="strip">${runs.toReversed().map(one)}</span></a
  >`;
}

/** What is wrong with it, or unusual. @param {any} dag */
function marks(dag) {
  const D = W.dags;
  const isWhole = dag.file === 'ok';
  return html`${dag.paused ? html`<span class="chip">${D.paused}</span>` : nothing}
  ${isWhole ? nothing : html`<span class="chip bad">${dag.file === 'broken' ? D.broken : D.gone}</span>`}
  ${dag.problems ? html`<a class="warn" href=${pageOf(dag, 'source')}>${count(dag.problems, 'problem')}</a>` : nothing}`;
}

const tag = (/** @type {string} */ name) => html`<a class="chip" href=${'/dags?tag=' + encodeURIComponent(name)}>${name}</a> `;

/** @param {any} dag */
function nameCell(dag) {
  const about = [dag.owner, dag.description].filter(Boolean).join(' · ');
  return html`<a class="name" data-item href=${pageOf(dag)}>${dag.dag_id}</a> ${marks(dag)} ${dag.tags.map(tag)}
    <span class="low" title=${about}>${about}</span>`;
}

/** When it is due next, and what is to be said of that. @param {any} dag */
function nextCell(dag) {
  const schedule = said(dag.schedule);
  const tick = dag.next_tick;
  const notes = tick?.notes.map((/** @type {any} */ note) => note.text) ?? [];
  const words = [...notes, schedule].filter(Boolean).join(' · ');
  return html`${tick ? time(tick.at) : html`<span class="low">${W.dags.never}</span>`} <span class="low" title=${words}>· ${words}</span>`;
}

/** @param {any} dag */
const usualCell = dag =>
  dag.duration ? html`${duration(dag.duration.p50_s)}<span class="low">${' – ' + duration(dag.duration.p90_s)}</span>` : nothing;

/** @param {any} dag */
const rateCell = dag =>
  html`${percent(dag.success_rate)}
  ${dag.deadline_rate == null ? nothing : html`<span class="low">${W.dags.inTime(percent(dag.deadline_rate))}</span>`}`;

/** @param {any} dag */
function deeds(dag) {
  const others = dag.actions.filter((/** @type {any} */ each) => each.verb !== 'trigger');
  const trigger = html`<button class="btn" @click=${() => triggerDialog(dag.dag_id)}>${W.dag.trigger}…</button>`;
  return html`<span class="btns">${actions(others, dag.dag_id)}${others.length < dag.actions.length ? trigger : nothing}</span>`;
}

/** @param {any} dag */
function row(dag) {
  const C = W.dags.columns;
  return html`<tr data-row>
    <td class="about">${nameCell(dag)}</td>
    <td data-name=${C.last}>${strip(dag)}</td>
    <td class="next" data-name=${C.next}>${nextCell(dag)}</td>
    <td class="num" data-name=${C.usual}>${usualCell(dag)}</td>
    <td class="num" data-name=${C.rate} title=${W.dags.last30}>${rateCell(dag)}</td>
    <td data-name="">${deeds(dag)}</td>
  </tr>`;
}

/** @param {any[]} dags */
function list(dags) {
  const C = W.dags.columns;
  return html`<div class="wide" data-list>
    <table class="many dags">
      <thead>
        <tr>
          <th scope="col">${C.dag}</th>
          <th scope="col">${C.last}</th>
          <th scope="col">${C.next}</th>
          <th scope="col" class="num">${C.usual}</th>
          <th scope="col" class="num">${C.rate}</th>
          <th scope="col"><span class="away">${C.deeds}</span></th>
        </tr>
      </thead>
      <tbody>
        ${dags.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  let timer = 0;
  /** Cursors of the pages that are shown, one after the other. @type {string[]} */
  let cursors = [''];

  const search = (/** @type {any} */ event) => {
    const q = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(() => go(withQuery({ q }), true), 150);
  };

  /** Which DAGs are listed. */
  function pills() {
    const { query } = route;
    const none = { state: null, paused: null, file: null };
    const isAll = Object.keys(none).every(name => !query.has(name));
    const pill = (/** @type {object} */ words, /** @type {string} */ label, /** @type {boolean} */ here) =>
      html`<a data-instead href=${withQuery({ ...none, ...words })} aria-current=${here ? 'true' : nothing}>${label}</a>`;
    return html`<div class="pills">
      ${pill({}, W.dags.often.all, isAll)} ${OFTEN.map(([name, value, label]) => pill({ [name]: value }, label, query.get(name) === value))}
    </div>`;
  }

  /** What else chooses among them, each to be taken away. */
  function chosen() {
    const isOften = (/** @type {string[]} */ [name, value]) => OFTEN.some(each => each[0] === name && each[1] === value);
    return filters(route)
      .filter(each => each[0] !== 'q' && !isOften(each))
      .map(([name, value]) => html`<a class="chip" href=${withQuery({ [name]: null })}>${name}: ${value} ✕</a>`);
  }

  /** @param {string} next cursor */
  function more(next) {
    const ask = () => {
      cursors = [...cursors, next];
      draw();
    };
    return html`<div class="pad"><button class="btn" @click=${ask}>${W.dags.more}</button></div>`;
  }

  /** @param {any[]} dags @param {string|undefined} next cursor */
  function content(dags, next) {
    if (dags.length) {
      return html`${list(dags)}${next ? more(next) : nothing}`;
    }
    return filters(route).length ? empty(W.dags.none) : firstSteps();
  }

  function view() {
    const D = W.dags;
    const pages = cursors.map(cursor => use(path(route, cursor)));
    const entry = pages[0];
    const dags = pages.flatMap(page => page.data?.items ?? []);
    const q = route.query.get('q') ?? '';
    return html`<div class="head">
        <h1 tabindex="-1">${D.title}</h1>
        ${entry.data ? html`<span class="chip">${D.shown(dags.length, entry.data.total)}</span>` : nothing}${chosen()}
        <span class="btns"><input type="search" aria-label=${D.search} placeholder=${D.search} .value=${q} @input=${search} /></span>
      </div>
      ${trouble(entry)}
      <section class="panel">${pills()}${entry.data ? content(dags, pages.at(-1)?.data?.next) : awaited(entry, 12)}</section>`;
  }

  return {
    title: () => W.dags.title,
    view,
    topics: () => ['night'],
    moved: next => {
      route = next;
      cursors = [''];
      return true;
    },
    heard: ({ name }) => {
      if (name === 'run.changed') {
        refreshShown(each => each.startsWith('/dags?'), 1000);
      }
    },
    key: event => {
      if (event.key === '/') {
        /** @type {HTMLElement|null} */ (document.querySelector('.head input'))?.focus();
        return true;
      }
      return false;
    }
  };
}
