// Asks the server: what was asked before is asked again with its tag, what goes wrong comes in the server's words.
import { correct } from './clock.js';
import { setServerZone } from './look/format.js';

/**
 * @typedef {{user: string|null, roles: Record<string, string>, means: string, open: boolean, note: string, csrf: string|null,
 *   server_zone: string, server_time: string, server_version: string}} Session
 * @typedef {{verb: string, label: string, method: string, href: string, dry_run: boolean, danger: boolean, primary: boolean,
 *   body?: object}} Action
 * @typedef {{data: any, eventId: string, fresh: boolean}} Got
 */

/** What the server says is wrong. */
export class Problem extends Error {
  /**
   * @param {number} status 0: no answer came
   * @param {string} title @param {string} detail @param {{pointer: string, detail: string}[]} errors
   */
  constructor(status, title, detail, errors = []) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/** What went wrong, in the words of the server where it had any. @param {unknown} e @param {string} title of all else @returns {Problem} */
export const problemOf = (e, title) => (e instanceof Problem ? e : new Problem(0, title, String(e)));

const API = '/api/v1';
const TRIES = 4;
/** From the least to the most. */
const ROLES = ['viewer', 'operator', 'author', 'admin'];
const MOST_KNOWN = 200;
/** @type {Map<string, {etag: string, data: any, eventId: string}>} */
const known = new Map();
/** @type {Session|null} */
let who = null;
let firstId = '';
/** @type {() => void} */
let signedOut = () => {};

/** @param {() => void} listener called when the server no longer knows who we are */
export function onSignedOut(listener) {
  signedOut = listener;
}

/** @returns {Session|null} */
export const session = () => who;

/** How much of the stream of events was in the first answer: what happened since may be missing in what is known. */
export const firstEvent = () => firstId;

/** @param {string} path with or without /api/v1 */
export const address = path => (path.startsWith('/api/') ? path : API + path);

/** A deed that a page knows without the server. @param {string} verb @param {string} label @param {string} href @returns {Action} */
export const deed = (verb, label, href, danger = false) => ({ verb, label, method: 'POST', href, dry_run: true, danger, primary: false });

/** @param {string} path @param {RequestInit} init */
async function ask(path, init) {
  try {
    return await fetch(address(path), { credentials: 'same-origin', ...init });
  } catch (e) {
    if (/** @type {Error} */ (e).name === 'AbortError') {
      throw e;
    }
    throw new Problem(0, 'No answer', 'The server does not answer.');
  }
}

/** @param {Response} answer @returns {Promise<Problem>} */
async function problem(answer) {
  /** @type {any} */
  let said = {};
  try {
    said = await answer.json();
  } catch {
    // something between us and the server answered
  }
  if (answer.status === 401) {
    signedOut();
  }
  return new Problem(answer.status, said.title ?? `The server answered ${answer.status}`, said.detail ?? '', said.errors ?? []);
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<Got>} */
export async function get(path, signal) {
  const before = known.get(path);
  const answer = await ask(path, { signal, cache: 'no-store', headers: before ? { 'If-None-Match': before.etag } : {} });
  const eventId = answer.headers.get('Event-Id') ?? '';
  firstId ||= eventId;
  if (answer.status === 304 && before) {
    before.eventId = eventId;
    return { data: before.data, eventId, fresh: false };
  }
  if (!answer.ok) {
    throw await problem(answer);
  }
  const data = await answer.json();
  known.delete(path);
  known.set(path, { etag: answer.headers.get('ETag') ?? '', data, eventId });
  if (known.size > MOST_KNOWN) {
    known.delete(known.keys().next().value ?? '');
  }
  return { data, eventId, fresh: true };
}

/** Text, from a byte on. @param {string} path @param {AbortSignal} [signal] @returns {Promise<{text: string, size: number}>} */
export async function getText(path, signal) {
  const answer = await ask(path, { signal, cache: 'no-store' });
  if (!answer.ok) {
    throw await problem(answer);
  }
  return { text: await answer.text(), size: Number(answer.headers.get('Log-Size')) };
}

/**
 * Changes something. A lost answer is asked for again under the same key: it is done once.
 * @param {string} method @param {string} path @param {object|null} body
 * @param {(words: string) => void} [unsure] told when it is not known whether it arrived
 */
export async function send(method, path, body, unsure = () => {}) {
  /** @type {Record<string, string>} */
  const headers = { 'Idempotency-Key': key() };
  if (body !== null) {
    headers['Content-Type'] = 'application/json';
  }
  if (who?.csrf) {
    headers['X-CSRF-Token'] = who.csrf;
  }
  for (let tries = 1; ; tries++) {
    try {
      const answer = await ask(path, { method, headers, body: body === null ? undefined : JSON.stringify(body) });
      if (!answer.ok) {
        throw await problem(answer);
      }
      return answer.status === 204 ? null : await answer.json();
    } catch (e) {
      if (!(e instanceof Problem) || e.status !== 0 || tries === TRIES) {
        throw e;
      }
      unsure('unsure');
      await new Promise(done => setTimeout(done, 500 * 2 ** tries));
    }
  }
}

/** Asks about something that is too long for an address; nothing is changed. @param {string} path @param {object} body */
export async function consult(path, body) {
  const answer = await ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(who?.csrf ? { 'X-CSRF-Token': who.csrf } : {}) },
    body: JSON.stringify(body)
  });
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer.json();
}

/** Not crypto.randomUUID, which only secure contexts have. */
function key() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return 'web-' + bytes.map(each => each.toString(16).padStart(2, '0')).join('');
}

/** Finds out who we are. @returns {Promise<Session>} */
export async function greet() {
  const { data } = await get('/session');
  who = data;
  setServerZone(data.server_zone);
  correct(data.server_time); // nothing moves later because the reader's clock is another
  return data;
}

/** @param {string} user @param {string} password */
export async function signIn(user, password) {
  who = await send('POST', '/session', { user, password });
  known.clear();
  return who;
}

export async function signOut() {
  await send('DELETE', '/session', null);
  known.clear();
  try {
    sessionStorage.clear();
  } catch {
    // storage is closed to us
  }
  who = null;
}

/**
 * Whether our role in everything, or on that DAG, is at least this.
 * @param {'viewer'|'operator'|'author'|'admin'} role @param {string} [dag]
 */
export function may(role, dag) {
  const mine = [who?.roles?.['*'], dag ? who?.roles?.[dag] : undefined];
  return mine.some(each => each !== undefined && ROLES.indexOf(each) >= ROLES.indexOf(role));
}
