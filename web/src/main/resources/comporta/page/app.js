// The frame around the pages: who is here, what is looked at, what happens.
import { html, render, nothing } from 'lit-html';
import * as api from './api.js';
import * as live from './live.js';
import * as router from './router.js';
import * as store from './store.js';
import { choose, paint, pref } from './prefs.js';
import { hms, offset, setDagZone, zone, zones } from './look/format.js';
import { W } from './look/words.en.js';
import { now } from './clock.js';
import { empty, sign } from './parts/bits.js';
import { dialogs, openDialog, showDialog, tell, toast } from './parts/dialog.js';

/**
 * @typedef {{title: () => string, view: () => unknown, topics?: () => string[], heard?: (heard: live.Heard) => void, key?: (event: KeyboardEvent) => boolean,
 *   moved?: (route: router.Route) => boolean, leave?: () => void}} Page
 * @typedef {{open: (route: router.Route) => Page, needs?: (route: router.Route) => string[]}} PageModule needs: what it will ask for first
 */

/** @type {Record<string, () => Promise<PageModule>>} */
const PAGES = {
  night: () => import('./pages/night.js'),
  dags: () => import('./pages/dags.js'),
  dag: () => import('./pages/dag.js'),
  run: () => import('./pages/run.js'),
  compare: () => import('./pages/compare.js'),
  deadlines: () => import('./pages/deadlines.js'),
  machines: () => import('./pages/machines.js'),
  elasticity: () => import('./pages/elasticity.js'),
  problems: () => import('./pages/problems.js'),
  audit: () => import('./pages/audit.js'),
  pools: () => import('./pages/pools.js'),
  variables: () => import('./pages/variables.js'),
  connections: () => import('./pages/connections.js'),
  calendars: () => import('./pages/calendars.js'),
  users: () => import('./pages/users.js'),
  tokens: () => import('./pages/tokens.js'),
  backfills: () => import('./pages/backfills.js'),
  author: () => import('./pages/author.js'),
  'sign-in': () => import('./pages/sign-in.js')
};

const root = document.createElement('div');
/** @type {Page|null} */
let page = null;
let name = '';
let drawn = false;
let turns = 0;
let toTop = false;
let silent = 0;
/** Loaded when somebody points at something for the first time. @type {typeof import('./parts/popover.js')|null} */
let over = null;

export function draw() {
  if (!drawn && page) {
    drawn = true;
    (document.hidden ? (/** @type {() => void} */ f) => setTimeout(f, 100) : requestAnimationFrame)(paintNow);
  }
}

function paintNow() {
  drawn = false;
  store.beginUse();
  try {
    render(frame(), root);
  } catch (e) {
    console.error(e);
  }
  store.endUse();
  showDialog();
  handOverTyped();
  document.title = [page?.title(), W.app].filter(Boolean).join(' · ');
  live.want(page?.topics?.() ?? []);
  if (toTop && page) {
    toTop = false;
    scrollTo(0, history.state?.top ?? 0);
    /** @type {HTMLElement|null} */ (root.querySelector('h1'))?.focus({ preventScroll: true });
  }
}

async function turn() {
  const route = router.route();
  const mine = ++turns;
  if (page && route.name === name && page.moved?.(route)) {
    draw();
    return;
  }
  const load = PAGES[route.name];
  /** @type {Page} */
  let next;
  try {
    next = load ? (await load()).open(route) : { title: () => W.missing.title, view: missing };
  } catch (e) {
    if (!sessionStorage.getItem('comporta.reloaded')) {
      sessionStorage.setItem('comporta.reloaded', '1'); // the server was renewed: our parts lie elsewhere now
      location.reload();
      return;
    }
    const words = String(e);
    next = { title: () => W.app, view: () => empty(W.app, words) };
  }
  if (mine === turns) {
    page?.leave?.();
    setDagZone('');
    page = next;
    name = route.name;
    toTop = true;
    draw();
    if (typed !== null) {
      find();
    }
  }
}

const missing = () =>
  html`<h1 tabindex="-1">${W.missing.title}</h1>
    ${empty(W.missing.text, html`<a href="/night">${W.missing.link}</a>`)}`;

