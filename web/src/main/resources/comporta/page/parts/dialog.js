// Dialogs, one at a time: what a deed will do, said before it is done, by the server that will do it.
import { html, nothing } from 'lit-html';
import { get, may, Problem, send } from '../api.js';
import { now } from '../clock.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { dayTime, money } from '../look/format.js';
import { forecastWords } from './bits.js';

/** @typedef {{title: string, body: () => unknown, close?: () => void}} Dialog */

/** @type {Dialog|null} */
let shown = null;
/** @typedef {{undo?: import('../api.js').Action|null, of?: string, audit?: number|true|null, bad?: boolean}} More of: what it was done to; audit: the number of its entry, true where that is not known */
/** @type {{words: string} & More|null} */
let said = null;
/** @type {Element|null} */
let before = null;

/** Says something that stays until it is closed. @param {string} words @param {More} [more] */
export function tell(words, more = {}) {
  said = { words, ...more };
  tell.changed();
}
/** @type {() => void} */
tell.changed = () => {};

export const toast = () =>
  said
    ? html`<div class="told">
        <span class=${said.bad ? 'bad' : ''}>${said.words}</span> ${
          said.undo
            ? html`<button
                class="btn"
                @click=${() => {
                  const { undo, of } = said ?? {};
                  said = null;
                  if (undo) {
                    act(undo, of ?? '');
                  }
                }}
              >
                ${W.undo}: ${said.undo.label}
              </button>`
            : nothing
        }
        ${said.audit && may('operator') ? html`<a href=${'/audit' + (said.audit === true ? '' : '?entry=' + said.audit)}>${W.auditEntry}</a>` : nothing}<button
          class="btn quiet"
          aria-label=${W.close}
          @click=${() => {
            said = null;
            tell.changed();
          }}
        >
          ✕
        </button>
      </div>`
    : nothing;

/** @param {Dialog} dialog */
export function openDialog(dialog) {
  before = document.activeElement;
  shown = dialog;
  tell.changed();
}

export function closeDialog() {
  shown?.close?.();
  shown = null;
  tell.changed();
  if (before instanceof HTMLElement) {
    before.focus();
  }
}

export const dialogs = () =>
  shown
    ? html`<dialog
        aria-labelledby="dialog-title"
        @cancel=${(/** @type {Event} */ e) => {
          e.preventDefault();
          closeDialog();
        }}
        @click=${(/** @type {Event} */ e) => {
          if (e.target === e.currentTarget) {
            closeDialog();
          }
        }}
      >
        <div class="in">
          <h2 id="dialog-title">${shown.title}</h2>
          ${shown.body()}
        </div>
      </dialog>`
    : nothing;

/** Called when it was drawn. */
export function showDialog() {
  const dialog = /** @type {HTMLDialogElement|null} */ (document.querySelector('dialog[aria-labelledby=dialog-title]'));
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
}

/** Choices of a deed, as fields of its body. @type {Record<string, {name: string, words: string, kind: 'truth'|'words', otherwise: any, among?: string[], shown?: Record<string, string>, sent?: (chosen: string) => any}[]>} */
const CHOICES = {
  clear: [
    { name: 'downstream', words: W.confirm.downstream, kind: 'truth', otherwise: true },
    { name: 'upstream', words: W.confirm.upstream, kind: 'truth', otherwise: false }
  ],
  mark: [{ name: 'state', words: W.confirm.as, kind: 'words', otherwise: 'success', among: ['success', 'failed', 'skipped'] }],
  cancel: [{ name: 'force', words: W.confirm.force, kind: 'truth', otherwise: false }],
  keep: [
    {
      name: 'until',
      words: W.confirm.keepFor,
      kind: 'words',
      otherwise: '2',
      among: ['1', '2', '4'],
      shown: W.admin.hours,
      sent: (/** @type {string} */ hours) => new Date(now() + Number(hours) * 3_600_000).toISOString()
    }
  ],
  release: [{ name: 'force', words: W.confirm.releaseForce, kind: 'truth', otherwise: false }]
};
const RUN_CLEAR = [{ name: 'failed_only', words: W.confirm.failedOnly, kind: /** @type {'truth'} */ ('truth'), otherwise: true }];

