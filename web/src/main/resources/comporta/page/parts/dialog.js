// Dialogs, one at a time: what a deed will do, said before it is done, by the server that will do it.
import { html, nothing } from 'lit-html';
import { get, may, problemOf, send } from '../api.js';
import { now } from '../clock.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { dayTime, money } from '../look/format.js';
import { forecastWords } from './bits.js';

/** @typedef {{title: string, body: () => unknown, close?: () => void}} Dialog */

/** @type {Dialog|null} */
let shown = null;
/**
 * @typedef {{undo?: import('../api.js').Action|null, of?: string, audit?: number|true|null, bad?: boolean}} More of: what it was done to;
 * audit: the number of its entry, true where that is not known
 */
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

/** What was said last. */
export function toast() {
  if (!said) {
    return nothing;
  }
  const { words, bad, undo, of = '', audit } = said;
  const close = () => {
    said = null;
    tell.changed();
  };
  return html`<div class="told">
    <span class=${bad ? 'bad' : ''}>${words}</span>
    ${undo ? undoButton(undo, of) : nothing} ${audit && may('operator') ? auditLink(audit) : nothing}
    <button class="btn quiet" aria-label=${W.close} @click=${close}>✕</button>
  </div>`;
}

/** @param {import('../api.js').Action} undo @param {string} of what it was done to */
function undoButton(undo, of) {
  const take = () => {
    said = null;
    act(undo, of);
  };
  return html`<button class="btn" @click=${take}>${W.undo}: ${undo.label}</button>`;
}

/** @param {number|true} audit */
const auditLink = audit => html`<a href=${'/audit' + (audit === true ? '' : '?entry=' + audit)}>${W.auditEntry}</a>`;

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

export function dialogs() {
  if (!shown) {
    return nothing;
  }
  const cancelled = (/** @type {Event} */ e) => {
    e.preventDefault();
    closeDialog();
  };
  const pressed = (/** @type {Event} */ e) => {
    if (e.target === e.currentTarget) {
      closeDialog(); // beside it
    }
  };
  return html`<dialog aria-labelledby="dialog-title" @cancel=${cancelled} @click=${pressed}>
    <div class="in">
      <h2 id="dialog-title">${shown.title}</h2>
      ${shown.body()}
    </div>
  </dialog>`;
}

/** Called when it was drawn. */
export function showDialog() {
  const dialog = /** @type {HTMLDialogElement|null} */ (document.querySelector('dialog[aria-labelledby=dialog-title]'));
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
}

/**
 * A choice of a deed, as a field of its body.
 * @typedef {{name: string, words: string, kind: 'truth'|'words', otherwise: any, among?: string[], shown?: Record<string, string>,
 *   sent?: (chosen: string) => any}} Choice
 */
/** @type {Record<string, Choice[]>} */
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
/** @type {Choice[]} */
const RUN_CLEAR = [{ name: 'failed_only', words: W.confirm.failedOnly, kind: 'truth', otherwise: true }];

const clearsRun = (/** @type {import('../api.js').Action} */ action) => action.verb === 'clear' && !action.href.includes('/tasks/');

/** @param {import('../api.js').Action} action @param {object} given @returns {Choice[]} */
function choicesOf(action, given) {
  return clearsRun(action) && !('tasks' in given) ? RUN_CLEAR : (CHOICES[action.verb] ?? []);
}

/**
 * What is sent as long as nothing else is chosen.
 * @param {import('../api.js').Action} action @param {object} given @returns {Record<string, any>}
 */
function bodyOf(action, given) {
  /** @type {Record<string, any>} */
  const body = { ...(['approve', 'reject'].includes(action.verb) ? { fields: {} } : {}), ...(action.body ?? {}), ...given };
  choicesOf(action, given).forEach(each => {
    body[each.name] ??= each.otherwise;
  });
  if (clearsRun(action)) {
    body.tasks ??= [];
  }
  return body;
}

/**
 * Asks what a deed will do, says it, and does it when it is wanted.
 * @param {import('../api.js').Action} action @param {string} what it is done to @param {object} [given] fields of its body
 * @param {() => void} [done]
 */