function frame() {
  const here = location.pathname;
  const session = api.session();
  if (name === 'sign-in' || !session) {
    return html`<main id="content">${page?.view() ?? nothing}</main>`;
  }
  const problems = store.use('/problems').data?.items.length ?? 0;
  const link = (/** @type {string} */ to, /** @type {string} */ words, /** @type {unknown} */ more = nothing, extra = '') =>
    html`<a class=${extra} href=${to} aria-current=${isHere(here, to) ? 'page' : nothing}>${words}${more}</a>`;
  return html` <a
      class="skip"
      href="#content"
      @click=${(/** @type {Event} */ e) => {
        e.preventDefault();
        document.getElementById('content')?.focus();
      }}
      >${W.skip}</a
    >
    <header class="top">
      <a class="brand" href="/night"
        ><svg viewBox="0 0 16 16" aria-hidden="true">
          <path
            fill="none"
            stroke="currentColor"
            stroke-width="1.600"
            d="M1.500 3h13M3.500 3v8M12.500 3v8M6.500 3v6M9.500 3v6M1 12.500c1.500-1.200 2.500-1.200 4 0s2.500 1.200 4 0 2.500-1.200 4 0"
          ></path></svg
        >${W.app}</a
      >
      <nav aria-label="Pages">
        ${link('/night', W.nav.night)}${link('/dags', W.nav.dags)}${link('/deadlines', W.nav.deadlines, nothing, 'extra')}${link('/machines', W.nav.machines, nothing, 'extra')}
        ${link('/problems', W.nav.problems, problems ? html`<span class="count">${problems}</span>` : nothing)}
        <details class="menu">
          <summary>${W.nav.more}</summary>
          <div>
            <a href="/deadlines">${W.nav.deadlines}</a
            ><a href="/machines">${W.nav.machines}</a>
            ${Object.entries(W.more).map(([to, words]) => html`<a href=${'/' + to}>${words}</a>`)}<a
              href="/api/openapi.json"
              target="_blank"
              rel="noopener"
              >API</a
            >
          </div>
        </details>
      </nav>
      <span class="grow"></span>
      <button class="finder" @click=${find} aria-keyshortcuts="Control+K">${W.findHint}<span class="kbd">Ctrl K</span></button>
      ${liveSign()}
      <details class="menu">
        <summary title=${W.zoneTitle} class="zonename">
          <span class="zone">${zone().split('/').pop()?.replaceAll('_', ' ')} ${offset(now())}</span
          ><span class="chip">${(session.user ?? W.everybody).slice(0, 12)}</span>
        </summary>
        <div>
          <b>${W.zoneTitle}</b>${zones().map(
            each =>
              html`<button
                aria-pressed=${pref('zone') === each.key}
                @click=${() => {
                  choose('zone', each.key);
                  draw();
                }}
              >
                ${pref('zone') === each.key ? '● ' : '○ '}${each.label}: ${each.zone}
              </button>`
          )} <b>${W.scheme}</b>${Object.entries(W.schemes).map(
            ([key, words]) =>
              html`<button
                aria-pressed=${pref('scheme') === key}
                @click=${() => {
                  choose('scheme', key);
                  paint();
                  draw();
                }}
              >
                ${pref('scheme') === key ? '● ' : '○ '}${words}
              </button>`
          )} <b>${W.keys}</b
          ><button
            @click=${() => {
              choose('keys', pref('keys') === 'on' ? 'off' : 'on');
              draw();
            }}
          >
            ${pref('keys') === 'on' ? W.keysOn : W.keysOff}</button
          ><button @click=${keysHelp}>?</button>
          ${
            session.means === 'session'
              ? html`<button
                  @click=${async () => {
                    await api.signOut();
                    store.forget();
                    router.go('/sign-in');
                  }}
                >
                  ${W.signOut}
                </button>`
              : session.user && session.means !== 'open'
                ? nothing
                : html`<a href="/sign-in">${W.signIn}</a>`
          }
        </div>
      </details>
    </header>
    <main id="content" tabindex="-1">${page?.view() ?? nothing}</main>
    <nav class="bottom" aria-label="Pages, short">
      ${[
        ['night', 'night'],
        ['dags', 'dags'],
        ['machines', 'pool'],
        ['problems', 'warning']
      ].map(
        ([to, icon]) => html`<a href=${'/' + to} aria-current=${isHere(here, '/' + to) ? 'page' : nothing}>${sign(icon)}${W.nav[to]}</a>`
      )}
      <button @click=${find}>${sign('find')}${W.nav.find}</button>
    </nav>
    <div role="status" aria-live="polite">${toast()}</div>
    ${over?.popover() ?? nothing}${dialogs()}`;
}

/** @param {string} here @param {string} to */
function isHere(here, to) {
  return here === to || here.startsWith(to + '/') || (to === '/night' && here === '/');
}

function liveSign() {
  const since = live.silentSince();
  return html`<span class="live ${since ? 'old' : ''}" title=${since ? W.notLiveTitle : W.liveTitle}
    >${since ? W.lastHeard(hms(since)) : W.live}</span
  >`;
}

/** What was typed after it was asked where to find something, and before there was where to; null: nobody has asked. @type {string|null} */
let typed = null;

async function find() {
  if (router.route().name === 'sign-in' || document.querySelector('dialog')) {
    // the keys are wanted there
    typed = null;
    return;
  }
  typed ??= '';
  if (!page) {
    return; // the first page asks again once it is there
  }
  try {
    const { palette } = await import('./parts/find.js');
    openDialog(palette(page));
  } catch (e) {
    typed = null;
    console.error(e);
  }
}