/**
 * Asks what a deed will do, says it, and does it when it is wanted.
 * @param {import('../api.js').Action} action @param {string} what it is done to @param {object} [given] fields of its body @param {() => void} [done]
 */
export async function act(action, what, given = {}, done = () => {}) {
  if (action.verb === 'rerun') {
    (await import('../pages/rerun.js')).rerunDialog(action, what, /** @type {any} */ (given).tasks, done);
    return;
  }
  const choices =
    action.verb === 'clear' && !action.href.includes('/tasks/')
      ? 'tasks' in given
        ? CHOICES.clear
        : RUN_CLEAR
      : (CHOICES[action.verb] ?? []);
  /** @type {Record<string, any>} */
  const body = { ...(action.verb === 'approve' || action.verb === 'reject' ? { fields: {} } : {}), ...(action.body ?? {}), ...given };
  choices.forEach(each => {
    body[each.name] ??= each.otherwise;
  });
  if (action.verb === 'clear' && !action.href.includes('/tasks/') && !body.tasks) {
    body.tasks = [];
  }
  /** @type {any} */ let preview;
  /** @type {Problem|null} */ let refused = null;
  let busy = '';
  let asked = 0;
  /** What an approval asks for. @type {import('./form.js').Fields|null} */ let fields = null;
  let message = '';
  /** @type {any} */ let timer = 0;
  const reasonName = action.verb === 'acknowledge' ? 'note' : 'reason';

  async function ask() {
    const mine = ++asked;
    preview = undefined;
    refused = null;
    body.fields = fields?.given ?? body.fields;
    try {
      const answer =
        action.dry_run === false
          ? { will: [], reuses: [], stops: [], warnings: [] }
          : await send(action.method, action.href + (action.href.includes('?') ? '&' : '?') + 'dry_run=true', withoutBody(action, body));
      if (mine === asked) {
        preview = answer;
      }
    } catch (e) {
      if (mine === asked) {
        refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
      }
    }
    tell.changed();
  }

  async function go() {
    busy = 'busy';
    tell.changed();
    try {
      body.fields = fields?.given ?? body.fields;
      const answer = await send(action.method, action.href, withoutBody(action, body), () => {
        busy = W.unsure;
        tell.changed();
      });
      closeDialog();
      tell(answer?.done?.text ?? W.admin.saved, { undo: answer?.undo, of: what, audit: answer?.audit_seq });
      refreshShown(undefined, 60);
      done();
    } catch (e) {
      busy = '';
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      fields?.show(refused);
      tell.changed();
    }
  }

  /** Finds out what the approval asks for. */
  async function form() {
    const [{ data }, { Fields }] = await Promise.all([get(action.href.replace(/\/approve$/, '')), import('./form.js')]);
    message = data.progress?.text ?? '';
    fields = new Fields(data.approval?.fields ?? [], '/fields', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 250);
      tell.changed();
    });
  }

  const title = W.confirm[action.verb] ? W.confirm[action.verb](what, body) : W.confirm.other(action.label, what);
  openDialog({
    title,
    close: () => clearTimeout(timer),
    body: () =>
      html`<form
        @submit=${(/** @type {Event} */ e) => {
          e.preventDefault();
          go();
        }}
        class="plain"
      >
        ${message ? html`<p>${message}</p>` : nothing}${fields?.view(refused) ?? nothing}
        ${choices.map(each =>
          each.kind === 'truth'
            ? html`<label class="field"
                ><span
                  ><input
                    type="checkbox"
                    .checked=${body[each.name]}
                    @change=${(/** @type {any} */ e) => {
                      body[each.name] = e.target.checked;
                      ask();
                    }}
                  />
                  ${each.words}</span
                ></label
              >`
            : html`<label class="field"
                >${each.words}<select
                  @change=${(/** @type {any} */ e) => {
                    body[each.name] = e.target.value;
                    ask();
                  }}
                >
                  ${each.among?.map(one => html`<option value=${one} ?selected=${one === body[each.name]}>${each.shown?.[one] ?? one}</option>`)}
                </select></label
              >`
        )}
        ${fields?.covers(refused) ? nothing : previewWords(preview, refused)}
        ${
          action.method === 'DELETE'
            ? nothing
            : html`<label class="field"
                >${W.reason} <small>${W.reasonHint}</small
                ><input
                  name="reason"
                  maxlength="500"
                  .value=${body[reasonName] ?? ''}
                  @input=${(/** @type {any} */ e) => {
                    body[reasonName] = e.target.value || undefined;
                  }}
              /></label>`
        }
        ${busy && busy !== 'busy' ? html`<p class="warn" role="status">${busy}</p>` : nothing}
        <div class="btns">
          <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button>
          <button
            class="btn go ${action.danger ? 'danger' : ''}"
            ?disabled=${!!busy || fields?.isFaulty || (!preview && !refused) || (!!refused && !fields?.covers(refused))}
          >
            ${action.label}
          </button>
        </div>
      </form>`
  });
  if (action.verb === 'approve') {
    await form().catch(e => {
      refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
      tell.changed();
    });
  }
  if (!refused) {
    ask();
  }
}

