// One stream of events per browser: the tabs elect a leader, the leader listens for all of them and hands on what it hears.
import { address } from './api.js';
import { correct, now } from './clock.js';

/** @typedef {{name: string, data: any, id: string}} Heard */

const SILENCE = 30_000;
const FORGOTTEN = 200_000;
const HIDDEN = 300_000;
const me = Math.random().toString(36).slice(2);
/** @type {BroadcastChannel|null} */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('comporta-live');
/** Topics by tab, and when it was last heard of. @type {Map<string, {topics: string[], at: number}>} */
const tabs = new Map();
/** @type {(heard: Heard) => void} */
let told = () => {};
/** @type {string[]} */
let mine = [];
let leads = false;
let last = '';
let listened = '';
let heardAt = Date.now();
let failures = 0;
/** @type {AbortController|null} */
let stream = null;
let timer = 0;

/** @param {(heard: Heard) => void} listener */
export function begin(listener) {
  told = listener;
  channel?.addEventListener('message', ({ data }) => received(data));
  addEventListener('pagehide', () => channel?.postMessage({ kind: 'gone', tab: me }));
  document.addEventListener('visibilitychange', () => { setTimeout(say, document.hidden ? HIDDEN : 0); if (!channel || !navigator.locks) { relisten(); } });
  addEventListener('online', () => { failures = 0; relisten(true); });
  setInterval(say, 20_000);
  if (navigator.locks && channel) {
    navigator.locks.request('comporta-leader', () => { lead(); return new Promise(() => {}); }).catch(() => lead());
    channel.postMessage({ kind: 'hello', tab: me });
  } else {
    lead();   // plain HTTP from another machine has no locks: each visible tab listens for itself
  }
}

/** What this tab wants to hear of. @param {string[]} topics */
export function want(topics) {
  if (topics.join() !== mine.join()) {
    mine = topics;
    say();
  }
}

/** When the last byte came; 0: this very moment. */
export const silentSince = () => Date.now() - heardAt > SILENCE || failures > 0 ? now() - (Date.now() - heardAt) : 0;

function say() {
  const topics = document.hidden && document.visibilityState === 'hidden' ? (hiddenLong() ? [] : mine) : mine;
  tabs.set(me, { topics, at: Date.now() });
  channel?.postMessage({ kind: 'topics', tab: me, topics });
  if (leads) {
    relisten();
  }
}

let hiddenAt = 0;
document.addEventListener('visibilitychange', () => { hiddenAt = document.hidden ? Date.now() : 0; });
const hiddenLong = () => hiddenAt > 0 && Date.now() - hiddenAt >= HIDDEN;

/** @param {any} data */
function received(data) {
  if (data.kind === 'topics') {
    tabs.set(data.tab, { topics: data.topics, at: Date.now() });
    if (leads) {
      relisten();
    }
  } else if (data.kind === 'gone') {
    tabs.delete(data.tab);
  } else if (data.kind === 'hello') {
    say();
    if (leads) {
      channel?.postMessage({ kind: 'alive', last, failures });
    }
  } else if (data.kind === 'alive' && !leads) {
    heardAt = Date.now();
    last = data.last || last;
    failures = data.failures;
    told({ name: '', data: null, id: last });
  } else if (data.kind === 'heard' && !leads) {
    heard(data.heard);
  }
}

function lead() {
  leads = true;
  tabs.set(me, { topics: mine, at: Date.now() });
  channel?.postMessage({ kind: 'hello', tab: me });   // the others say what they want
  relisten();
}

function topics() {
  const all = new Set();
  for (const [tab, each] of tabs) {
    if (tab !== me && Date.now() - each.at > FORGOTTEN) {
      tabs.delete(tab);
    } else {
      each.topics.forEach(topic => all.add(topic));
    }
  }
  return [...all].sort().join(',');
}

/** @param {boolean} [anyway] */
function relisten(anyway = false) {
  if (!leads) {
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(() => {
    const wanted = topics();
    const alone = (!channel || !navigator.locks) && document.hidden;
    if (alone || !wanted) {
      stream?.abort();
      stream = null;
      listened = '';
    } else if (anyway || !stream || wanted !== listened) {
      stream?.abort();
      listen(wanted);
    }
  }, 40);
}

/** @param {string} wanted */
async function listen(wanted) {
  const abort = new AbortController();
  stream = abort;
  listened = wanted;
  try {
    const answer = await fetch(address('/events?topics=' + encodeURIComponent(wanted) + (last ? '&after=' + encodeURIComponent(last) : '')), {
      signal: abort.signal, cache: 'no-store', credentials: 'same-origin', headers: { Accept: 'text/event-stream' },
    });
    if (!answer.ok || !answer.body) {
      throw new Error('status ' + answer.status);
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    const watch = setInterval(() => { if (Date.now() - heardAt > SILENCE) { abort.abort(new Error('silence')); } }, 5_000);
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          break;
        }
        bytes();
        rest += value;
        const frames = rest.split('\n\n');
        rest = frames.pop() ?? '';
        frames.forEach(frame);
      }
    } finally {
      clearInterval(watch);
    }
    if (stream === abort) {
      later(1000);
    }
  } catch {
    if (stream === abort) {
      failures++;
      tellAll({ name: 'lost', data: null, id: last });
      later(Math.min(30_000, 1000 * 2 ** Math.min(5, failures - 1)) * (0.75 + Math.random() / 2));
    }
  }
}

function bytes() {
  const back = failures > 0;
  heardAt = Date.now();
  failures = 0;
  if (back) {
    tellAll({ name: 'back', data: null, id: last });
  }
  channel?.postMessage({ kind: 'alive', last, failures });
}

/** @param {number} after */
function later(after) {
  stream = null;
  setTimeout(() => relisten(true), after);
}

/** @param {string} text */
function frame(text) {
  let name = 'message';
  let data = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('event: ')) {
      name = line.slice(7);
    } else if (line.startsWith('data: ')) {
      data += line.slice(6);
    } else if (line.startsWith('id: ')) {
      last = line.slice(4);
    }
  }
  if (data) {
    tellAll({ name, data: JSON.parse(data), id: last });
  }
}

/** @param {Heard} each */
function tellAll(each) {
  channel?.postMessage({ kind: 'heard', heard: each });
  heard(each);
}

/** @param {Heard} each */
function heard(each) {
  if (each.name === 'lost') {
    failures = Math.max(1, failures);
  } else {
    heardAt = Date.now();
    failures = 0;
  }
  last = each.id || last;
  if (each.name === 'hello') {
    correct(each.data.server_time);
  }
  told(each);
}
