// Running tasks of a run anew, with what comes after them, by other params than those of the run.
import { html, nothing } from 'lit-html';
import { get, Problem, send } from '../api.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { closeDialog, openDialog, previewWords, tell } from '../parts/dialog.js';
import { Fields } from '../parts/form.js';

/** @param {import('../api.js').Action} action @param {string} what it is done to @param {string[]} [chosen] tasks that were chosen for it @param {() => void} [after] it is done */
export async function rerunDialog(action, what, chosen = [], after = () => {}) {
  const base = action.href.replace(/\/rerun$/, '');
  /** @type {Fields|null} */ let fields = null;
  /** @type {string[]} */ let names = [];
  let from = chosen.length ? CHOSEN : '';
  let failedOnly = false;
  let reason = '';
  /** @type {any} */ let preview;
  /** @type {Problem|null} */ let refused = null;
  let busy = '';
  let asked = 0;
  /** @type {any} */ let timer = 0;

  const body = () => ({
    tasks: from === CHOSEN ? chosen : from ? [from] : [],
    params: fields?.given ?? {},
    failed_only: failedOnly,
    ...(reason ? { reason } : {})
  });

  async function ask() {
    const mine = ++asked;
    try {
      const told = await send('POST', action.href + '?dry_run=true', body());
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

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
    tell.changed();
  }

  async function run(/** @type {Event} */ event) {
    event.preventDefault();
    busy = 'busy';
    tell.changed();
    try {
      const done = await send('POST', action.href, body(), () => {
        busy = W.unsure;
        tell.changed();
      });
      closeDialog();
      tell(done.done?.text ?? W.admin.saved, { audit: done.audit_seq });
      refreshShown(undefined, 60);
      after();
    } catch (e) {
      busy = '';
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      fields?.show(refused);
      tell.changed();
    }
  }

  openDialog({
    title: W.run.rerun.title(what),
    close: () => clearTimeout(timer),
    body: () =>
      html`<form @submit=${run}>
        ${
          fields
            ? html`${fields.view(refused)}
                <div class="field">
                  <label for="rerun-from">${W.run.rerun.from}</label
                  ><select
                    id="rerun-from"
                    @change=${(/** @type {any} */ e) => {
                      from = e.target.value;
                      later();
                    }}
                  >
                    ${chosen.length ? html`<option value=${CHOSEN} ?selected=${from === CHOSEN}>${W.run.rerun.chosen(chosen.length)}</option>` : nothing}
                    <option value="" ?selected=${from === ''}>${W.whole}</option>
                    ${names.map(each => html`<option value=${each}>${each}</option>`)}</select
                  ><small>${W.run.rerun.fromHint}</small>
                </div>
                <label class="field"
                  ><span
                    ><input
                      type="checkbox"
                      .checked=${failedOnly}
                      @change=${(/** @type {any} */ e) => {
                        failedOnly = e.target.checked;
                        later();
                      }}
                    />
                    ${W.confirm.failedOnly}</span
                  ></label
                >
                ${fields.covers(refused) ? nothing : previewWords(preview, refused)}
                <label class="field"
                  >${W.reason} <small>${W.reasonHint}</small
                  ><input
                    name="reason"
                    maxlength="500"
                    @input=${(/** @type {any} */ e) => {
                      reason = e.target.value;
                    }}
                /></label>`
            : previewWords(undefined, refused)
        }
        ${busy && busy !== 'busy' ? html`<p class="warn" role="status">${busy}</p>` : nothing}
        <div class="btns">
          <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button
          ><button class="btn go" ?disabled=${!fields || fields.isFaulty || !!busy || !preview || !!refused}>${W.run.rerun.begin}</button>
        </div>
      </form>`
  });
  try {
    const [params, tasks] = await Promise.all([get(base + '/params'), get(base + '/tasks?limit=500')]);
    fields = new Fields(params.data.items, '/params', later, true);
    names = tasks.data.items.filter((/** @type {any} */ each) => each.map_index == null).map((/** @type {any} */ each) => each.task_id);
    ask();
  } catch (e) {
    refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
  }
  tell.changed();
}

/** Stands for the tasks that were chosen; no task is called so. */
const CHOSEN = '*';
