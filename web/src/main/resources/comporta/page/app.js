// The frame around the pages: who is here, what is looked at, what happens.
import { html, render, nothing } from 'lit-html';
import * as api from './api.js';
import * as live from './live.js';
import * as router from './router.js';
import * as store from './store.js';
import { choose, hms, offset, pref, setDagZone, zone, zones } from './look/format.js';
import { W } from './look/words.en.js';
import { now } from './clock.js';
import { empty, sign } from './parts/bits.js';
import { dialogs, openDialog, showDialog, tell, toast } from './parts/dialog.js';

/**
 * @typedef {{title: () => string, view: () => unknown, topics?: () => string[], heard?: (heard: live.Heard) => void,
 *   key?: (event: KeyboardEvent) => boolean, moved?: (route: router.Route) => boolean, leave?: () => void}} Page
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
  const session = api.session();
  if (name === 'sign-in' || !session) {
    return html`<main id="content">${page?.view() ?? nothing}</main>`;
  }
  return html`<a class="skip" href="#content" @click=${toContent}>${W.skip}</a>
    <header class="top">
      <a class="brand" href="/night">${BRAND}${W.app}</a>
      ${places()}
      <span class="grow"></span>
      <button class="finder" @click=${find} aria-keyshortcuts="Control+K">${W.findHint}<span class="kbd">Ctrl K</span></button>
      ${liveSign()}${choices(session)}
    </header>
    <main id="content" tabindex="-1">${page?.view() ?? nothing}</main>
    <nav class="bottom" aria-label=${W.pagesShort}>
      ${ON_PHONES.map(([to, icon]) => link('/' + to, html`${sign(icon)}${W.nav[to]}`))}
      <button @click=${find}>${sign('find')}${W.nav.find}</button>
    </nav>
    <div role="status" aria-live="polite">${toast()}</div>
    ${over?.popover() ?? nothing}${dialogs()}`;
}

/** A roof on its posts, over water. */
const BRAND = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    d="M1.5 3h13M3.5 3v8M12.5 3v8M6.5 3v6M9.5 3v6M1 12.5c1.5-1.2 2.5-1.2 4 0s2.5 1.2 4 0 2.5-1.2 4 0"
  ></path>
