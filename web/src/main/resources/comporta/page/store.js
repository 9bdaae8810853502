// What is known of each resource: the last answer stays until a newer one comes, and stays too when none does.
import { get, problemOf } from './api.js';
import { now } from './clock.js';

/** @typedef {{data: any, error: import('./api.js').Problem|null, at: number, loading: boolean, asked: boolean, again: boolean}} Entry */

const MOST = 120;
/** @type {Map<string, Entry>} */
const entries = new Map();
/** @type {Map<string, AbortController>} */
const underWay = new Map();
/** @type {Map<string, number>} */
const waiting = new Map();
/** Addresses of what the page shows. @type {Set<string>} */
let used = new Set();
/** @type {() => void} */
let changed = () => {};

/** @param {() => void} listener */
export function onChange(listener) {
  changed = listener;
}

/** Something that was told elsewhere has changed. */
export const touch = () => changed();

/** @returns {Entry} */
const fresh = () => ({ data: undefined, error: null, at: 0, loading: false, asked: false, again: false });

/** What is known; nothing is asked. @param {string} path @returns {Entry} */
export const peek = path => entries.get(path) ?? fresh();

/** What is known, and asks when nothing is. @param {string} path @returns {Entry} */
export function use(path) {
  used.add(path);
  let entry = entries.get(path);
  if (!entry) {
    entry = fresh();
    entries.set(path, entry);
    if (entries.size > MOST) {
      const oldest = [...entries.keys()].find(each => !used.has(each));
      if (oldest) {
        entries.delete(oldest);
      }
    }
  }
  if (!entry.asked) {
    entry.asked = true;
    queueMicrotask(() => load(path));
  }
  return entry;
}

/** @param {string} path */
async function load(path) {
  const entry = entries.get(path);
  if (!entry) {
    return;
  }
  if (underWay.has(path)) {
    entry.again = true; // what is on its way may be older than what just happened
    return;
  }
  const abort = new AbortController();
  underWay.set(path, abort);
  entry.loading = true;
  try {
    const got = await get(path, abort.signal);
    entry.at = now();
    entry.data = got.data; // news may have run ahead of it; what the server says now stands
    entry.error = null;
  } catch (e) {
    if (abort.signal.aborted) {
      entry.asked = false;
      return;
    }
    entry.error = problemOf(e, 'This page failed');
  } finally {
    underWay.delete(path);
    entry.loading = false;
    changed();
  }
  if (entry.again) {
    entry.again = false;
    refresh(path);
  }
}

/** Asks again now; what comes is known when this is over. @param {string} path */
export async function reload(path) {
  await load(path);
}

/** Asks again soon; what comes meanwhile is asked together. @param {string} path @param {number} [after] milliseconds */
export function refresh(path, after = 120) {
  if (!entries.has(path) || waiting.has(path)) {
    return;
  }
  waiting.set(
    path,
    setTimeout(() => {
      waiting.delete(path);
      load(path);
    }, after)
  );
}

/** Asks again for all that is shown, or of it what fits. @param {(path: string) => boolean} [fits] @param {number} [after] */
export function refreshShown(fits = () => true, after = 120) {
  for (const path of used) {
    if (fits(path)) {
      refresh(path, after);
    }
  }
}

/**
 * Puts news into what is known, until the server has been asked.
 * @param {string} path @param {(data: any) => any} news gives other data, or the same
 */
export function patch(path, news) {
  const entry = entries.get(path);
  if (entry?.data !== undefined) {
    entry.data = news(entry.data);
  }
}

/** Called before the page is drawn. */
export function beginUse() {
  used = new Set();
}

/** What is no longer shown need not come; what is not shown is asked for again when it is. */
export function endUse() {
  for (const [path, abort] of underWay) {
    if (!used.has(path)) {
      abort.abort();
    }
  }
  for (const [path, entry] of entries) {
    if (!used.has(path)) {
      entry.asked = false;
    }
  }
}

/** Forgets everything. */
export function forget() {
  entries.clear();
}