function handOverTyped() {
  const input = document.getElementById('find-words');
  if (typed !== null && input instanceof HTMLInputElement) {
    input.focus();
    input.value += typed;
    typed = null;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function keysHelp() {
  openDialog({
    title: W.keysHelp.title,
    body: () =>
      html`<table>
        ${W.keysHelp.rows.map(
          ([key, words]) =>
            html`<tr>
              <td><span class="kbd">${key}</span></td>
              <td>${words}</td>
            </tr>`
        )}
      </table>`
  });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    find();
    return;
  }
  if (typed !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
    typed = event.key === 'Backspace' ? typed.slice(0, -1) : event.key.length === 1 ? typed + event.key : typed;
    event.preventDefault();
    return;
  }
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog, [contenteditable]')) {
    return;
  }
  if (event.key === 'Escape' && over?.closePopover()) {
    return;
  }
  if (event.key === 'Escape') {
    document.querySelectorAll('details.menu[open]').forEach(each => each.removeAttribute('open'));
  }
  if (move(event, target)) {
    event.preventDefault();
    return;
  }
  if (event.key.length === 1 && pref('keys') !== 'on') {
    return;
  }
  if (page?.key?.(event)) {
    event.preventDefault();
  } else if (event.key === '?') {
    keysHelp();
  }
}

/** Up and down in a list; letters only when it has the focus. @param {KeyboardEvent} event @param {Element} target */
function move(event, target) {
  const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const list = target.closest('[data-list]');
  if (!by || !list || (event.key.length === 1 && pref('keys') !== 'on')) {
    return false;
  }
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-item]')]);
  const at = items.findIndex(each => each === target || each.contains(target) || each.closest('[data-row]')?.contains(target));
  items[Math.max(0, Math.min(items.length - 1, at + by))]?.focus();
  return true;
}

/** @param {live.Heard} heard */
function heard(heard) {
  if (heard.name === 'reset' || heard.name === 'back') {
    store.refreshShown(undefined, 50);
  } else if (heard.data) {
    page?.heard?.(heard);
  }
  draw();
}

async function start() {
  paint();
  document.body.append(root);
  store.onChange(draw);
  tell.changed = draw;
  router.begin(turn);
  document.addEventListener('keydown', pressed);
  for (const name of ['pointermove', 'focusin']) {
    document.addEventListener(
      name,
      async event => {
        const module = await import('./parts/popover.js');
        if (!over) {
          over = module;
          module.listen(event.target);
        }
      },
      { once: true, passive: true }
    );
  }
  document.addEventListener('click', event =>
    document.querySelectorAll('details.menu[open]').forEach(each => {
      if (!each.contains(/** @type {Node} */ (event.target))) {
        each.removeAttribute('open');
      }
    })
  );
  addEventListener('co-retry', () => store.refreshShown(undefined, 0));
  addEventListener('co-draw', draw);
  api.onSignedOut(() => {
    if (router.route().name !== 'sign-in') {
      router.go('/sign-in?then=' + encodeURIComponent(location.pathname + location.search), true);
    }
  });
  const first = router.route();
  PAGES[first.name]?.().then(
    module => {
      if (!begun) {
        // while it is found out who is here, what they look at is already asked for
        ['/problems', ...(module.needs?.(first) ?? [])].forEach(store.use);
      }
    },
    () => {}
  ); // whoever turns to the page says so
  for (let wait = 500; ; wait = Math.min(10_000, wait * 2)) {
    try {
      const session = await api.greet();
      if (!session.user && !session.open) {
        router.go(
          location.pathname === '/sign-in'
            ? location.pathname + location.search
            : '/sign-in?then=' + encodeURIComponent(location.pathname + location.search),
          true
        );
        return;
      }
      break;
    } catch (e) {
      const words = e instanceof Error ? e.message : String(e);
      render(html`<main>${empty(W.app, words)}</main>`, root);
      await new Promise(done => setTimeout(done, wait));
    }
  }
  store.refreshShown(path => Boolean(store.peek(path).error), 0); // what was asked for while the server was away
  begin();
}

let begun = false;

/** Once we are known. */
export function begin() {
  if (!begun) {
    begun = true;
    live.begin(heard, api.firstEvent());
    setInterval(() => {
      draw();
      if (!document.hidden) {
        store.refreshShown(path => path === '/problems');
      }
    }, 60_000);
    setInterval(() => {
      const since = live.silentSince();
      if (since !== silent) {
        silent = since;
        document.documentElement.toggleAttribute('data-silent', since > 0);
        draw();
      }
    }, 2_000);
  }
  turn();
}

start();
