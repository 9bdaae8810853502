// A log as it was written: rows of one height, of which only those in sight exist.
import { html, nothing, render } from 'lit-html';
import { get, getText } from '../api.js';
import { W } from '../look/words.en.js';
import { EXECUTOR, logBar } from './log-bar.js';
import { Finder } from './log-find.js';
import { numbered, unnumbered } from './log-line.js';

/** @typedef {import('./log-line.js').Line} Line */

const ROW = 18;
/** Lines that are asked for together. */
const CHUNK = 400;
const MOST_CHUNKS = 60;
/** Pixels beyond which browsers no longer place what they scroll; longer logs are scrolled in proportion. */
const TALLEST = 8_000_000;
/** Milliseconds after which the end of a log whose lines are still being counted is shown without their numbers. */
const COUNTING = 250;
/** How much of it, in bytes. */
const LAST = 16_384;
const WIDEST = 2_000;

/**
 * `<co-log .source=${path of the try's log} .line=${'error' | '12' | ''} .grown=${bytes so far} .live=${whether it is written still}
 *   .executors=${those whose output there is}>`
 */
class Log extends HTMLElement {
  path = '';
  stream = 'all';
  live = false;
  total = 0;
  bytes = 0;
  loaded = false;
  begun = false;
  follows = true;
  missed = 0;
  wraps = false;
  /** Pixels above what is in sight. */
  top = 0;
  here = -1;
  wanted = '';
  trouble = '';
  tried = 0;
  told = 0;
  /** @type {Map<number, {lines: Line[], whole: boolean}>} */ chunks = new Map();
  /** @type {Map<number, AbortController>} */ asked = new Map();
  finder = new Finder(this);
  /** @type {any} */ timer = 0;
  /** @type {any} */ typing = 0;
  placing = false;
  /** The last lines, until all are counted. @type {string[]} */ ending = [];

  /** @param {string} path */
  set source(path) {
    if (path !== this.path) {
      this.path = path;
      if (this.isConnected) {
        this.restart();
      }
    }
  }

  /** @type {string[]} */ others = [];

  set executors(/** @type {string[]} */ all) {
    if (all.join() !== this.others.join()) {
      this.others = all;
      this.draw();
    }
  }

  /** @param {string} line */
  set line(line) {
    if (line !== this.wanted) {
      this.wanted = line;
      this.findWanted();
    }
  }

  /** Something was written. @param {number} bytes so far */
  set grown(bytes) {
    if (bytes > this.told) {
      this.told = bytes;
      if (this.begun && this.loaded) {
        this.tail();
      }
    }
  }

