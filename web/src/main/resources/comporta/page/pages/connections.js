// Connections: how systems outside are reached.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { value } from '../look/format.js';
import { table, time } from '../parts/bits.js';
import { adder, assigned, deeds, edit, lines, NAME } from '../parts/editor.js';
import { changed, listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.connections.title,
  view: () =>
    sheet(
      A.connections,
      listed('/connections', A.connections, data => table(COLUMNS, data.items.map(row))),
      adder('admin', form)
    )
});

const COLUMNS = ['Connection', 'Fields', 'Changed', ''];

const row = (/** @type {any} */ each) => [
  html`<b class="mono">${each.name}</b>`,
  Object.entries(each.fields).map(([name, field]) => html`<span class="low">${name}</span> ${value(field)}<br />`),
  changed(time(each.changed_at), each.changed_by),
  deeds(at('connections', each.name), each.name, 'admin', () => form(each))
];

function form(/** @type {any} */ old = {}) {
  /** @type {import('../parts/editor.js').Field[]} */
  const fields = [NAME, { name: 'lines', label: A.fields, kind: 'long', hint: 'Secret fields are never shown again: write them anew.' }];
  edit(A.connections.title, fields, { name: old.name, lines: lines(old.fields, value) }, async g => {
    await send('PUT', at('connections', g.name ?? ''), { fields: assigned(g.lines ?? '') });
  });
}
