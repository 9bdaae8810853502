// What the pages of operations and administration have in common: a head, and panels with a table or with words for when there is nothing.
import { html, nothing } from 'lit-html';
import { at } from '../router.js';
import { refreshShown, use } from '../store.js';
import { W } from '../look/words.en.js';
import { awaited, empty, trouble } from './bits.js';

/** @typedef {{title: string, empty: string, text: string}} Words of a page */

/** @param {Words} words @param {unknown} content @param {unknown} [beside] its name */
export const sheet = (words, content, beside = nothing) =>
  html`<div class="head">
      <h1 tabindex="-1">${words.title}</h1>
      ${beside}
    </div>
    ${content}`;

/**
 * A panel of what the server lists there.
 * @param {string} path @param {Words} words @param {(data: any) => unknown} show @param {(data: any) => boolean} [isEmpty]
 */
export function listed(path, words, show, isEmpty = data => data.items.length === 0) {
  const entry = use(path);
  const { data } = entry;
  if (data === undefined) {
    return html`<section class="panel">${awaited(entry)}</section>`;
  }
  return html`${trouble(entry)}
    <section class="panel">${isEmpty(data) ? empty(words.empty, words.text) : show(data)}</section>`;
}

/** A panel with a name. @param {string} name @param {unknown} content */
export const panel = (name, content) =>
  html`<section class="panel">
    <header><h2>${name}</h2></header>
    ${content}
  </section>`;

/** Instead of what a panel would show. @param {string} words */
export const nothingSaid = words => html`<p class="pad hush">${words}</p>`;

/** @param {any} of a run, or a task of it @param {string} [more] what follows where it is a run */
export const runAddress = ({ dag_id, run_id, task_id }, more = '') =>
  at('dags', dag_id, 'runs', run_id) + (task_id ? '?task=' + encodeURIComponent(task_id) : more);

/** When and by whom something was last changed. @param {unknown} when @param {string} who */
export const changed = (when, who) => html`${when} <span class="low">${who}</span>`;

const MOVING = ['run.changed', 'lease.changed', 'forecast.changed', 'move.made'];

/** Of a page that follows what goes on tonight. */
export const FOLLOWING = {
  topics: () => ['night'],
  heard: (/** @type {import('../live.js').Heard} */ { name }) => {
    if (MOVING.includes(name)) {
      refreshShown(undefined, 1500);
    }
  }
};
