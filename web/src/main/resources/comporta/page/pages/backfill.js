// Running a DAG for ticks that lie behind: which ones is said before it begins.
import { html, nothing } from 'lit-html';
import { at, go } from '../router.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { dateAfter } from '../look/format.js';
import { now } from '../clock.js';
import { openDialog, tell } from '../parts/dialog.js';
import { Wish } from '../parts/wish.js';

const B = W.dag.backfill;

/** @param {any} dag */
export function backfillDialog(dag) {
  const path = at('dags', dag.dag_id, 'backfills');
  const today = new Date(now()).toISOString().slice(0, 10);
  /** As the inputs have it. @type {Record<string, string>} */
  const given = {
    from: dateAfter(today, -7),
    to: dateAfter(today, -1),
    order: 'oldest',
    reprocess: 'none',
    only: '',
    max_active: '',
    reason: ''
  };
  const wish = new Wish(path, () => bodyOf(given), begun);

  /** @param {any} answer */
  function begun(answer) {
    tell(answer.done?.text ?? W.admin.saved, { audit: answer.audit_seq });
    go(path);
    refreshShown(undefined, 60);
  }

  /** @param {string} name */
  const set = name => (/** @type {any} */ e) => {
    given[name] = e.target.value;
    wish.askLater();
  };

  const text = (/** @type {string} */ name, /** @type {string} */ label, hint = '', type = 'text') => {
    const least = type === 'number' ? 1 : nothing;
    return html`<div class="field">
      <label for=${'b-' + name}>${label}</label
      ><input id=${'b-' + name} type=${type} min=${least} .value=${given[name]} @input=${set(name)} />${
        hint ? html`<small>${hint}</small>` : nothing
      }
    </div>`;
  };

  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Record<string, string>} */ among) =>
    html`<div class="field">
      <label for=${'b-' + name}>${label}</label
      ><select id=${'b-' + name} @change=${set(name)}>
        ${Object.entries(among).map(([key, words]) => html`<option value=${key} ?selected=${key === given[name]}>${words}</option>`)}
      </select>
    </div>`;

  openDialog({
    title: B.title(dag.dag_id),
    close: () => wish.forget(),
    body: () =>
      html`<form @submit=${(/** @type {Event} */ e) => wish.send(e)}>
        <div class="pairwise">
          ${text('from', B.from, B.fromHint)}${text('to', B.until)}${choice('order', B.order, B.orders)}
          ${choice('reprocess', B.again, B.agains)}${text('max_active', B.most, '', 'number')}${text('only', B.only, B.onlyHint)}
        </div>
        ${given.from && given.to ? wish.told() : html`<p class="hush">${B.say}</p>`}${text('reason', W.reason, W.reasonHint)}
        ${wish.buttons(W.cancelKeep, B.begin, Boolean(wish.preview && !wish.refused))}
      </form>`
  });
  wish.ask();
}

/** @param {Record<string, string>} given */
const bodyOf = given => ({
  from: given.from,
  to: given.to,
  order: given.order,
  reprocess: given.reprocess,
  only: given.only
    .split(',')
    .map(each => each.trim())
    .filter(Boolean),
  params: {},
  ...(given.max_active ? { max_active: Number(given.max_active) } : {}),
  ...(given.reason ? { reason: given.reason } : {})
});
