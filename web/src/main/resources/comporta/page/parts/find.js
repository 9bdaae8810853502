// Finds pages, DAGs, runs, tasks and deeds by words.
import { html, nothing } from 'lit-html';
import { get } from '../api.js';
import { draw } from '../app.js';
import { go } from '../router.js';
import { closeDialog } from './dialog.js';
import { W } from '../look/words.en.js';

/** @typedef {{kind: string, label: string, href: string, about: string}} Hit */

const PAGES = [...Object.entries(W.nav).filter(([key]) => !['more', 'find'].includes(key)), ...Object.entries(W.more)].map(
  ([key, label]) => ({ kind: 'page', label: String(label), href: '/' + key, about: '' })
);

/** @param {any} _page @returns {import('./dialog.js').Dialog} */
export function palette(_page) {
  let words = '';
  /** @type {Hit[]} */ let hits = PAGES;
  let chosen = 0;
  let asked = 0;
  let timer = 0;

  function typed(/** @type {any} */ event) {
    words = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(look, 120);
    const lower = words.toLowerCase();
    hits = PAGES.filter(each => each.label.toLowerCase().includes(lower));
    chosen = 0;
    draw();
  }

  async function look() {
    const mine = ++asked;
    const lower = words.trim().toLowerCase();
    try {
      const { data } = lower ? await get('/find?q=' + encodeURIComponent(words.slice(0, 200))) : { data: { items: [] } };
      if (mine === asked) {
        hits = [...data.items, ...PAGES.filter(each => each.label.toLowerCase().includes(lower))];
        chosen = 0;
      }
    } catch {
      // what is known stays
    }
    draw();
  }

  function key(/** @type {KeyboardEvent} */ event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      chosen = Math.max(0, Math.min(hits.length - 1, chosen + by));
      event.preventDefault();
      draw();
      queueMicrotask(() => document.querySelector('.find [aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(hits[chosen]);
    }
  }

  function take(/** @type {Hit|undefined} */ hit) {
    if (hit && /^\/(?![\/\\])/.test(hit.href)) {
      closeDialog();
      go(hit.href);
    }
  }

  const option = (/** @type {Hit} */ hit, /** @type {number} */ i) =>
    html`<li id=${'hit-' + i} role="option" aria-selected=${i === chosen} @click=${() => take(hit)}>
      <span class="chip">${W.find.kinds[hit.kind] ?? hit.kind}</span> ${hit.label}<small>${hit.about}</small>
    </li>`;

  return {
    title: W.find.title,
    body: () =>
      html`<div class="find">
        <label class="away" for="find-words">${W.find.type}</label>
        <input
          id="find-words"
          role="combobox"
          aria-expanded="true"
          aria-controls="find-hits"
          aria-activedescendant=${hits.length ? 'hit-' + chosen : nothing}
          placeholder=${W.find.type}
          autocomplete="off"
          .value=${words}
          @input=${typed}
          @keydown=${key}
          autofocus
        />
        <ul id="find-hits" role="listbox" aria-label=${W.find.title}>
          ${hits.map(option)}
        </ul>
        ${hits.length ? nothing : html`<p class="hush pad">${W.find.none}</p>`}
      </div>`
  };
}
