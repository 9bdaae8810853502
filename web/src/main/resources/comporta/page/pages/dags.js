// All DAGs.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { at, go, withQuery } from '../router.js';
import { refreshShown, use } from '../store.js';
import { said } from '../look/cron.js';
import { W, count } from '../look/words.en.js';
import { duration, percent } from '../look/format.js';
import { awaited, empty, fillOf, time, trouble } from '../parts/bits.js';
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

  /** The last runs as bars of their duration. @param {any} dag */
  function strip(dag) {
    const most = Math.max(1, ...dag.last_runs.map((/** @type {any} */ run) => run.duration_s ?? 0));
    const words = dag.last_runs.map((/** @type {any} */ run) => `${run.state}, ${duration(run.duration_s)}`);
    return dag.last_runs.length
      ? html`<a class="strips" href=${at('dags', dag.dag_id, 'runs')} aria-label=${`${W.dags.columns.last}: ${words.join('; ')}`}
          ><span class="strip"
            >${dag.last_runs.toReversed().map((/** @type {any} */ run) => html`<i class="st-${run.state} fill-${fillOf(run.state)}" title=${`${run.state}, ${duration(run.duration_s)}`} .style=${`--h:${Math.round(((run.duration_s ?? 0) / most) * 100)}%`}></i>`)}</span
          ></a
        >`
      : nothing;
  }

  /** Which DAGs are listed. */
  function pills() {
    const query = route.query;
    const none = { state: null, paused: null, file: null };
    const pill = (/** @type {object} */ words, /** @type {string} */ label, /** @type {boolean} */ here) =>
      html`<a data-instead href=${withQuery({ ...none, ...words })} aria-current=${here ? 'true' : nothing}>${label}</a>`;
    return html`<div class="pills">
      ${pill(
        {},
        W.dags.often.all,
        Object.keys(none).every(name => !query.has(name))
      )}${OFTEN.map(([name, value, label]) => pill({ [name]: value }, label, query.get(name) === value))}
    </div>`;
  }

  function view() {
    const D = W.dags;
    const pages = cursors.map(cursor => use(path(route, cursor)));
    const entry = pages[0];
    const items = pages.flatMap(page => page.data?.items ?? []);
    const next = pages.at(-1)?.data?.next;
    return html`<div class="head">
        <h1 tabindex="-1">${D.title}</h1>
        ${entry.data ? html`<span class="chip">${D.shown(items.length, entry.data.total)}</span>` : nothing}${filters(route)
          .filter(each => each[0] !== 'q' && !OFTEN.some(([name, value]) => name === each[0] && value === each[1]))
          .map(([name, value]) => html`<a class="chip" href=${withQuery({ [name]: null })}>${name}: ${value} ✕</a>`)}<span class="btns"
          ><input type="search" aria-label=${D.search} placeholder=${D.search} .value=${route.query.get('q') ?? ''} @input=${search}
        /></span>
      </div>
      ${trouble(entry)}
      <section class="panel">
        ${pills()}${
          entry.data
            ? items.length
              ? html`<div class="wide" data-list>
                    <table class="many">
                      <thead>
                        <tr>
                          <th scope="col">${D.columns.dag}</th>
                          <th scope="col">${D.columns.last}</th>
                          <th scope="col">${D.columns.next}</th>
                          <th scope="col" class="num">${D.columns.usual}</th>
                          <th scope="col" class="num">${D.columns.rate}</th>
                          <th scope="col"><span class="away">Deeds</span></th>
                        </tr>
                      </thead>
                      <tbody>
                        ${items.map(
                          dag =>
                            html`<tr data-row>
                              <td>
                                <a class="name" data-item href=${at('dags', dag.dag_id)}>${dag.dag_id}</a>
                                ${dag.paused ? html`<span class="chip">${D.paused}</span>` : nothing}${dag.file === 'ok' ? nothing : html`<span class="chip bad">${dag.file === 'broken' ? D.broken : D.gone}</span>`}${dag.problems ? html` <a class="warn" href=${at('dags', dag.dag_id, 'source')}>${count(dag.problems, 'problem')}</a>` : nothing}<br /><span
                                  class="low"
                                  >${dag.owner}${dag.description ? ` · ${dag.description}` : ''}</span
                                >
                                ${dag.tags.map((/** @type {string} */ tag) => html`<a class="chip" href=${'/dags?tag=' + encodeURIComponent(tag)}>${tag}</a> `)}
                              </td>
                              <td data-name=${D.columns.last}>${strip(dag)}</td>
                              <td data-name=${D.columns.next}>
                                ${dag.next_tick ? html`${time(dag.next_tick.at)}${dag.next_tick.notes.map((/** @type {any} */ note) => html`<br /><span class="low">${note.text}</span>`)}` : html`<span class="low">${D.never}</span>`}<br /><span
                                  class="low"
                                  >${said(dag.schedule)}</span
                                >
                              </td>
                              <td class="num" data-name=${D.columns.usual}>
                                ${dag.duration ? html`${duration(dag.duration.p50_s)}<br /><span class="low">– ${duration(dag.duration.p90_s)}</span>` : nothing}
                              </td>
                              <td class="num" data-name=${D.columns.rate} title=${D.last30}>
                                ${percent(dag.success_rate)}${dag.deadline_rate == null ? nothing : html`<br /><span class="low">${D.inTime(percent(dag.deadline_rate))}</span>`}
                              </td>
                              <td data-name="">
                                <span class="btns"
                                  >${actions(
                                    dag.actions.filter((/** @type {any} */ each) => each.verb !== 'trigger'),
                                    dag.dag_id
                                  )}${dag.actions.some((/** @type {any} */ each) => each.verb === 'trigger') ? html`<button class="btn" @click=${() => triggerDialog(dag.dag_id)}>${W.dag.trigger}…</button>` : nothing}</span
                                >
                              </td>
                            </tr>`
                        )}
                      </tbody>
                    </table>
                  </div>
                  ${
                    next
                      ? html`<div class="pad">
                          <button
                            class="btn"
                            @click=${() => {
                              cursors = [...cursors, next];
                              draw();
                            }}
                          >
                            ${D.more}
                          </button>
                        </div>`
                      : nothing
                  }`
              : filters(route).length
                ? empty(D.none)
                : html`<div class="empty">
                    <h2>${W.night.first.title}</h2>
                    <p>${W.night.first.text}</p>
                    <pre class="code">${W.night.first.command}</pre>
                  </div>`
            : awaited(entry, 12)
        }
      </section>`;
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
