// What stands above a log: of what it is, where to find something in it, and how it is shown.
import { html, nothing } from 'lit-html';
import { address } from '../api.js';
import { W } from '../look/words.en.js';
import { size } from '../look/format.js';

/** Before the number of a Spark executor whose output is shown. */
export const EXECUTOR = 'executor ';
/** Milliseconds after which what was typed is looked for. */
const TYPED = 200;

const L = W.log;

/** @param {any} log the element */
export function logBar(log) {
  const ends = log.missed ? L.newLines(log.missed) : L.end;
  const follow = () => (log.follows ? log.stay() : log.follow());
  const download = address(log.path + '/download' + log.words.replace('&', '?'));
  return html`<div class="logbar" @keydown=${(/** @type {KeyboardEvent} */ e) => e.stopPropagation()}>
    ${streams(log)} ${search(log)}
    <span class="grow"></span><button class="btn" @click=${() => log.finder.firstError()}>${L.firstError}</button>
    <button class="btn" aria-pressed=${log.follows} @click=${follow}>${log.follows ? L.following : ends}</button>
    <button class="btn" aria-pressed=${log.wraps} @click=${() => log.wrap()} aria-label=${L.wraps} title=${L.wraps}>⏎</button>
    <a class="btn" href=${download} download title=${size(log.bytes)} aria-label=${`${L.download}, ${size(log.bytes)}`}>⤓</a>
  </div>`;
}

/** @param {any} log */
function streams(log) {
  const all = ['all', 'stdout', 'stderr', ...log.others.map((/** @type {string} */ each) => EXECUTOR + each)];
  const choose = (/** @type {any} */ e) => {
    log.stream = e.target.value;
    log.restart();
  };
  const option = (/** @type {string} */ each) =>
    html`<option value=${each} ?selected=${each === log.stream}>${each === 'all' ? L.all : each}</option>`;
  return html`<select aria-label=${L.stream} @change=${choose}>
    ${all.map(option)}
  </select>`;
}

/** @param {any} log */
function search(log) {
  const { query } = log.finder;
  const typed = (/** @type {any} */ e) => {
    log.finder.query = e.target.value;
    clearTimeout(log.typing);
    log.typing = setTimeout(() => log.finder.look(true), TYPED);
  };
  const keyed = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Enter') {
      log.finder.step(e.shiftKey ? -1 : 1);
    } else if (e.key === 'Escape') {
      log.querySelector('.logview')?.focus();
    }
  };
  return html`<input type="search" aria-label=${L.find} placeholder="/ find" .value=${query} @input=${typed} @keydown=${keyed} />
    ${query ? html`<span class="low found" role="status">${found(log)}</span>` : nothing}`;
}

/** Which of how many, and how much was looked through. @param {any} log */
function found({ finder, total }) {
  const searched = total ? Math.floor(Math.min(1, finder.scanned / total) * 100) : 100;
  return L.hits(finder.hit + 1, finder.hits.length) + (searched < 100 ? L.searched(searched + ' %') : '');
}
