// The stream of events. As a shared worker it listens for all tabs of a browser: however many there are, the server has one stream of
// them, and no tab waits for a connection. It imports nothing, as workers have no import map.

/** @typedef {{name: string, data: any, id: string}} Heard */

const EVENTS = '/api/v1/events?topics=';
const SILENCE = 30_000;
const LOOK = 5_000;
const SLOWEST = 30_000;

export class Stream {
  last = '';
  failures = 0;
  heardAt = Date.now();
  /** What is to be heard of. */
  wanted = '';
  listened = '';
  /** What was heard of when something came to be wanted: what was asked for then may be older than what is heard since. */
  from = '';
  /** The event after which somebody has heard nothing. */
  since = '';
  /** @type {AbortController|null} */ open = null;
  /** @type {any} */ soon = 0;
  /** @type {any} */ retry = 0;

  /** @param {(heard: Heard) => void} tell @param {() => void} alive called with each byte */
  constructor(tell, alive) {
    this.tell = tell;
    this.alive = alive;
  }

  /**
   * @param {Iterable<string>} topics none: nothing is listened to @param {boolean} [anew] even if it is listened already
   * @param {string} [since] the event after which somebody has heard nothing; '': all was heard
   */
  want(topics, anew = false, since = '') {
    this.wanted = [...new Set(topics)].sort().join(',');
    this.from ||= this.last;
    this.since = older(this.since, since);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      const from = older(this.from, this.since);
      const isBehind = this.since !== '' && older(this.last, this.since) !== this.last;
      this.from = this.since = '';
      if (!this.wanted) {
        this.close();
      } else if (anew || !this.open || this.wanted !== this.listened || isBehind) {
        this.close();
        this.last = from;
        this.listen();
      }
    }, 40);
  }

  close() {
    clearTimeout(this.retry);
    this.open?.abort();
    this.open = null;
    this.listened = '';
  }

  async listen() {
    const mine = new AbortController();
    this.open = mine;
    this.listened = this.wanted;
    /** @type {any} */ let watch = 0;
    try {
      const after = this.last ? '&after=' + encodeURIComponent(this.last) : '';
      const answer = await fetch(EVENTS + encodeURIComponent(this.wanted) + after, {
        signal: mine.signal,
        cache: 'no-store',
        credentials: 'same-origin',
        headers: { Accept: 'text/event-stream' }
      });
      if (!answer.ok || !answer.body) {
        throw new Error('status ' + answer.status);
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      this.heardAt = Date.now();
      watch = setInterval(() => {
        if (Date.now() - this.heardAt > SILENCE) {
          mine.abort(new Error('silence'));
          this.lost(mine);
        }
      }, LOOK);
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done || this.open !== mine) {
          break;
        }
        this.bytes();
        const frames = (rest + value).split('\n\n');
        rest = frames.pop() ?? '';
        frames.forEach(each => this.frame(each));
      }
      if (this.open === mine) {
        this.open = null;
        this.again(1000);
      }
    } catch {
      this.lost(mine);
    } finally {
      clearInterval(watch);
    }
  }

  /** @param {AbortController} mine */
  lost(mine) {
    if (this.open === mine) {
      this.open = null;
      this.failures++;
      this.tell({ name: 'lost', data: null, id: this.last });
      const wait = Math.min(SLOWEST, 1000 * 2 ** Math.min(5, this.failures - 1));
      this.again(wait * (0.75 + Math.random() / 2)); // not all tabs at the same moment
    }
  }

  /** @param {number} after */
  again(after) {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (!this.open && this.wanted) {
        this.listen();
      }
    }, after);
  }

  bytes() {
    const back = this.failures > 0;
    this.heardAt = Date.now();
    this.failures = 0;
    if (back) {
      this.tell({ name: 'back', data: null, id: this.last });
    }
    this.alive();
  }

  /** @param {string} text */
  frame(text) {
    let name = 'message';
    let data = '';
    for (const line of text.split('\n')) {
      if (line.startsWith('event: ')) {
        name = line.slice(7);
      } else if (line.startsWith('data: ')) {
        data += line.slice(6);
      } else if (line.startsWith('id: ')) {
        this.last = line.slice(4);
      }
    }
    if (data) {
      this.tell({ name, data: JSON.parse(data), id: this.last });
    }
  }
}

/** The earlier event; '' is none. Of two streams the first: the server knows what to do. @param {string} one @param {string} other */
function older(one, other) {
  if (!one || !other) {
    return one || other;
  }
  const [[stream, at], [otherStream, otherAt]] = [one.split('-'), other.split('-')];
  return stream !== otherStream || Number(at) <= Number(otherAt) ? one : other;
}

/** Milliseconds after which a tab that says nothing is gone; browsers let hidden tabs speak once a minute. */
const FORGOTTEN = 200_000;

function listenForAll() {
  /** @type {Map<MessagePort, {topics: string[], at: number}>} */
  const tabs = new Map();
  const tellAll = (/** @type {any} */ words) => tabs.forEach((_, port) => port.postMessage(words));
  const stream = new Stream(
    heard => tellAll({ kind: 'heard', heard }),
    () => tellAll({ kind: 'alive', failures: 0 })
  );
  addEventListener('connect', event => {
    const port = /** @type {MessageEvent} */ (event).ports[0];
    tabs.set(port, { topics: [], at: Date.now() });
    port.addEventListener('message', ({ data }) => {
      if (data.kind === 'gone') {
        tabs.delete(port);
      } else {
        tabs.set(port, { topics: data.topics, at: Date.now() });
      }
      for (const [each, tab] of tabs) {
        if (Date.now() - tab.at > FORGOTTEN) {
          tabs.delete(each);
        }
      }
      stream.want(
        [...tabs.values()].flatMap(each => each.topics),
        data.kind === 'anew',
        data.since
      );
    });
    port.start();
    port.postMessage({ kind: 'alive', failures: stream.failures });
  });
}

if ('SharedWorkerGlobalScope' in globalThis) {
  listenForAll();
}
