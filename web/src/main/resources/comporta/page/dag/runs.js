// The runs of a DAG, the newest first, page after page.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { at } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { dayTime, duration } from '../look/format.js';
import { awaited, empty, risk, stateWord, table, tightest, time } from '../parts/bits.js';

const C = W.night.columns;
const COLUMNS = ['Run', 'State', 'By', 'Began', C.late, C.likely, C.nine, '#Took', '#Tasks', '#Version', 'Compare'];

/** @param {import('../pages/dag.js').Looked} looked what is looked at */
export function runsOf(looked) {
  /** Where each page that is shown begins. @type {string[]} */
  let cursors = [''];

  function view() {
    const path = looked.base() + '/runs?limit=50';
    const pages = cursors.map(cursor => use(path + (cursor ? '&cursor=' + encodeURIComponent(cursor) : '')));
    if (!pages[0].data) {
      return awaited(pages[0]);
    }
    const items = pages.flatMap(page => page.data?.items ?? []);
    const next = pages.at(-1)?.data?.next;
    return items.length ? html`${table(COLUMNS, items.map(row))}${next ? more(next) : nothing}` : empty(W.dag.noRuns);
  }

  /** @param {string} next */
  function more(next) {
    const show = () => {
      cursors = [...cursors, next];
      draw();
    };
    return html`<div class="pad"><button class="btn" @click=${show}>${W.dags.more}</button></div>`;
  }

  function begin() {
    cursors = [''];
  }

  return { view, begin };
}

/** @param {any} run @param {number} i @param {any[]} all */
const row = (run, i, all) => [
  html`<a class="name" href=${at('dags', run.dag_id, 'runs', run.run_id)}>${dayTime(run.logical_date)}</a><br /><span class="low mono"
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
  all[i + 1] ? comparison(all[i + 1], run) : ''
];

/** @param {any} before @param {any} run */
function comparison(before, run) {
  const name = (/** @type {any} */ each) => encodeURIComponent(each.dag_id + '/' + each.run_id);
  return html`<a href=${`/compare?a=${name(before)}&b=${name(run)}`}>with the one before</a>`;
}
