// Running tasks of a run anew, with what comes after them, by other params than those of the run.
import { html, nothing } from 'lit-html';
import { get } from '../api.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { openDialog, previewWords, tell } from '../parts/dialog.js';
import { Fields } from '../parts/form.js';
import { Wish } from '../parts/wish.js';

/** Stands for the tasks that were chosen; no task is called so. */
const CHOSEN = '*';

/**
 * @param {import('../api.js').Action} action @param {string} what it is done to @param {string[]} [chosen] tasks that were chosen for it
 * @param {() => void} [after] it is done
 */
export async function rerunDialog(action, what, chosen = [], after = () => {}) {
  /** @type {Fields|null} */ let fields = null;
  /** Tasks that it can begin from. @type {string[]} */ let names = [];
  let from = chosen.length ? CHOSEN : '';
  let failedOnly = false;
  let reason = '';

  const body = () => ({
    tasks: from === CHOSEN ? chosen : [from].filter(Boolean),
    params: fields?.given ?? {},
    failed_only: failedOnly,
    ...(reason ? { reason } : {})
  });
  const wish = new Wish(action.href, body, done, refused => fields?.show(refused));

  /** @param {any} answer */
  function done(answer) {
    tell(answer.done?.text ?? W.admin.saved, { audit: answer.audit_seq });
    refreshShown(undefined, 60);
    after();
  }

  /** @param {any} e */
  function begunFrom(e) {
    from = e.target.value;
    wish.askLater();
  }

  /** @param {any} e */
  function limited(e) {
    failedOnly = e.target.checked;
    wish.askLater();
  }

  /** @param {any} e */
  function explained(e) {
    reason = e.target.value;
  }

  function beginnings() {
    const those = html`<option value=${CHOSEN} ?selected=${from === CHOSEN}>${W.run.rerun.chosen(chosen.length)}</option>`;
    return html`${chosen.length ? those : nothing}
      <option value="" ?selected=${from === ''}>${W.whole}</option>
      ${names.map(each => html`<option value=${each}>${each}</option>`)}`;
  }

  function content() {
    if (!fields) {
      return previewWords(undefined, wish.refused);
    }
    return html`${fields.view(wish.refused)}
      <div class="field">
        <label for="rerun-from">${W.run.rerun.from}</label
        ><select id="rerun-from" @change=${begunFrom}>
          ${beginnings()}</select
        ><small>${W.run.rerun.fromHint}</small>
      </div>
      <label class="field"
        ><span><input type="checkbox" .checked=${failedOnly} @change=${limited} /> ${W.confirm.failedOnly}</span></label
      >
      ${wish.told(fields)}
      <label class="field">${W.reason} <small>${W.reasonHint}</small><input name="reason" maxlength="500" @input=${explained} /></label>`;
  }

  openDialog({
    title: W.run.rerun.title(what),
    close: () => wish.forget(),
    body: () => {
      const ready = Boolean(fields && !fields.isFaulty && wish.preview && !wish.refused);
      const buttons = wish.buttons(W.cancelKeep, W.run.rerun.begin, ready);
      return html`<form @submit=${(/** @type {Event} */ e) => wish.send(e)}>${content()} ${buttons}</form>`;
    }
  });
  await wish.begin(async () => {
    const base = action.href.replace(/\/rerun$/, '');
    const [params, tasks] = await Promise.all([get(base + '/params'), get(base + '/tasks?limit=500')]);
    fields = new Fields(params.data.items, '/params', () => wish.askLater(), true);
    names = tasks.data.items.filter((/** @type {any} */ each) => each.map_index == null).map((/** @type {any} */ each) => each.task_id);
  });
}
