// What happens, as it happens: heard by a worker that all tabs share, or by each visible tab where browsers have none (Chrome on Android).
import { correct, now } from './clock.js';

/** @typedef {import('./stream.js').Heard} Heard */

const SILENCE = 30_000;
const HIDDEN = 300_000;
const SPEAK = 20_000;
/** @type {(heard: Heard) => void} */
let told = () => {};
/** @type {string[]} */
let mine = [];
let heardAt = Date.now();
let failures = 0;
let hiddenAt = 0;
/** The event after which this tab has heard nothing; '': that was said. */
let since = '';
/** @type {MessagePort|null} */
let port = null;
/** @type {import('./stream.js').Stream|null} */
let own = null;

/** @param {(heard: Heard) => void} listener @param {string} after the event after which it wants to hear all */
export function begin(listener, after) {
  told = listener;
  since = after;
  hiddenAt = document.hidden ? Date.now() : 0;
  if (typeof SharedWorker === 'undefined') {
    import('./stream.js').then(({ Stream }) => {
      own = new Stream(heard, alive);
      say();
    });
  } else {
    port = new SharedWorker(/** @type {any} */ (workerAddress()), { type: 'module', name: 'comporta' }).port;
    port.addEventListener('message', ({ data }) => {
      if (data.kind === 'heard') {
        heard(data.heard);
      } else if (data.failures === 0) {
        alive();
      } else {
        failures = data.failures;
      }
    });
    port.start();
  }
  document.addEventListener('visibilitychange', () => {
    hiddenAt = document.hidden ? Date.now() : 0;
    say();
    setTimeout(say, HIDDEN + 1000);
  });
  addEventListener('pagehide', () => {
    port?.postMessage({ kind: 'gone' });
    own?.close();
  });
  addEventListener('pageshow', event => {
    if (event.persisted) {
      say('anew');
    }
  });
  addEventListener('online', () => say('anew'));
  setInterval(say, SPEAK);
  say();
}

/** Under trusted types a worker has only the address that this policy lets through. */
function workerAddress() {
  const address = new URL('./stream.js', import.meta.url).href;
  const types = /** @type {any} */ (globalThis).trustedTypes;
  return types ? types.createPolicy('comporta', { createScriptURL: () => address }).createScriptURL('') : address;
}

/** What this tab wants to hear of. @param {string[]} topics */
export function want(topics) {
  if (topics.join() !== mine.join()) {
    mine = topics;
    say();
  }
}

/** Since when nothing was heard; 0: all is well. */
export const silentSince = () => (Date.now() - heardAt > SILENCE || failures > 0 ? now() - (Date.now() - heardAt) : 0);

/** A tab that nobody has looked at for long needs to hear nothing. @param {unknown} [kind] */
function say(kind) {
  const topics = hiddenAt && (own || Date.now() - hiddenAt >= HIDDEN) ? [] : mine;
  port?.postMessage({ kind: kind === 'anew' ? kind : 'topics', topics, since });
  own?.want(topics, kind === 'anew', since);
  if (topics.length && (port || own)) {
    since = '';
  }
}

function alive() {
  heardAt = Date.now();
  failures = 0;
}

/** @param {Heard} each */
function heard(each) {
  if (each.name === 'lost') {
    failures = Math.max(1, failures);
  } else {
    alive();
  }
  if (each.name === 'hello') {
    correct(each.data.server_time);
  }
  told(each);
}
