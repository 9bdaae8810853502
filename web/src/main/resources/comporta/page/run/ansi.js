// Colours of terminals, as classes. Everything else that is no text is shown as a sign, never obeyed.
import { html } from 'lit-html';

/** @typedef {{text: string, look: string}} Piece */

// eslint-disable-next-line no-control-regex
const SGR = /\u001b\[([0-9;]*)m/g;
// eslint-disable-next-line no-control-regex
const OTHERS =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)?|[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/** Codes that end a look. @type {Record<number, RegExp>} */
const ENDS = { 22: /^a[12]$/, 23: /^a3$/, 24: /^a4$/ };
/** How many numbers follow that name one of more colours, which are not told apart here. @type {Record<number, number>} */
const NUMBERS = { 5: 2, 2: 4 };

/** @param {string} line without its end @returns {Piece[]} */
export function pieces(line) {
  if (!/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(line)) {
    return [{ text: line, look: '' }];
  }
  /** @type {Piece[]} */
  const found = [];
  let look = '';
  let at = 0;
  for (const match of line.matchAll(SGR)) {
    add(found, line.slice(at, match.index), look);
    look = changed(look, match[1]);
    at = match.index + match[0].length;
  }
  add(found, line.slice(at), look);
  return found;
}

/** Addresses in a text lead there, if they are of the web; nothing else does. @param {string} text */
export function linked(text) {
  if (!text.includes('://')) {
    return text;
  }
  return text
    .split(/(https?:\/\/[^\s"'<>)\]}]+)/)
    .map((part, i) => (i % 2 ? html`<a class="out" href=${part} target="_blank" rel="noopener noreferrer">${part}</a>` : part));
}

/** @param {Piece[]} found @param {string} text @param {string} look */
function add(found, text, look) {
  if (text) {
    found.push({ text: text.replace(/\t/g, '    ').replace(OTHERS, '␛'), look });
  }
}

/** @param {string} look @param {string} codes */
function changed(look, codes) {
  let words = look.split(' ').filter(Boolean);
  const without = (/** @type {RegExp} */ which) => {
    words = words.filter(each => !which.test(each));
  };
  const all = codes.split(';').map(Number);
  for (let i = 0; i < all.length; i++) {
    const code = all[i];
    if (code === 0) {
      words = [];
    } else if (code >= 1 && code <= 4) {
      words.push('a' + code);
    } else if (code in ENDS) {
      without(ENDS[code]);
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      without(/^f/);
      words.push('f' + (code % 10));
    } else if (code === 39) {
      without(/^f/);
    } else if (code === 38 || code === 48) {
      i += NUMBERS[all[i + 1]] ?? 0;
    }
  }
  return [...new Set(words)].join(' ');
}
