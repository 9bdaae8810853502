// A log as it was written: rows of one height, of which only those in sight exist; the server finds words and the first error.
import { html, nothing, render } from 'lit-html';
import { address, get, getText } from '../api.js';
import { withQuery } from '../router.js';
import { W } from '../look/words.en.js';
import { hms, size } from '../look/format.js';
import { linked, pieces } from './ansi.js';

/** @typedef {{n: number, at: string|null, stream: string, text: string, cut: boolean}} Line */

const ROW = 18;
/** Lines that are asked for together. */
const CHUNK = 400;
const MOST_CHUNKS = 60;
/** Pixels beyond which browsers no longer place what they scroll; longer logs are scrolled in proportion. */
const TALLEST = 8_000_000;
const MOST_HITS = 2_000;
/** Milliseconds after which the end of a log whose lines are still being counted is shown without their numbers, and how much of it, in bytes. */
const COUNTING = 250;
const LAST = 16_384;
const WIDEST = 2_000;
/** Before the number of a Spark executor whose output is shown. */
const EXECUTOR = 'executor ';
const ERROR = /\b(?:ERROR|FATAL|SEVERE|Exception|Traceback|panic:|error:)/;
const WARNING = /\bWARN(?:ING)?\b/;

/** What a line holds is shown space for space: nothing may stand between its parts. @param {string} look @param {string} place @param {any[]} parts */
const lineOf = (look, place, parts) => html`<div class="logline ${look}" .style=${place}>${parts}</div>`;

