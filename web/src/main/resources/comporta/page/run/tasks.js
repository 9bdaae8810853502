// The tasks of a run as a table, of which several can be chosen for one deed.
import { html, nothing } from 'lit-html';
import { deed, may } from '../api.js';
import { draw } from '../app.js';
import { go, withQuery } from '../router.js';
import { use } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { duration, hms } from '../look/format.js';
import { awaited, empty, reasonLine, stateWord, table } from '../parts/bits.js';
import { act } from '../parts/dialog.js';
import { spent } from './task-pane.js';

/** What can be done to several tasks at once. */
const BULK = ['clear', 'mark', 'rerun'];
/** States of tasks are the first of all. */
const STATES_OF_TASKS = Object.keys(STATES).slice(0, 14);

/** As addresses name instances. @param {any} task */
export const idOf = task => (task.map_index == null ? task.task_id : `${task.task_id}~${task.map_index}`);

/** As wishes name instances. @param {string} id */
const inWish = id => id.replace(/~(\d+)$/, '[$1]');

/** @param {import('../pages/run.js').Looked} looked what is looked at */
export function tasksOf(looked) {
  /** @type {Set<string>} */
  const chosen = new Set();

  const path = () => looked.base() + '/tasks?limit=500';
  /** Those that are chosen, as a wish names them. */
  const wished = () => [...chosen].map(inWish);

  /** @param {boolean} over whether the run has ended */
  function view(over) {
    const state = looked.asked('state');
    const q = looked.asked('q');
    const entry = use(path() + (state ? '&state=' + state : '') + (q ? '&q=' + encodeURIComponent(q) : ''));
    const whys = over ? new Map() : reasons();
    return html`<div class="pills">
        <input type="search" aria-label=${W.run.filter} placeholder=${W.run.filter} .value=${q} @change=${asked('q')} />
        <select aria-label="State" @change=${asked('state')}>
          <option value="">${W.night.all}</option>
          ${STATES_OF_TASKS.map(each => html`<option value=${each} ?selected=${each === state}>${STATES[each]}</option>`)}</select
        >${chosen.size ? bulk() : nothing}
      </div>
      ${entry.data ? listed(entry.data.items, whys) : awaited(entry)}${
        entry.data?.next ? html`<p class="pad hush">Only the first 500 are shown: filter them.</p>` : nothing
      }`;
  }

  /** @param {string} name */
  const asked = name => (/** @type {any} */ e) => go(withQuery({ [name]: e.target.value }), true);

  /** Why each waits that does. @returns {Map<string, any>} */
  const reasons = () =>
    new Map(
      (use(looked.base() + '/why').data?.items ?? [])
        .filter((/** @type {any} */ each) => each.reasons.length)
        .map((/** @type {any} */ each) => [each.task_id, each.reasons[0]])
    );

  /** @param {any[]} tasks @param {Map<string, any>} whys */
  function listed(tasks, whys) {
    if (!tasks.length) {
      return empty(W.run.noneSuch);
    }
    const mayChoose = may('operator', looked.dag());
    return table(
      [...(mayChoose ? ['Chosen'] : []), 'Task', 'State', 'Operator', '#Try', 'Started', '#Took', '#Slack', 'Reason'],
      tasks.map(task => {
        const id = idOf(task);
        return [
          ...(mayChoose ? [chooser(id)] : []),
          html`<a class="name" data-instead href=${withQuery({ task: id })}>${id}</a
            >${task.map_label ? html` <span class="low">${task.map_label}</span>` : nothing}`,
          stateWord(task.state, task.cause),
          task.operator ?? '',
          task.try_number ?? '',
          hms(task.started_at),
          spent(task),
          duration(task.slack_s),
          whys.has(id) ? reasonLine(whys.get(id)) : (task.reason ?? '')
        ];
      })
    );
  }

  /** @param {string} id */
  function chooser(id) {
    const choose = (/** @type {any} */ e) => {
      e.target.checked ? chosen.add(id) : chosen.delete(id);
      draw();
    };
    return html`<input type="checkbox" aria-label=${`Choose ${id}`} .checked=${chosen.has(id)} @change=${choose} />`;
  }

  const bulk = () =>
    html`<span class="strong">${W.run.chosen(chosen.size)}</span
      >${BULK.map(verb => html`<button class="btn" @click=${() => ask(verb)}>${W.run.bulk[verb]}…</button>`)}`;

  /** Does it to all that are chosen; then none is. @param {string} verb */
  const ask = verb =>
    act(deed(verb, W.run.bulk[verb], `${looked.base()}/${verb}`), W.run.those(chosen.size), { tasks: wished() }, () => chosen.clear());

  return { path, view, wished };
}