export async function act(action, what, given = {}, done = () => {}) {
  if (action.verb === 'rerun') {
    (await import('../pages/rerun.js')).rerunDialog(action, what, /** @type {any} */ (given).tasks, done);
    return;
  }
  const body = bodyOf(action, given);
  /** @type {any} */ let preview;
  /** @type {import('../api.js').Problem|null} */ let refused = null;
  /** Whether it is being done. */
  let busy = false;
  /** What there is to say while it is. */
  let doubt = '';
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
      const answer = await previewOf(action, body);
      if (mine === asked) {
        preview = answer;
      }
    } catch (e) {
      if (mine === asked) {
        refused = problemOf(e, W.refused);
      }
    }
    tell.changed();
  }

  async function go() {
    busy = true;
    tell.changed();
    try {
      body.fields = fields?.given ?? body.fields;
      const answer = await send(action.method, action.href, asSent(action, body), () => {
        doubt = W.unsure;
        tell.changed();
      });
      closeDialog();
      tell(answer?.done?.text ?? W.admin.saved, { undo: answer?.undo, of: what, audit: answer?.audit_seq });
      refreshShown(undefined, 60);
      done();
    } catch (e) {
      busy = false;
      doubt = '';
      refused = problemOf(e, W.notDone);
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

  /** @param {string} name @param {any} chosen */
  function choose(name, chosen) {
    body[name] = chosen;
    ask();
  }

  const reason = () =>
    html`<label class="field"
      >${W.reason} <small>${W.reasonHint}</small>
      <input
        name="reason"
        maxlength="500"
        .value=${body[reasonName] ?? ''}
        @input=${(/** @type {any} */ e) => {
          body[reasonName] = e.target.value || undefined;
        }}
    /></label>`;

  function buttons() {
    const isKnown = refused ? fields?.covers(refused) : preview;
    const isClosed = busy || fields?.isFaulty || !isKnown;
    return html`<div class="btns">
      <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button>
      <button class="btn go ${action.danger ? 'danger' : ''}" ?disabled=${isClosed}>${action.label}</button>
    </div>`;
  }

  function content() {
    const submitted = (/** @type {Event} */ e) => {
      e.preventDefault();
      go();
    };
    return html`<form class="plain" @submit=${submitted}>
      ${message ? html`<p>${message}</p>` : nothing}${fields?.view(refused) ?? nothing}
      ${choicesOf(action, given).map(each => choice(each, body[each.name], chosen => choose(each.name, chosen)))}
      ${fields?.covers(refused) ? nothing : previewWords(preview, refused)} ${action.method === 'DELETE' ? nothing : reason()}
      ${doubt ? html`<p class="warn" role="status">${doubt}</p>` : nothing} ${buttons()}
    </form>`;
  }

  const title = W.confirm[action.verb]?.(what, body) ?? W.confirm.other(action.label, what);
  openDialog({ title, close: () => clearTimeout(timer), body: content });
  if (action.verb === 'approve') {
    await form().catch(e => {
      refused = problemOf(e, W.refused);
      tell.changed();
    });
  }
  if (!refused) {
    ask();
  }
}

/** @param {Choice} of @param {any} chosen @param {(chosen: any) => void} choose */
function choice({ kind, words, among, shown }, chosen, choose) {
  if (kind === 'truth') {
    const turned = (/** @type {any} */ e) => choose(e.target.checked);
    return html`<label class="field"
      ><span><input type="checkbox" .checked=${chosen} @change=${turned} /> ${words}</span></label
    >`;
  }
  const option = (/** @type {string} */ one) => html`<option value=${one} ?selected=${one === chosen}>${shown?.[one] ?? one}</option>`;
  return html`<label class="field"
    >${words}<select @change=${(/** @type {any} */ e) => choose(e.target.value)}>
      ${among?.map(option)}
    </select></label
  >`;
}

/** What the server says it will do. @param {import('../api.js').Action} action @param {Record<string, any>} body */
async function previewOf(action, body) {
  if (action.dry_run === false) {
    return { will: [], reuses: [], stops: [], warnings: [] };
  }
  return send(action.method, action.href + (action.href.includes('?') ? '&' : '?') + 'dry_run=true', asSent(action, body));
}

/** As it is sent. @param {import('../api.js').Action} action @param {Record<string, any>} body */
function asSent(action, body) {
  if (action.method === 'DELETE') {
    return null;
  }
  const choice = (/** @type {string} */ name) => CHOICES[action.verb]?.find(each => each.name === name);
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, choice(name)?.sent?.(value) ?? value]));
}

