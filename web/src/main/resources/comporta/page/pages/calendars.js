// Calendars outside of the dags folder: days that schedules name.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { table, time } from '../parts/bits.js';
import { adder, deeds, edit, NAME } from '../parts/editor.js';
import { changed, listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.calendars.title,
  view: () =>
    sheet(
      A.calendars,
      listed('/calendars', A.calendars, data => table(COLUMNS, data.items.map(row))),
      adder('author', form)
    )
});

const COLUMNS = ['Calendar', 'Text', 'Changed', ''];

const row = (/** @type {any} */ each) => [
  html`<b>${each.name}</b>`,
  html`<pre>${each.text}</pre>`,
  changed(time(each.changed_at), each.changed_by),
  deeds(at('calendars', each.name), each.name, 'author', () => form(each))
];

function form(/** @type {any} */ old = {}) {
  edit(A.calendars.title, [NAME, { name: 'text', label: A.text, kind: 'long' }], old, async g => {
    await send('PUT', at('calendars', g.name ?? ''), { text: g.text ?? '' });
  });
}