  connectedCallback() {
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this);
    if (this.path) {
      this.restart();
    }
  }

  disconnectedCallback() {
    this.resized?.disconnect();
    this.forget();
    this.begun = false;
  }

  forget() {
    this.asked.forEach(each => each.abort());
    this.asked.clear();
    this.chunks.clear();
    clearTimeout(this.timer);
    this.finder.forget();
  }

  restart() {
    this.forget();
    Object.assign(this, {
      total: 0,
      bytes: 0,
      loaded: false,
      begun: true,
      follows: !this.wanted,
      missed: 0,
      trouble: '',
      here: -1,
      top: 0,
      tried: 0,
      ending: []
    });
    this.ask(-1);
    this.timer = setTimeout(() => this.end(), COUNTING);
    this.draw();
  }

  /** What of it is shown, as words of an address. */
  get words() {
    if (this.stream === 'all') {
      return '';
    }
    return this.stream.startsWith(EXECUTOR)
      ? '&executor=' + encodeURIComponent(this.stream.slice(EXECUTOR.length))
      : '&stream=' + this.stream;
  }

  /** @param {unknown} e */
  failed(e) {
    this.trouble = e instanceof Error ? e.message : String(e);
  }

  /** @param {number} chunk −1: the last, wherever it is */
  async ask(chunk) {
    if (this.asked.has(chunk)) {
      return;
    }
    const mine = new AbortController();
    this.asked.set(chunk, mine);
    try {
      const from = chunk < 0 ? -CHUNK : chunk * CHUNK;
      const { data } = await get(`${this.path}/lines?from=${from}&count=${CHUNK}${this.words}`, mine.signal);
      if (mine.signal.aborted) {
        return;
      }
      this.take(data);
      this.trouble = '';
      this.tried = 0;
    } catch (e) {
      if (!mine.signal.aborted) {
        this.failed(e);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(chunk), Math.min(30_000, 1000 * 2 ** this.tried++));
      }
    } finally {
      if (this.asked.get(chunk) === mine) {
        this.asked.delete(chunk);
      }
    }
    this.draw();
  }

  /** What is at the end of a log that nobody has opened before and that is too long to be counted at once. */
  async end() {
    const mine = this.asked.get(-1);
    if (this.loaded || this.wanted || !mine) {
      return;
    }
    try {
      const { size } = await getText(`${this.path}?offset=0&limit=1${this.words}`, mine.signal);
      const from = Math.max(0, size - LAST);
      const { text } = await getText(`${this.path}?offset=${from}&limit=${LAST}${this.words}`, mine.signal);
      if (!this.loaded && !mine.signal.aborted) {
        this.ending = text
          .replace(/\n$/, '')
          .split('\n')
          .slice(from ? 1 : 0)
          .map(line => line.slice(0, WIDEST));
        this.draw();
      }
    } catch {
      // whoever asks for the lines says what is wrong
    }
  }

  /** @param {{lines: Line[], total_lines: number, size: number}} data */
  take(data) {
    const before = this.total;
    this.total = Math.max(this.total, data.total_lines);
    this.bytes = data.size;
    for (const line of data.lines) {
      const at = Math.floor(line.n / CHUNK);
      const chunk = this.chunks.get(at) ?? { lines: [], whole: false };
      chunk.lines[line.n % CHUNK] = line;
      this.chunks.delete(at);
      this.chunks.set(at, chunk);
    }
    for (const [at, chunk] of this.chunks) {
      let have = 0;
      chunk.lines.forEach(() => {
        have++;
      });
      chunk.whole = have === Math.min(CHUNK, this.total - at * CHUNK);
    }
    while (this.chunks.size > MOST_CHUNKS) {
      this.chunks.delete([...this.chunks.keys()][0]);
    }
    if (!this.follows && this.loaded) {
      this.missed += this.total - before;
    }
    if (!this.loaded) {
      this.loaded = true;
      this.ending = [];
      this.draw();
      this.findWanted();
      if (this.finder.query) {
        this.finder.look(false);
      }
    } else if (this.finder.query && this.total > before && this.finder.scanned >= before) {
      this.finder.look(false);
    }
    clearTimeout(this.timer);
    if (this.live) {
      this.timer = setTimeout(() => this.tail(), 10_000); // the stream tells sooner
    }
  }

  /** What was written since. */
  tail() {
    this.ask(Math.floor(Math.max(0, this.total - 1) / CHUNK)).then(() => {
      if (this.follows && this.total && !this.chunks.get(Math.floor((this.total - 1) / CHUNK))?.whole) {
        this.ask(Math.floor((this.total - 1) / CHUNK));
      }
    });
  }

  findWanted() {
    if (!this.loaded) {
      return;
    }
    if (this.wanted === 'error') {
      this.finder.firstError();
    } else if (/^\d+$/.test(this.wanted)) {
      this.show(Number(this.wanted) - 1);
    }
  }

  /** @param {number} at */
  show(at) {
    this.follows = false;
    this.here = at;
    const height = this.querySelector('.logview')?.clientHeight || 300;
    this.move(at * ROW - height / 3);
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const view = /** @type {HTMLElement} */ (this.querySelector('.logview'));
    if (event.key === '/' || (event.key === 'f' && event.ctrlKey && document.activeElement === view)) {
      event.preventDefault();
      this.querySelector('input')?.focus();
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === 'End' || event.key === 'F') {
      this.follow();
    } else if (event.key === 'n' || event.key === 'N') {
      this.finder.step(event.key === 'n' ? 1 : -1);
    } else if (event.key === 'e') {
      this.finder.firstError();
    } else if (event.key === 'z') {
      this.wrap();
    } else {
      return;
    }
    event.stopPropagation();
  }

  follow() {
    this.follows = true;
    this.missed = 0;
    this.draw();
  }

  stay() {
    this.follows = false;
    this.draw();
  }

  wrap() {
    this.wraps = !this.wraps;
    this.draw();
  }

  get tall() {
    return Math.min(TALLEST, this.total * ROW);
  }

  /** How many pixels of the log one pixel of the scroll bar is. @param {number} height */
  ratio(height) {
    return this.tall <= height ? 1 : (this.total * ROW - height) / (this.tall - height);
  }

  /** @param {number} top */
  move(top) {
    const view = this.querySelector('.logview');
    if (view) {
      const height = view.clientHeight;
      this.top = Math.max(0, Math.min(top, this.total * ROW - height));
      this.placing = true;
      /** @type {HTMLElement|null} */ (view.firstElementChild)?.style.setProperty('height', this.tall + 'px');
      view.scrollTop = this.top / this.ratio(height);
      requestAnimationFrame(() => {
        this.placing = false;
      });
    } else {
      this.top = Math.max(0, top);
    }
  }

  scrolled() {
    const view = this.querySelector('.logview');
    if (!view || this.placing) {
      return;
    }
    this.top = view.scrollTop * this.ratio(view.clientHeight);
    const atEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - ROW;
    if (atEnd) {
      this.missed = 0;
    } else {
      this.follows = false;
    }
    this.draw();
  }

  /** Where the scroll bar is too coarse, the wheel still goes line by line. @param {WheelEvent} event */
  wheeled(event) {
    if (this.tall < TALLEST || event.ctrlKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.follows = false;
    this.move(this.top + (event.deltaMode === 1 ? event.deltaY * ROW : event.deltaY));
    this.draw();
  }

  /** @param {number} at @returns {Line|undefined} */
  lineAt(at) {
    return this.chunks.get(Math.floor(at / CHUNK))?.lines[at % CHUNK];
  }

  /** What is in sight, and some on either side; of it what is not known is asked for. @param {number} height */
  inSight(height) {
    const first = Math.max(0, Math.floor(this.top / ROW) - 10);
    const last = Math.min(this.total, Math.ceil((this.top + height) / ROW) + 10);
    for (let at = Math.floor(first / CHUNK); this.loaded && at * CHUNK < last; at++) {
      if (!this.chunks.get(at)?.whole) {
        this.ask(at);
      }
    }
    return { first, last };
  }

  draw() {
    if (!this.isConnected || !this.begun) {
      return;
    }
    const height = this.querySelector('.logview')?.clientHeight || 300;
    if (this.follows) {
      this.top = Math.max(0, this.total * ROW - height);
    }
    const { first, last } = this.inSight(height);
    const offset = this.top - this.top / this.ratio(height);
    const place = (/** @type {number} */ at) => `top:${Math.round(at * ROW - offset)}px`;
    const rows = [];
    for (let at = first; at < last; at++) {
      rows.push(numbered(this.lineAt(at), at, at === this.here, this.wraps ? '' : place(at), this.finder.query));
    }
    render(
      html`${logBar(this)}${this.said()}
        <div
          class="logview ${this.wraps ? 'wraps' : ''}"
          tabindex="0"
          role="region"
          aria-label=${W.log.wrap}
          @scroll=${() => this.scrolled()}
          @wheel=${(/** @type {WheelEvent} */ e) => this.wheeled(e)}
          @keydown=${(/** @type {KeyboardEvent} */ e) => this.key(e)}
        >
          <div .style=${`height:${this.tall}px`}></div>
          ${this.ending.length ? this.uncounted(height) : nothing}
          <div class="loglines" .style=${this.wraps ? place(first) : ''}>${rows}</div>
          ${this.loaded && this.total === 0 ? html`<p class="pad low">${this.live ? W.log.empty : W.log.ended}</p>` : nothing}
        </div>`,
      this
    );
    if (this.follows) {
      this.toEnd();
    }
  }

  toEnd() {
    const view = this.querySelector('.logview');
    if (view) {
      this.placing = true;
      view.scrollTop = view.scrollHeight;
      requestAnimationFrame(() => {
        this.placing = false;
      });
    }
  }

  /** The last lines, whose numbers are not known yet. @param {number} height */
  uncounted(height) {
    const last = this.ending.slice(-Math.max(1, Math.floor(height / ROW) - 2));
    return html`<p class="low pad" role="status">${W.log.counting}</p>
      ${last.map((text, i) => unnumbered(text, `top:${height - (last.length - i) * ROW}px`))}`;
  }

  /** What there is to say of it. */
  said() {
    const trouble = html`<div class="bar err" role="alert">${W.log.gone}: ${this.trouble}</div>`;
    const noError = html`<p class="pad low" role="status">${W.log.noError}</p>`;
    return html`${this.trouble ? trouble : nothing}${this.finder.noError ? noError : nothing}`;
  }
}

customElements.define('co-log', Log);
