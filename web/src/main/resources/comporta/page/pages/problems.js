// Problems: what somebody should see to.
import { html, nothing } from 'lit-html';
import { withQuery } from '../router.js';
import { W } from '../look/words.en.js';
import { sign, table, time } from '../parts/bits.js';
import { actions } from '../parts/dialog.js';
import { listed, sheet } from '../parts/sheet.js';

const words = W.admin.problems;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  return {
    title: () => words.title,
    view: () => sheet(words, problems(route.query.get('all') === 'yes')),
    moved: next => {
      route = next;
      return true;
    }
  };
}

/** @param {boolean} all those that are over, too */
const problems = all =>
  html`<div class="pills">
      <a data-instead href=${withQuery({ all: null })} aria-current=${all ? nothing : 'true'}>Open</a
      ><a data-instead href=${withQuery({ all: 'yes' })} aria-current=${all ? 'true' : nothing}>All</a>
    </div>
    ${listed(all ? '/problems?open=false' : '/problems', words, data => table(COLUMNS, data.items.map(row)))}`;

const COLUMNS = ['What', 'Where', 'How to fix it', 'Since', 'Last', '#Times', ''];

const row = (/** @type {any} */ each) => [
  html`${sign('warning')} ${each.text}`,
  place(each),
  each.fix ?? '',
  time(each.first_at),
  each.over_at ? html`over ${time(each.over_at)}` : time(each.last_at),
  each.count,
  each.acknowledged ? known(each.acknowledged) : html`<span class="btns">${actions(each.actions, '')}</span>`
];

/** @param {any} problem */
function place({ where, subject }) {
  if (where) {
    return html`<span class="mono">${where.file}:${where.line}:${where.column}</span>`;
  }
  return subject ? `${subject.kind} ${subject.id}` : '';
}

/** @param {{by: string, note?: string}} acknowledged */
const known = ({ by, note }) => html`<span class="hush">${by} knows${note ? `: ${note}` : ''}</span>`;