/** As it is sent. @param {import('../api.js').Action} action @param {Record<string, any>} body */
const withoutBody = (action, body) =>
  action.method === 'DELETE'
    ? null
    : Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, CHOICES[action.verb]?.find(each => each.name === name)?.sent?.(value) ?? value])
      );

/** Parts of a preview that are shown at once. */
const FEW = 4;
/** Ticks are told as instants. @param {string} name */
const named = name => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(name) ? dayTime(name) : name);

/** What the server says it will do; the same words in which it does it. @param {any} preview @param {Problem|null} refused */
export function previewWords(preview, refused) {
  if (refused) {
    return html`<div role="alert" class="bad">
      ${refused.detail || refused.title}${refused.errors.map(each => html`<br />${each.pointer} ${each.detail}`)}
    </div>`;
  }
  if (!preview) {
    return html`<p class="hush">${W.asking}</p>`;
  }
  const parts = (preview.will ?? []).map(
    (/** @type {any} */ each) =>
      html`<li>
        <span class="strong">${each.tasks?.length ? each.text.replace(/\.$/, '') : each.text}</span
        >${each.tasks?.length ? html`: ${each.count} <small>${each.tasks.map(named).join(', ')}${each.count > each.tasks.length ? ' …' : ''}</small>` : nothing}
      </li>`
  );
  return html`<ul class="will">
    ${parts.slice(0, FEW)}${
      parts.length > FEW
        ? html`<li>
            <details>
              <summary>${W.andMore(parts.length - FEW)}</summary>
              <ul class="will">
                ${parts.slice(FEW)}
              </ul>
            </details>
          </li>`
        : nothing
    }
    ${preview.reuses?.length ? html`<li>${W.reuses}: ${preview.reuses.map((/** @type {any} */ each) => each.text).join(', ')}</li>` : nothing}
    ${preview.stops?.length ? html`<li>${W.stops}: <small>${preview.stops.map((/** @type {any} */ each) => each.job).join(', ')}</small></li>` : nothing}
    ${preview.forecast_after ? html`<li>${forecastWords({ forecast: preview.forecast_after, deadlines: preview.forecast_after.deadlines })}</li>` : nothing}
    ${preview.cost_delta ? html`<li>+ ${money(preview.cost_delta)}</li>` : nothing}
    ${(preview.warnings ?? []).map((/** @type {any} */ each) => html`<li class="warn">${each.text}</li>`)}
  </ul>`;
}

/** Buttons of what may be done; beyond some they are in a menu. @param {any[]|undefined} actions @param {string} what @param {(verb: string) => object} [given] @param {number} [most] */
export function actions(actions, what, given = () => ({}), most = 4) {
  const all = actions ?? [];
  const button = (/** @type {any} */ each, plain = false) =>
    html`<button
      class=${plain ? '' : `btn ${each.primary ? 'primary' : ''} ${each.danger ? 'danger' : ''}`}
      @click=${() => act(each, what, given(each.verb))}
    >
      ${each.label}${each.dry_run ? '…' : ''}
    </button>`;
  const few = all.length > most ? most - 1 : all.length;
  return html`${all.slice(0, few).map(each => button(each))}${
    few < all.length
      ? html`<details class="menu deeds">
          <summary class="btn" aria-label=${W.moreDeeds}>⋯</summary>
          <div>${all.slice(few).map(each => button(each, true))}</div>
        </details>`
      : nothing
  }`;
}