</svg>`;

/** Pages that the bar at the foot of a phone leads to, with their signs. */
const ON_PHONES = [
  ['night', 'night'],
  ['dags', 'dags'],
  ['machines', 'pool'],
  ['problems', 'warning']
];

/** @param {Event} event */
function toContent(event) {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** To a page; the one that is looked at is marked. @param {string} to @param {unknown} content @param {string} [look] */
const link = (to, content, look = '') =>
  html`<a class=${look} href=${to} aria-current=${isHere(location.pathname, to) ? 'page' : nothing}>${content}</a>`;

/** The pages, by name. */
function places() {
  const N = W.nav;
  const problems = store.use('/problems').data?.items.length ?? 0;
  return html`<nav aria-label=${W.pages}>
    ${link('/night', N.night)}${link('/dags', N.dags)}${link('/deadlines', N.deadlines, 'extra')}${link('/machines', N.machines, 'extra')}
    ${link('/problems', html`${N.problems}${problems ? html`<span class="count">${problems}</span>` : nothing}`)}
    <details class="menu">
      <summary>${N.more}</summary>
      <div>
        <a href="/deadlines">${N.deadlines}</a><a href="/machines">${N.machines}</a>
        ${Object.entries(W.more).map(([to, words]) => html`<a href=${'/' + to}>${words}</a>`)}
        <a href="/api/openapi.json" target="_blank" rel="noopener">API</a>
      </div>
    </details>
  </nav>`;
}

/** What a reader chooses for themselves. @param {api.Session} session */
function choices(session) {
  return html`<details class="menu">
    <summary title=${W.zoneTitle} class="zonename">
      <span class="zone">${zone().split('/').pop()?.replaceAll('_', ' ')} ${offset(now())}</span>
      <span class="chip">${(session.user ?? W.everybody).slice(0, 12)}</span>
    </summary>
    <div>
      <b>${W.zoneTitle}</b>
      ${zones().map(each => choice('zone', each.key, `${each.label}: ${each.zone}`))}
      <b>${W.scheme}</b>
      ${Object.entries(W.schemes).map(([key, words]) => choice('scheme', key, words))}
      <b>${W.keys}</b>
      <button @click=${() => chosen('keys', pref('keys') === 'on' ? 'off' : 'on')}>${pref('keys') === 'on' ? W.keysOn : W.keysOff}</button>
      <button @click=${keysHelp}>?</button>
      ${signing(session)}
    </div>
  </details>`;
}

/** One of several. @param {'zone'|'scheme'} of @param {string} key @param {string} words */
function choice(of, key, words) {
  const isChosen = pref(of) === key;
  return html`<button aria-pressed=${isChosen} @click=${() => chosen(of, key)}>${isChosen ? '● ' : '○ '}${words}</button>`;
}

/** @param {'zone'|'scheme'|'keys'} of @param {string} key */
function chosen(of, key) {
  choose(of, key);
  paint();
  draw();
}

/** @param {api.Session} session */
function signing(session) {
  if (session.means === 'session') {
    return html`<button @click=${signOut}>${W.signOut}</button>`;
  }
  return session.user && session.means !== 'open' ? nothing : html`<a href="/sign-in">${W.signIn}</a>`;
}

async function signOut() {
  await api.signOut();
  store.forget();
  router.go('/sign-in');
}

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Puts the chosen colours into effect. */
function paint() {
  const otherwise = dark.matches ? 'dark' : 'light';
  document.documentElement.dataset.scheme = pref('scheme') === 'system' ? otherwise : pref('scheme');
  dispatchEvent(new Event('co-painted'));
}

/** @param {string} here @param {string} to */
function isHere(here, to) {
  return here === to || here.startsWith(to + '/') || (to === '/night' && here === '/');
}

function liveSign() {
  const since = live.silentSince();
  const [look, title, words] = since ? ['live old', W.notLiveTitle, W.lastHeard(hms(since))] : ['live', W.liveTitle, W.live];
  return html`<span class=${look} title=${title}>${words}</span>`;
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

/** @param {string[]} key and what it does */
const keyRow = ([key, words]) =>
  html`<tr>
    <td><span class="kbd">${key}</span></td>
    <td>${words}</td>
  </tr>`;

function keysHelp() {
  openDialog({
    title: W.keysHelp.title,
    body: () =>
      html`<table>
        ${W.keysHelp.rows.map(keyRow)}
      </table>`
  });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const withKeys = event.ctrlKey || event.metaKey;
  const target = /** @type {Element} */ (event.target);
  if (withKeys && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    find();
  } else if (typed !== null && !withKeys && !event.altKey) {
    typed = typedOn(typed, event.key);
    event.preventDefault();
  } else if (!withKeys && !event.altKey && !target.closest('input, textarea, select, dialog, [contenteditable]')) {
    pressedOnPage(event, target);
  }
}

/** @param {string} before @param {string} key */
function typedOn(before, key) {
  if (key === 'Backspace') {
    return before.slice(0, -1);
  }
  return key.length === 1 ? before + key : before;
}

/** @param {KeyboardEvent} event @param {Element} target */
function pressedOnPage(event, target) {
  if (event.key === 'Escape') {
    if (over?.closePopover()) {
      return;
    }
    closeMenus(() => true);
  }
  if (move(event, target)) {
    event.preventDefault();
  } else if (event.key.length > 1 || pref('keys') === 'on') {
    if (page?.key?.(event)) {
      event.preventDefault();
    } else if (event.key === '?') {
      keysHelp();
    }
  }
}

/** @param {(menu: Element) => boolean} which */
function closeMenus(which) {
  [...document.querySelectorAll('details.menu[open]')].filter(which).forEach(each => each.removeAttribute('open'));
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
  dark.addEventListener('change', paint);
  document.body.append(root);
  store.onChange(draw);
  tell.changed = draw;
  router.begin(turn);
  listen();
  askAhead(router.route());
  const session = await greeted();
  if (!session.user && !session.open) {
    router.go(location.pathname === '/sign-in' ? location.pathname + location.search : signInFromHere(), true);
    return;
  }
  store.refreshShown(path => Boolean(store.peek(path).error), 0); // what was asked for while the server was away
  begin();
}

const signInFromHere = () => '/sign-in?then=' + encodeURIComponent(location.pathname + location.search);

function listen() {
  document.addEventListener('keydown', pressed);
  document.addEventListener('click', event => closeMenus(menu => !menu.contains(/** @type {Node} */ (event.target))));
  for (const name of ['pointermove', 'focusin']) {
    document.addEventListener(name, loadPopover, { once: true, passive: true });
  }
  addEventListener('co-retry', () => store.refreshShown(undefined, 0));
  addEventListener('co-draw', draw);
  api.onSignedOut(() => {
    if (router.route().name !== 'sign-in') {
      router.go(signInFromHere(), true);
    }
  });
}

/** @param {Event} event that points at something for the first time */
async function loadPopover(event) {
  const module = await import('./parts/popover.js');
  if (!over) {
    over = module;
    module.listen(event.target);
  }
}

/** While it is found out who is here, what they look at is already asked for. @param {router.Route} first */
function askAhead(first) {
  PAGES[first.name]?.().then(
    module => {
      if (!begun) {
        ['/problems', ...(module.needs?.(first) ?? [])].forEach(store.use);
      }
    },
    () => {} // whoever turns to the page says so
  );
}

/** Who is here, as soon as the server says so. @returns {Promise<api.Session>} */
async function greeted() {
  for (let wait = 500; ; wait = Math.min(10_000, wait * 2)) {
    try {
      return await api.greet();
    } catch (e) {
      const words = e instanceof Error ? e.message : String(e);
      render(html`<main>${empty(W.app, words)}</main>`, root);
      await new Promise(done => setTimeout(done, wait));
    }
  }
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
