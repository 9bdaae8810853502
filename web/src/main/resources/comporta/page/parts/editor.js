// Forms behind "add" and "change": what is set by hand, one field below the other, and beside what is listed the buttons that open them.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { may, problemOf } from '../api.js';
import { refreshShown } from '../store.js';
import { W } from '../look/words.en.js';
import { act, closeDialog, openDialog, tell } from './dialog.js';

/** @typedef {'text'|'number'|'truth'|'long'|'password'|'words'} Kind */
/** @typedef {{name: string, label: string, kind?: Kind, among?: string[], hint?: string}} Field */
/** @typedef {'viewer'|'operator'|'author'|'admin'} Role */

const A = W.admin;

/** What is edited is known by it. @type {Field} */
export const NAME = { name: 'name', label: A.name };

/** Beside the name of a page. @param {Role} role who may @param {() => void} form */
export const adder = (role, form) =>
  may(role)
    ? html`<span class="btns"><button class="btn primary" @click=${() => form()}>${A.add}…</button></span>`
    : html`<span class="btns"><span class="low">${A.needs(role)}</span></span>`;

/** @param {string} path @param {string} name */
export function remover(path, name) {
  const deed = { verb: 'remove', label: A.remove, method: 'DELETE', href: path, dry_run: true, danger: true, primary: false };
  return html`<button class="btn danger" @click=${() => act(deed, name)}>${A.remove}…</button>`;
}

/** What may be done to one of them. @param {string} path @param {string} name @param {Role} role @param {() => void} change */
export const deeds = (path, name, role, change) =>
  may(role) ? html`<span class="btns"><button class="btn" @click=${change}>${A.change}…</button>${remover(path, name)}</span>` : nothing;

/** What was left empty is not sent. @param {any} text */
export const given = text => (text === undefined || text === '' ? undefined : text);

/** @param {any} text */
export const number = text => (given(text) === undefined ? undefined : Number(text));

/** A line name=value each. @param {string} text */
export const assigned = text =>
  Object.fromEntries(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .map(line => {
        const cut = line.indexOf('=');
        return cut < 0 ? [line, ''] : [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
      })
  );

/** The other way round. @param {Record<string, any>|undefined} fields @param {(value: any) => string} written */
export const lines = (fields, written) =>
  Object.entries(fields ?? {})
    .map(([name, each]) => `${name}=${written(each)}`)
    .join('\n');

/**
 * Asks for the fields, and saves them.
 * @param {string} title @param {Field[]} fields @param {Record<string, any>} old
 * @param {(given: Record<string, any>) => Promise<any>} save gives what is shown once it is saved, or nothing
 */
export function edit(title, fields, old, save) {
  /** @type {Record<string, any>} */
  const written = { ...old };
  /** @type {import('../api.js').Problem|null} */
  let refused = null;
  let busy = false;
  let once = '';

  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    busy = true;
    draw();
    try {
      once = (await save(written)) ?? '';
      refreshShown(undefined, 30);
      if (!once) {
        closeDialog();
        tell(A.saved);
      }
    } catch (e) {
      refused = problemOf(e, W.notDone);
    }
    busy = false;
    draw();
  }

  const body = () =>
    html`<form @submit=${submit}>
      ${fields.map(each => html`<div class="field">${labelled(each, written, !!old.name)}${hint(each.hint)}</div>`)}
      ${refused ? refusal(refused) : nothing}
      <div class="btns">
        <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button
        ><button class="btn go" ?disabled=${busy}>${A.save}</button>
      </div>
    </form>`;
  openDialog({ title, body: () => (once ? shownOnce(once) : body()) });
}

/** @param {string|undefined} words */
const hint = words => (words ? html`<small>${words}</small>` : nothing);

/** @param {string} secret */
const shownOnce = secret =>
  html`<p>${A.newToken}</p>
    <pre class="code">${secret}</pre>
    <div class="btns"><button class="btn" @click=${closeDialog}>${W.close}</button></div>`;

/** @param {import('../api.js').Problem} refused */
const refusal = refused =>
  html`<div class="bad" role="alert">
    ${refused.detail || refused.title}${refused.errors.map(each => html`<br />${each.pointer} ${each.detail}`)}
  </div>`;

/** @param {Field} field @param {Record<string, any>} written @param {boolean} isNamed its name stays */
function labelled(field, written, isNamed) {
  if (field.kind === 'truth') {
    const set = (/** @type {any} */ e) => {
      written[field.name] = e.target.checked;
    };
    return html`<label><input type="checkbox" .checked=${!!written[field.name]} @change=${set} /> ${field.label}</label>`;
  }
  return html`<label for=${'f-' + field.name}>${field.label}</label>${input(field, written, isNamed)}`;
}

/** @param {Field} field @param {Record<string, any>} written @param {boolean} isNamed */
function input(field, written, isNamed) {
  const id = 'f-' + field.name;
  const now = written[field.name] ?? '';
  const set = (/** @type {any} */ e) => {
    written[field.name] = e.target.value;
  };
  switch (field.kind) {
    case 'long':
      return html`<textarea id=${id} rows="5" .value=${now} @input=${set}></textarea>`;
    case 'words':
      return html`<select id=${id} @change=${set}>
        ${field.among?.map(each => html`<option value=${each} ?selected=${each === now}>${each || '–'}</option>`)}
      </select>`;
    default:
      return html`<input
        id=${id}
        type=${field.kind ?? 'text'}
        autocomplete="off"
        ?readonly=${field.name === 'name' && isNamed}
        .value=${now}
        @input=${set}
      />`;
  }
}