/** `<co-log .source=${path of the try's log} .line=${'error' | '12' | ''} .grown=${bytes so far} .live=${whether it is written still}>` */
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
  query = '';
  /** @type {{n: number, start: number, end: number}[]} */ hits = [];
  hit = -1;
  scanned = 0;
  looking = 0;
  noError = false;
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
    this.looking++;
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
      hits: [],
      hit: -1,
      here: -1,
      top: 0,
      tried: 0,
      scanned: 0,
      noError: false,
      ending: []
    });
    this.ask(-1);
    this.timer = setTimeout(() => this.end(), COUNTING);
    this.draw();
  }

  get words() {
    return this.stream === 'all'
      ? ''
      : this.stream.startsWith(EXECUTOR)
        ? '&executor=' + encodeURIComponent(this.stream.slice(EXECUTOR.length))
        : '&stream=' + this.stream;
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
        this.trouble = e instanceof Error ? e.message : String(e);
        clearTimeout(this.timer);
        this.timer = setTimeout(
          () => {
            this.ask(chunk);
          },
          Math.min(30_000, 1000 * 2 ** this.tried++)
        );
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
    } else if (this.query && this.total > before && this.scanned >= before) {
      this.look(false);
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
      this.firstError();
    } else if (/^\d+$/.test(this.wanted)) {
      this.show(Number(this.wanted) - 1);
    }
  }

  async firstError() {
    const mine = ++this.looking;
    this.noError = false;
    try {
      for (let from = 0, more = true; more;) {
        const { data } = await get(`${this.path}/find?errors=true&limit=1&from=${from}${this.words}`);
        if (mine !== this.looking) {
          return;
        }
        if (data.hits.length) {
          this.show(data.hits[0].n);
          return;
        }
        more = data.more && data.scanned_to > from;
        from = data.scanned_to;
      }
      this.noError = true;
    } catch (e) {
      this.trouble = e instanceof Error ? e.message : String(e);
    }
    this.draw();
  }

  /** @param {number} at */
  show(at) {
    this.follows = false;
    this.here = at;
    const height = this.querySelector('.logview')?.clientHeight || 300;
    this.move(at * ROW - height / 3);
    this.draw();
  }

  /** Asks the server where it is, and goes on asking until it has looked through everything. @param {boolean} anew */
  async look(anew) {
    const mine = ++this.looking;
    if (anew) {
      Object.assign(this, { hits: [], hit: -1, scanned: 0 });
    }
    this.draw();
    try {
      while (this.query && this.scanned < this.total && this.hits.length < MOST_HITS) {
        const { data } = await get(`${this.path}/find?limit=200&from=${this.scanned}&q=${encodeURIComponent(this.query)}${this.words}`);
        if (mine !== this.looking) {
          return;
        }
        const first = this.hits.length === 0 && data.hits.length > 0 && anew;
        this.hits.push(...data.hits);
        const stuck = data.scanned_to <= this.scanned;
        this.scanned = data.scanned_to;
        if (first) {
          this.step(1);
        }
        this.draw();
        if (!data.more || stuck) {
          break;
        }
      }
    } catch (e) {
      this.trouble = e instanceof Error ? e.message : String(e);
    }
    this.draw();
  }

  /** @param {number} by */
  step(by) {
    if (this.hits.length) {
      this.hit = (this.hit + by + this.hits.length) % this.hits.length;
      this.show(this.hits[this.hit].n);
    }
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
      this.step(event.key === 'n' ? 1 : -1);
    } else if (event.key === 'e') {
      this.firstError();
    } else if (event.key === 'z') {
      this.wraps = !this.wraps;
      this.draw();
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

  /** @param {number} at @param {number} offset of what is above */
  row(at, offset) {
    const line = this.lineAt(at);
    const text = line?.text ?? '';
    const look =
      (ERROR.test(text) ? 'error' : WARNING.test(text) ? 'warning' : '') +
      (line?.stream === 'stderr' ? ' stderr' : '') +
      (at === this.here ? ' here' : '');
    const number = html`<a href=${withQuery({ line: String(at + 1) })} data-instead tabindex="-1" aria-label=${`Line ${at + 1}`}
      >${at + 1}</a
    >`;
    const written = pieces(text).map(piece => html`<span class=${piece.look}>${this.marked(piece.text)}</span>`);
    const words = line ? written : html`<span class="low">…</span>`;
    const cut = line?.cut ? html`<span class="low">${' ' + W.log.cut}</span>` : nothing;
    return lineOf(look, this.wraps ? '' : `top:${Math.round(at * ROW - offset)}px`, [
      number,
      line?.at ? html`<time>${hms(line.at)}</time>` : nothing,
      words,
      cut
    ]);
  }

  /** A line whose number is not known yet. @param {string} text @param {number} top px */
  unnumbered(text, top) {
    const words = pieces(text).map(piece => html`<span class=${piece.look}>${piece.text}</span>`);
    return lineOf(ERROR.test(text) ? 'error' : '', `top:${top}px`, [html`<a aria-hidden="true">…</a>`, words]);
  }

  /** @param {string} text */
  marked(text) {
    const lower = this.query.toLowerCase();
    if (!lower || !text.toLowerCase().includes(lower)) {
      return linked(text);
    }
    const found = [];
    let at = 0;
    for (let next = text.toLowerCase().indexOf(lower); next >= 0; next = text.toLowerCase().indexOf(lower, at)) {
      found.push(text.slice(at, next), html`<mark>${text.slice(next, next + lower.length)}</mark>`);
      at = next + lower.length;
    }
    return [...found, text.slice(at)];
  }

  draw() {
    if (!this.isConnected || !this.begun) {
      return;
    }
    const L = W.log;
    const height = this.querySelector('.logview')?.clientHeight || 300;
    if (this.follows) {
      this.top = Math.max(0, this.total * ROW - height);
    }
    const first = Math.max(0, Math.floor(this.top / ROW) - 10);
    const last = Math.min(this.total, Math.ceil((this.top + height) / ROW) + 10);
    for (let at = Math.floor(first / CHUNK); at * CHUNK < last; at++) {
      const chunk = this.chunks.get(at);
      if (this.loaded && (!chunk || !chunk.whole)) {
        this.ask(at);
      }
    }
    const offset = this.top - this.top / this.ratio(height);
    const rows = [];
    for (let i = first; i < last; i++) {
      rows.push(this.row(i, offset));
    }
    const ending = this.ending.slice(-Math.max(1, Math.floor(height / ROW) - 2));
    const searched = this.total ? Math.floor(Math.min(1, this.scanned / this.total) * 100) : 100;
    render(
      html`<div class="logbar" @keydown=${(/** @type {KeyboardEvent} */ e) => e.stopPropagation()}>
          <select
            aria-label=${L.stream}
            @change=${(/** @type {any} */ e) => {
              this.stream = e.target.value;
              this.restart();
            }}
          >
            ${['all', 'stdout', 'stderr', ...this.others.map(each => EXECUTOR + each)].map(each => html`<option value=${each} ?selected=${each === this.stream}>${each === 'all' ? L.all : each}</option>`)}
          </select>
          <input
            type="search"
            aria-label=${L.find}
            placeholder="/ find"
            .value=${this.query}
            @input=${(/** @type {any} */ e) => {
              this.query = e.target.value;
              clearTimeout(this.typing);
              this.typing = setTimeout(() => this.look(true), 200);
            }}
            @keydown=${(/** @type {KeyboardEvent} */ e) => {
              if (e.key === 'Enter') {
                this.step(e.shiftKey ? -1 : 1);
              }
              if (e.key === 'Escape') {
                /** @type {HTMLElement|null} */ (this.querySelector('.logview'))?.focus();
              }
            }}
          />
          ${this.query ? html`<span class="low found" role="status">${L.hits(this.hit + 1, this.hits.length)}${searched < 100 ? L.searched(searched + ' %') : ''}</span>` : nothing}
          <span class="grow"></span><button class="btn" @click=${() => this.firstError()}>${L.firstError}</button>
          <button
            class="btn"
            aria-pressed=${this.follows}
            @click=${() => {
              if (this.follows) {
                this.follows = false;
                this.draw();
              } else {
                this.follow();
              }
            }}
          >
            ${this.follows ? L.following : this.missed ? L.newLines(this.missed) : L.end}
          </button>
          <button
            class="btn"
            aria-pressed=${this.wraps}
            @click=${() => {
              this.wraps = !this.wraps;
              this.draw();
            }}
            aria-label=${L.wraps}
            title=${L.wraps}
          >
            ⏎
          </button>
          <a
            class="btn"
            href=${address(this.path + '/download' + (this.words ? this.words.replace('&', '?') : ''))}
            download
            title=${size(this.bytes)}
            aria-label=${`${L.download}, ${size(this.bytes)}`}
            >⤓</a
          >
        </div>
        ${this.trouble ? html`<div class="bar err" role="alert">${L.gone}: ${this.trouble}</div>` : nothing}${this.noError ? html`<p class="pad low" role="status">${L.noError}</p>` : nothing}
        <div
          class="logview ${this.wraps ? 'wraps' : ''}"
          tabindex="0"
          role="region"
          aria-label=${L.wrap}
          @scroll=${() => this.scrolled()}
          @wheel=${(/** @type {WheelEvent} */ e) => this.wheeled(e)}
          @keydown=${(/** @type {KeyboardEvent} */ e) => this.key(e)}
        >
          <div .style=${`height:${this.tall}px`}></div>
          ${
            ending.length
              ? html`<p class="low pad" role="status">${L.counting}</p>
                  ${ending.map((text, i) => this.unnumbered(text, height - (ending.length - i) * ROW))}`
              : nothing
          }
          <div class="loglines" .style=${this.wraps ? `top:${Math.round(first * ROW - offset)}px` : ''}>${rows}</div>
          ${this.loaded && this.total === 0 ? html`<p class="pad low">${this.live ? L.empty : L.ended}</p>` : nothing}
        </div>`,
      this
    );
    if (this.follows) {
      const now = this.querySelector('.logview');
      if (now) {
        this.placing = true;
        now.scrollTop = now.scrollHeight;
        requestAnimationFrame(() => {
          this.placing = false;
        });
      }
    }
  }
}

customElements.define('co-log', Log);
