// Users, and what each may do.
import { html } from 'lit-html';
import { send } from '../api.js';
import { at } from '../router.js';
import { W } from '../look/words.en.js';
import { table } from '../parts/bits.js';
import { adder, assigned, deeds, edit, given, lines, NAME } from '../parts/editor.js';
import { listed, sheet } from '../parts/sheet.js';

const A = W.admin;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  title: () => A.users.title,
  view: () =>
    sheet(
      A.users,
      listed('/users', A.users, data => table(COLUMNS, data.items.map(row))),
      adder('admin', form)
    )
});

const COLUMNS = ['User', 'Role', 'On DAGs', '', ''];

const row = (/** @type {any} */ each) => [
  html`<b>${each.name}</b>`,
  each.role ?? '',
  Object.entries(each.dags ?? {})
    .map(([dag, role]) => `${dag}: ${role}`)
    .join(', '),
  each.disabled ? html`<span class="warn">disabled</span>` : '',
  deeds(at('users', each.name), each.name, 'admin', () => form(each))
];

function form(/** @type {any} */ old = {}) {
  /** @type {import('../parts/editor.js').Field[]} */
  const fields = [
    NAME,
    { name: 'role', label: A.roleWord, kind: 'words', among: ['', 'viewer', 'operator', 'author', 'admin'] },
    { name: 'lines', label: A.dagRoles, kind: 'long' },
    { name: 'password', label: W.password, kind: 'password', hint: old.name ? 'empty: as it is' : '' },
    { name: 'disabled', label: A.disabled, kind: 'truth' }
  ];
  const before = { name: old.name, role: old.role ?? '', disabled: old.disabled, lines: lines(old.dags, String) };
  edit(A.users.title, fields, before, async g => {
    await send('PUT', at('users', g.name ?? ''), {
      role: given(g.role),
      dags: assigned(g.lines ?? ''),
      password: given(g.password),
      disabled: !!g.disabled
    });
  });
}
