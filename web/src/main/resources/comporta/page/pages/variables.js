// Variables: what templates read as {{ var.NAME }}.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { value } from '../look/format.js';
import { table, time } from '../parts/bits.js';
import { adder, deeds, edit, given, NAME } from '../parts/editor.js';
import { changed, listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.variables.title,
  view: () =>
    sheet(
      A.variables,
      listed('/variables', A.variables, data => table(COLUMNS, data.items.map(row))),
      adder('author', form)
    )
});

const COLUMNS = ['Variable', 'Value', 'Description', 'Changed', ''];

const row = (/** @type {any} */ each) => [
  html`<b class="mono">${each.name}</b>`,
  each.secret ? html`<span class="low">${A.secret.toLowerCase()}</span>` : html`<pre>${value(each.value)}</pre>`,
  each.description,
  changed(time(each.changed_at), each.changed_by),
  deeds(at('variables', each.name), each.name, 'author', () => form(each))
];

function form(/** @type {any} */ old = {}) {
  /** @type {import('../parts/editor.js').Field[]} */
  const fields = [
    NAME,
    { name: 'value', label: A.value, kind: 'long', hint: 'text, or JSON' },
    { name: 'secret', label: A.secret, kind: 'truth' },
    { name: 'description', label: A.description }
  ];
  edit(A.variables.title, fields, { ...old, value: old.secret ? '' : value(old.value ?? '') }, async g => {
    await send('PUT', at('variables', g.name ?? ''), {
      value: plain(g.value ?? ''),
      secret: !!g.secret,
      description: given(g.description)
    });
  });
}

/** What looks like JSON other than text is that. @param {string} text */
function plain(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
