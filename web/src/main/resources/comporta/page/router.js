// Addresses and pages: what is looked at is in the address, so that a link shows the same and Back undoes a step.

/** @typedef {{name: string, args: Record<string, string>, query: URLSearchParams, path: string}} Route */

const ID = '([^/]+)';
/** @type {[RegExp, string, string[]][]} */
const ROUTES = [
  [/^\/$/, 'night', []],
  [/^\/night(?:\/(\d{4}-\d\d-\d\d))?$/, 'night', ['date']],
  [/^\/dags$/, 'dags', []],
  [new RegExp(`^/dags/${ID}/runs/${ID}/tasks/${ID}$`), 'run', ['dag', 'run', 'alone']],
  [new RegExp(`^/dags/${ID}/runs/${ID}(?:/(graph|tasks|deadlines|machines|events|source))?$`), 'run', ['dag', 'run', 'tab']],
  [new RegExp(`^/dags/${ID}(?:/(graph|runs|calendar|landing|durations|versions|source|schedule|backfills))?$`), 'dag', ['dag', 'tab']],
  [new RegExp(`^/machines(?:/${ID})?$`), 'machines', ['id']],
  [new RegExp(`^/elasticity(?:/${ID})?$`), 'elasticity', ['id']]
];
/** Pages that have one address, which is their name. */
const PLAIN = /^\/(compare|deadlines|problems|audit|pools|variables|connections|calendars|users|tokens|backfills|author|sign-in)$/;

/** @type {() => void} */
let changed = () => {};

/** @returns {Route} */
export function route() {
  const query = new URLSearchParams(location.search);
  const path = location.pathname.replace(/(?<=.)\/+$/, '');
  for (const [pattern, name, names] of ROUTES) {
    const found = pattern.exec(path);
    if (found) {
      /** @type {Record<string, string>} */
      const args = {};
      names.forEach((each, i) => {
        args[each] = decoded(found[i + 1] ?? '');
      });
      return { name, args, query, path };
    }
  }
  return { name: PLAIN.exec(path)?.[1] ?? 'missing', args: {}, query, path };
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes there. @param {string} to @param {boolean} [instead] of what is looked at now, without a step for Back */
export function go(to, instead = false) {
  if (instead) {
    history.replaceState(history.state, '', to);
  } else {
    remember();
    history.pushState({}, '', to);
  }
  changed();
}

/**
 * The same address with other words behind the question mark; null leaves one out.
 * @param {Record<string, string|null>} words @param {string} [path]
 */
export function withQuery(words, path = location.pathname) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(words)) {
    if (value === null || value === '') {
      query.delete(name);
    } else {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return path + (text ? '?' + text : '');
}

function remember() {
  history.replaceState({ ...history.state, top: scrollY }, '');
}

/** An address of a page that an address of the API belongs to. @param {string} href */
export const pageOf = href => href.replace(/^\/api\/v1/, '');

/** Parts of an address, made safe. @param {...string} parts */
export const at = (...parts) => '/' + parts.map(part => encodeURIComponent(part).replaceAll('%7E', '~')).join('/');

/** Whether the reader wants it in another tab or window. @param {MouseEvent} event */
const opensElsewhere = event => event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

/** Whether a link leads to a page of ours, to be shown here. @param {HTMLAnchorElement} link */
const isPage = link =>
  !link.target && !link.hasAttribute('download') && link.origin === location.origin && !/^\/(api|assets)\//.test(link.pathname);

/** @param {() => void} listener */
export function begin(listener) {
  changed = listener;
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => listener());
  addEventListener('pagehide', remember);
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || opensElsewhere(event) || !isPage(link)) {
      return;
    }
    event.preventDefault();
    link.closest('details')?.removeAttribute('open');
    go(link.pathname + link.search + link.hash, link.dataset.instead !== undefined);
  });
}
