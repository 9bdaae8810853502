// A line of a log. What it holds is shown space for space: nothing may stand between its parts.
import { html, nothing } from 'lit-html';
import { withQuery } from '../router.js';
import { W } from '../look/words.en.js';
import { hms } from '../look/format.js';
import { linked, pieces } from './ansi.js';

/** @typedef {{n: number, at: string|null, stream: string, text: string, cut: boolean}} Line */

const ERROR = /\b(?:ERROR|FATAL|SEVERE|Exception|Traceback|panic:|error:)/;
const WARNING = /\bWARN(?:ING)?\b/;

/** @param {string} look @param {string} place @param {any[]} parts */
const lineOf = (look, place, parts) => html`<div class="logline ${look}" .style=${place}>${parts}</div>`;

/**
 * A line by its number.
 * @param {Line|undefined} line undefined: it has not come yet @param {number} at its number @param {boolean} here whether it was asked for
 * @param {string} place @param {string} query what is marked in it
 */
export function numbered(line, at, here, place, query) {
  const text = line?.text ?? '';
  const look = severity(text) + (line?.stream === 'stderr' ? ' stderr' : '') + (here ? ' here' : '');
  const label = `Line ${at + 1}`;
  const number = html`<a href=${withQuery({ line: String(at + 1) })} data-instead tabindex="-1" aria-label=${label}>${at + 1}</a>`;
  if (!line) {
    return lineOf(look, place, [number, html`<span class="low">…</span>`]);
  }
  return lineOf(look, place, [
    number,
    line.at ? html`<time>${hms(line.at)}</time>` : nothing,
    pieces(text).map(piece => html`<span class=${piece.look}>${marked(piece.text, query)}</span>`),
    line.cut ? html`<span class="low">${' ' + W.log.cut}</span>` : nothing
  ]);
}

/** A line whose number is not known yet. @param {string} text @param {string} place */
export function unnumbered(text, place) {
  const words = pieces(text).map(piece => html`<span class=${piece.look}>${piece.text}</span>`);
  return lineOf(ERROR.test(text) ? 'error' : '', place, [html`<a aria-hidden="true">…</a>`, words]);
}

/** @param {string} text */
function severity(text) {
  if (ERROR.test(text)) {
    return 'error';
  }
  return WARNING.test(text) ? 'warning' : '';
}

/** @param {string} text @param {string} query */
function marked(text, query) {
  const words = query.toLowerCase();
  const lower = text.toLowerCase();
  if (!words || !lower.includes(words)) {
    return linked(text);
  }
  const found = [];
  let at = 0;
  for (let next = lower.indexOf(words); next >= 0; next = lower.indexOf(words, at)) {
    found.push(text.slice(at, next), html`<mark>${text.slice(next, next + words.length)}</mark>`);
    at = next + words.length;
  }
  return [...found, text.slice(at)];
}
