// Tokens: what programs send instead of a password.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { table, time } from '../parts/bits.js';
import { adder, edit, NAME, number, remover } from '../parts/editor.js';
import { listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.tokens.title,
  view: () =>
    sheet(
      A.tokens,
      listed('/tokens', A.tokens, data => table(COLUMNS, data.items.map(row))),
      adder('viewer', form)
    )
});

const COLUMNS = ['Token', 'Of', 'Made', 'Expires', 'Last used', ''];

const row = (/** @type {any} */ each) => [
  html`<b>${each.name}</b>`,
  each.user,
  time(each.made_at),
  each.expires_at ? time(each.expires_at) : 'never',
  each.used_at ? time(each.used_at) : 'never',
  each.revoked_at ? html`<span class="hush">revoked ${time(each.revoked_at)}</span>` : remover(at('tokens', String(each.id)), each.name)
];

function form() {
  edit(A.tokens.title, [NAME, { name: 'days', label: A.days, kind: 'number', hint: 'empty: never' }], {}, async g => {
    const made = await send('POST', '/tokens', { name: g.name ?? '', days: number(g.days) });
    return made.secret;
  });
}
