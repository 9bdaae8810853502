// Running a DAG for ticks that lie behind: which ones is said before it begins.
import { html, nothing } from 'lit-html';
import { Problem, send } from '../api.js';
import { at, go } from '../router.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { dateAfter } from '../look/format.js';
import { now } from '../clock.js';
import { closeDialog, openDialog, previewWords, tell } from '../parts/dialog.js';

/** @param {any} dag */
export function backfillDialog(dag) {
  const B = W.dag.backfill;
  const today = new Date(now()).toISOString().slice(0, 10);
  /** @type {Record<string, any>} */
  const given = {
    from: dateAfter(today, -7),
    to: dateAfter(today, -1),
    order: 'oldest',
    reprocess: 'none',
    only: '',
    max_active: '',
    reason: ''
  };
  const path = at('dags', dag.dag_id, 'backfills');
  /** @type {any} */ let preview;
  /** @type {Problem|null} */ let refused = null;
  let busy = '';
  /** @type {any} */ let timer = 0;
  let asked = 0;

  const body = () => ({
    from: given.from,
    to: given.to,
    order: given.order,
    reprocess: given.reprocess,
    only: given.only
      .split(',')
      .map((/** @type {string} */ each) => each.trim())
      .filter(Boolean),
    params: {},
    ...(given.max_active ? { max_active: Number(given.max_active) } : {}),
    ...(given.reason ? { reason: given.reason } : {})
  });

  async function ask() {
    const mine = ++asked;
    try {
      const told = await send('POST', path + '?dry_run=true', body());
      if (mine === asked) {
        preview = told;
        refused = null;
      }
    } catch (e) {
      if (mine === asked) {
        refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
      }
    }
    tell.changed();
  }

  async function begin(/** @type {Event} */ event) {
    event.preventDefault();
    busy = 'busy';
    tell.changed();
    try {
      const done = await send('POST', path, body(), () => {
        busy = W.unsure;
        tell.changed();
      });
      closeDialog();
      tell(done.done?.text ?? W.admin.saved, { audit: done.audit_seq });
      go(at('dags', dag.dag_id, 'backfills'));
      refreshShown(undefined, 60);
    } catch (e) {
      busy = '';
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      tell.changed();
    }
  }

  /** @param {string} name @param {any} value */
  function set(name, value) {
    given[name] = value;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
    tell.changed();
  }

  const text = (/** @type {string} */ name, /** @type {string} */ label, hint = '', type = 'text') =>
    html`<div class="field">
      <label for=${'b-' + name}>${label}</label
      ><input
        id=${'b-' + name}
        type=${type}
        min=${type === 'number' ? 1 : nothing}
        .value=${given[name]}
        @input=${(/** @type {any} */ e) => set(name, e.target.value)}
      />${hint ? html`<small>${hint}</small>` : nothing}
    </div>`;
  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Record<string, string>} */ among) =>
    html`<div class="field">
      <label for=${'b-' + name}>${label}</label
      ><select id=${'b-' + name} @change=${(/** @type {any} */ e) => set(name, e.target.value)}>
        ${Object.entries(among).map(([key, words]) => html`<option value=${key} ?selected=${key === given[name]}>${words}</option>`)}
      </select>
    </div>`;

  openDialog({
    title: B.title(dag.dag_id),
    close: () => clearTimeout(timer),
    body: () =>
      html`<form @submit=${begin}>
        <div class="pairwise">
          ${text('from', B.from, B.fromHint)}${text('to', B.until)}${choice('order', B.order, B.orders)}${choice('reprocess', B.again, B.agains)}${text('max_active', B.most, '', 'number')}${text('only', B.only, B.onlyHint)}
        </div>
        ${given.from && given.to ? previewWords(preview, refused) : html`<p class="hush">${B.say}</p>`}${text('reason', W.reason, W.reasonHint)}
        ${busy && busy !== 'busy' ? html`<p class="warn" role="status">${busy}</p>` : nothing}
        <div class="btns">
          <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button
          ><button class="btn go" ?disabled=${!!busy || !preview || !!refused}>${B.begin}</button>
        </div>
      </form>`
  });
  ask();
}