/** Parts of a preview that are shown at once. */
const FEW = 4;
/** Ticks are told as instants. @param {string} name */
const named = name => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(name) ? dayTime(name) : name);

/** What the server says it will do; the same words in which it does it. @param {any} preview @param {import('../api.js').Problem|null} refused */
export function previewWords(preview, refused) {
  if (refused) {
    return html`<div role="alert" class="bad">
      ${refused.detail || refused.title}${refused.errors.map(each => html`<br />${each.pointer} ${each.detail}`)}
    </div>`;
  }
  if (!preview) {
    return html`<p class="hush">${W.asking}</p>`;
  }
  const { reuses = [], stops = [], forecast_after: after, cost_delta: cost, warnings = [] } = preview;
  const parts = (preview.will ?? []).map(part);
  return html`<ul class="will">
    ${parts.slice(0, FEW)}${parts.length > FEW ? andMore(parts.slice(FEW)) : nothing}
    ${reuses.length ? html`<li>${W.reuses}: ${reuses.map((/** @type {any} */ each) => each.text).join(', ')}</li>` : nothing}
    ${stops.length ? html`<li>${W.stops}: <small>${stops.map((/** @type {any} */ each) => each.job).join(', ')}</small></li>` : nothing}
    ${after ? html`<li>${forecastWords({ forecast: after, deadlines: after.deadlines })}</li>` : nothing}
    ${cost ? html`<li>+ ${money(cost)}</li>` : nothing}
    ${warnings.map((/** @type {any} */ each) => html`<li class="warn">${each.text}</li>`)}
  </ul>`;
}

/** One of the things that it will do. @param {any} will */
function part({ text, count, tasks = [] }) {
  if (!tasks.length) {
    return html`<li><span class="strong">${text}</span></li>`;
  }
  const names = tasks.map(named).join(', ') + (count > tasks.length ? ' …' : '');
  return html`<li><span class="strong">${text.replace(/\.$/, '')}</span>: ${count} <small>${names}</small></li>`;
}

/** @param {unknown[]} parts */
const andMore = parts =>
  html`<li>
    <details>
      <summary>${W.andMore(parts.length)}</summary>
      <ul class="will">
        ${parts}
      </ul>
    </details>
  </li>`;

/**
 * Buttons of what may be done; beyond some they are in a menu.
 * @param {any[]|undefined} actions @param {string} what @param {(verb: string) => object} [given] @param {number} [most]
 */
export function actions(actions = [], what, given = () => ({}), most = 4) {
  const few = actions.length > most ? most - 1 : actions.length;
  const doing = (/** @type {any} */ each) => () => act(each, what, given(each.verb));
  const words = (/** @type {any} */ each) => each.label + (each.dry_run ? '…' : '');
  const button = (/** @type {any} */ each) =>
    html`<button class="btn ${each.primary ? 'primary' : ''} ${each.danger ? 'danger' : ''}" @click=${doing(each)}>${words(each)}</button>`;
  const line = (/** @type {any} */ each) => html`<button @click=${doing(each)}>${words(each)}</button>`;
  return html`${actions.slice(0, few).map(button)}${few < actions.length ? menu(actions.slice(few).map(line)) : nothing}`;
}

/** @param {unknown[]} deeds */
const menu = deeds =>
  html`<details class="menu deeds">
    <summary class="btn" aria-label=${W.moreDeeds}>⋯</summary>
    <div>${deeds}</div>
  </details>`;
