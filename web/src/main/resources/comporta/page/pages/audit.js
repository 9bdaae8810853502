// The audit: every deed of people and programs, the latest first.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { go, withQuery } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { whole } from '../look/format.js';
import { awaited, empty, table } from '../parts/bits.js';
import { sheet } from '../parts/sheet.js';

const A = W.admin;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  let cursors = [''];
  const chosen = (/** @type {string} */ name) => route.query.get(name) ?? '';

  function view() {
    const pages = cursors.map(cursor => use(pageAddress(cursor)));
    return sheet(
      A.audit,
      html`${filters()}
        <section class="panel">${pages[0].data ? entries(pages) : awaited(pages[0])}</section>`
    );
  }

  /** @param {string} cursor */
  function pageAddress(cursor) {
    const query = Object.entries({ limit: '100', upto: chosen('entry'), subject: chosen('subject'), who: chosen('who'), cursor });
    return '/audit?' + new URLSearchParams(query.filter(([, text]) => text));
  }

  const filters = () =>
    html`<div class="pills">
      ${filter('subject', A.subject, 'dags/nightly')}${filter('who', A.who, A.who)}${
        chosen('entry')
          ? html`<span class="low">${A.audit.from(chosen('entry'))}</span><a href=${withQuery({ entry: null })}>${A.audit.latest}</a>`
          : nothing
      }
    </div>`;

  const filter = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ example) =>
    html`<input
      type="search"
      aria-label=${label}
      placeholder=${example}
      .value=${chosen(name)}
      @change=${(/** @type {any} */ e) => go(withQuery({ [name]: e.target.value }), true)}
    />`;

  /** @param {import('../store.js').Entry[]} pages */
  function entries(pages) {
    const items = pages.flatMap(page => page.data?.items ?? []);
    const next = pages.at(-1)?.data?.next;
    return items.length ? html`${table(COLUMNS, items.map(row))}${next ? more(next) : nothing}` : empty(A.audit.empty, A.audit.text);
  }

  const row = (/** @type {any} */ each) => [
    html`<a href=${withQuery({ entry: String(each.seq) })} aria-current=${String(each.seq) === chosen('entry') ? 'true' : nothing}
      >${each.seq}</a
    >`,
    html`<time datetime=${each.at}>${whole(each.at)}</time>`,
    html`${each.who} <span class="low">${each.role ?? ''}</span>`,
    each.via,
    each.verb,
    html`<a data-instead href=${withQuery({ subject: each.subject })}>${each.subject}</a>`,
    each.before ?? '',
    each.after ?? '',
    each.why ?? ''
  ];

  const more = (/** @type {string} */ next) =>
    html`<div class="pad">
      <button
        class="btn"
        @click=${() => {
          cursors = [...cursors, next];
          draw();
        }}
      >
        ${A.more}
      </button>
    </div>`;

  return {
    title: () => A.audit.title,
    view,
    moved: next => {
      route = next;
      cursors = [''];
      return true;
    }
  };
}

const COLUMNS = ['#No.', A.when, A.who, A.via, A.did, A.subject, 'Before', 'After', A.why];
