// Pools: how much of what runs at once, by name.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { table, time } from '../parts/bits.js';
import { adder, deeds, edit, given, NAME, number } from '../parts/editor.js';
import { changed, listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.pools.title,
  view: () =>
    sheet(
      A.pools,
      listed('/pools', A.pools, data => table(COLUMNS, data.items.map(row))),
      adder('operator', form)
    )
});

const COLUMNS = ['Pool', '#Slots', 'Paused', 'Description', 'Changed', ''];

const row = (/** @type {any} */ each) => [
  html`<b>${each.name}</b>`,
  each.slots,
  each.paused ? 'paused' : '',
  each.description,
  changed(time(each.changed_at), each.changed_by),
  deeds(at('pools', each.name), each.name, 'operator', () => form(each))
];

function form(/** @type {any} */ old = {}) {
  /** @type {import('../parts/editor.js').Field[]} */
  const fields = [
    NAME,
    { name: 'slots', label: A.slots, kind: 'number' },
    { name: 'paused', label: A.pausedPool, kind: 'truth' },
    { name: 'description', label: A.description },
    { name: 'reason', label: W.reason }
  ];
  edit(A.pools.title, fields, old, async g => {
    await send('PUT', at('pools', g.name ?? ''), {
      slots: number(g.slots),
      paused: !!g.paused,
      description: given(g.description),
      reason: given(g.reason)
    });
  });
}
