// A log as it is written: rows of one height, of which only those in sight exist; search, first error, follow.
import { html, nothing, render } from 'lit-html';
import { address, text as read } from '../api.js';
import { withQuery } from '../router.js';
import { W } from '../look/words.en.js';
import { size } from '../look/format.js';
import { pieces, plain } from './ansi.js';

const ROW = 18;
const PIECE = 512 * 1024;
const TAIL = 2 * 1024 * 1024;
const MOST_LINES = 400_000;
const CUT = 8192;
const ERROR = /\b(?:ERROR|FATAL|SEVERE|Exception|Traceback|panic:|error:)/;
const WARNING = /\bWARN(?:ING)?\b/;

/** `<co-log .source=${path of the try's log} .open=${whether it is written still} .line=${'error' | '12' | ''}>` */
class Log extends HTMLElement {
  /** @type {string[]} */ lines = [];
  path = '';
  stream = 'all';
  rest = '';
  from = 0;
  next = 0;
  size = 0;
  isOpen = true;
  begun = false;
  follows = true;
  missed = 0;
  /** @type {string} */ trouble = '';
  query = '';
  /** @type {number[]} */ hits = [];
  hit = -1;
  here = -1;
  wanted = '';
  /** @type {AbortController|null} */ reading = null;
  again = false;
  /** Numbers of lines are known only when all before them is. */
  skipped = false;

  /** @param {string} path */
  set source(path) {
    if (path !== this.path) {
      this.path = path;
      if (this.isConnected) {
        this.restart();
      }
    }
  }

  /** @param {string} line */
  set line(line) {
    if (line !== this.wanted) {
      this.wanted = line;
      this.find_wanted();
    }
  }

  /** Something was written. @param {number} bytes so far; it is read on when that is more than what is known */
  set grown(bytes) {
    if (this.begun && bytes > this.told) {
      this.told = bytes;
      this.more();
    }
  }
  told = 0;

  connectedCallback() {
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this);
    if (this.path) {
      this.restart();
    }
  }

  disconnectedCallback() {
    this.resized?.disconnect();
    this.reading?.abort();
    clearTimeout(this.timer);
    this.begun = false;
  }

  restart() {
    this.reading?.abort();
    this.reading = null;
    Object.assign(this, { lines: [], rest: '', from: 0, next: 0, size: 0, begun: true, follows: !this.wanted, missed: 0, trouble: '', hits: [], hit: -1, here: -1, skipped: false, told: 0, tried: 0 });
    this.begin();
  }

  /** @param {number} offset @param {number} limit */
  url(offset, limit) {
    return `${this.path}?stream=${this.stream}&offset=${offset}&limit=${limit}`;
  }

  async begin() {
    const mine = this.reading = new AbortController();
    try {
      const head = await read(this.url(0, 1), mine.signal);
      this.size = head.size;
      this.from = head.size > TAIL ? head.size - TAIL : 0;
      this.skipped = this.from > 0;
      this.next = this.from;
    } catch (e) {
      this.failed(e, mine);
      return;
    }
    if (this.reading === mine) {
      this.reading = null;
      await this.more();
      this.find_wanted();
    }
  }

  /** Reads on to the end. */
  async more() {
    if (this.reading) {
      this.again = true;
      return;
    }
    const mine = this.reading = new AbortController();
    try {
      for (;;) {
        const got = await read(this.url(this.next, PIECE), mine.signal);
        if (this.reading !== mine) {
          return;
        }
        this.size = got.size;
        this.isOpen = got.open;
        const isNew = got.next > this.next;
        this.next = got.next;
        this.add(got.text, !got.open && got.atEnd);
        this.draw();
        if (got.atEnd || !isNew) {
          break;
        }
      }
      this.trouble = '';
      this.tried = 0;
    } catch (e) {
      this.failed(e, mine);
      return;
    }
    this.reading = null;
    if (this.again) {
      this.again = false;
      this.more();
      return;
    }
    clearTimeout(this.timer);
    if (this.isOpen && this.isConnected) {
      this.timer = setTimeout(() => this.more(), 10_000);   // the stream tells sooner
    }
  }
  /** @type {any} */ timer = 0;
  tried = 0;

  /** @param {unknown} e @param {AbortController} mine */
  failed(e, mine) {
    if (this.reading === mine && !mine.signal.aborted) {
      this.reading = null;
      this.trouble = e instanceof Error ? e.message : String(e);
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.lines.length ? this.more() : this.begin()), Math.min(30_000, 1000 * 2 ** this.tried++));
    }
  }

  /** @param {string} text @param {boolean} last */
  add(text, last) {
    const all = (this.rest + text).split('\n');
    this.rest = all.pop() ?? '';
    if (last && this.rest) {
      all.push(this.rest);
      this.rest = '';
    }
    if (this.from > 0 && this.lines.length === 0 && all.length > 1) {
      all.shift();   // began in the middle of a line
    }
    const before = this.lines.length;
    for (const each of all) {
      this.lines.push(each.length > CUT ? each.slice(0, CUT) + ' …' : each.replace(/\r$/, ''));
    }
    if (this.lines.length > MOST_LINES) {
      const away = this.lines.length - MOST_LINES;
      this.lines.splice(0, away);
      this.skipped = true;
      this.search(true);
    }
    if (this.query) {
      this.search(true);
    }
    if (!this.follows) {
      this.missed += this.lines.length - before;
    }
  }

  find_wanted() {
    if (this.wanted === 'error') {
      this.first_error();
    } else if (/^\d+$/.test(this.wanted)) {
      this.show(Number(this.wanted) - 1);
    }
  }

  first_error() {
    const at = this.lines.findIndex(each => ERROR.test(each));
    if (at >= 0) {
      this.show(at);
    }
    return at >= 0;
  }

  /** @param {number} at */
  show(at) {
    this.follows = false;
    this.here = at;
    this.draw();
    const view = this.querySelector('.logview');
    if (view && at < this.lines.length) {
      view.scrollTop = Math.max(0, at * ROW - view.clientHeight / 3);
    }
    this.draw();
  }

  /** @param {boolean} [keep] the place */
  search(keep = false) {
    const lower = this.query.toLowerCase();
    this.hits = [];
    if (lower) {
      for (let i = 0; i < this.lines.length; i++) {
        if (plain(this.lines[i]).toLowerCase().includes(lower)) {
          this.hits.push(i);
        }
      }
    }
    if (!keep) {
      this.hit = -1;
      this.step(1);
    }
  }

  /** @param {number} by */
  step(by) {
    if (this.hits.length) {
      this.hit = (this.hit + by + this.hits.length) % this.hits.length;
      this.show(this.hits[this.hit]);
    }
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const view = /** @type {HTMLElement} */ (this.querySelector('.logview'));
    if ((event.key === '/' || (event.key === 'f' && event.ctrlKey && document.activeElement === view))) {
      event.preventDefault();
      this.querySelector('input')?.focus();
    } else if (event.key === 'End' || event.key === 'F') {
      this.follows = true;
      this.draw();
    } else if (event.key === 'n' || event.key === 'N') {
      this.step(event.key === 'n' ? 1 : -1);
    } else if (event.key === 'e') {
      this.first_error();
    } else {
      return;
    }
    event.stopPropagation();
  }

  scrolled() {
    const view = this.querySelector('.logview');
    if (view) {
      const atEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - ROW;
      if (atEnd && !this.placing) {
        this.missed = 0;
      }
      if (!atEnd && this.follows && !this.placing) {
        this.follows = false;
      }
    }
    this.draw();
  }
  placing = false;

  /** @param {string} line @param {number} at */
  row(line, at) {
    const look = (ERROR.test(line) ? 'error' : WARNING.test(line) ? 'warning' : '') + (at === this.here ? ' here' : '');
    return html`<div class="logline ${look}" .style=${`top:${at * ROW}px`}><a href=${withQuery({ line: String(at + 1) })} data-instead tabindex="-1" aria-label=${`Line ${at + 1}`}>${this.skipped ? '·' : ''}${at + 1}</a>${pieces(line).map(piece => html`<span class=${piece.look}>${this.marked(piece.text)}</span>`)}</div>`;
  }

  /** @param {string} text */
  marked(text) {
    const lower = this.query.toLowerCase();
    if (!lower || !text.toLowerCase().includes(lower)) {
      return text;
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
    const view = this.querySelector('.logview');
    const height = view?.clientHeight || 300;
    const count = this.lines.length + (this.rest ? 1 : 0);
    const top = this.follows ? Math.max(0, count * ROW - height) : view?.scrollTop ?? 0;
    const first = Math.max(0, Math.floor(top / ROW) - 10);
    const last = Math.min(count, Math.ceil((top + height) / ROW) + 10);
    const rows = [];
    for (let i = first; i < last; i++) {
      rows.push(this.row(this.lines[i] ?? this.rest, i));
    }
    render(html`<div class="logbar" @keydown=${(/** @type {KeyboardEvent} */ e) => e.stopPropagation()}>
        <select aria-label="Stream" @change=${(/** @type {any} */ e) => { this.stream = e.target.value; this.restart(); }}>${['all', 'stdout', 'stderr'].map(each => html`<option value=${each} ?selected=${each === this.stream}>${each === 'all' ? L.all : each}</option>`)}</select>
        <input type="search" aria-label=${L.find} placeholder="/ find" .value=${this.query} @input=${(/** @type {any} */ e) => { this.query = e.target.value; this.search(); this.draw(); }} @keydown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Enter') { this.step(e.shiftKey ? -1 : 1); } if (e.key === 'Escape') { /** @type {HTMLElement|null} */ (this.querySelector('.logview'))?.focus(); } }}>
        ${this.query ? html`<span class="low" role="status">${L.hits(this.hit + 1, this.hits.length)}${this.from ? L.searched(Math.round((this.next - this.from) / Math.max(1, this.size) * 100) + ' %') : ''}</span>` : nothing}
        <span class="grow"></span><button class="btn" @click=${() => this.first_error()}>${L.firstError}</button>
        <button class="btn" aria-pressed=${this.follows} @click=${() => { this.follows = !this.follows; this.missed = 0; this.draw(); }}>${this.follows ? L.following : this.missed ? L.newLines(this.missed) : L.follow}</button>
        <a class="btn" href=${address(this.url(0, 4_194_304))} download=${this.path.split('/').slice(-6).join('-') + '.log'} aria-label=${L.download}>⤓</a></div>
      ${this.trouble ? html`<div class="bar err" role="alert">${L.gone}: ${this.trouble}</div>` : nothing}
      ${this.from > 0 ? html`<div class="pad low">${L.earlier(size(this.from))} <button class="btn" @click=${() => this.all()}>${L.top}</button></div>` : nothing}
      <div class="logview" tabindex="0" role="region" aria-label=${L.wrap} @scroll=${() => this.scrolled()} @keydown=${(/** @type {KeyboardEvent} */ e) => this.key(e)}>
        <div .style=${`height:${count * ROW}px`}></div>${rows}${count === 0 && !this.reading && !this.trouble ? html`<p class="pad low">${this.isOpen ? L.empty : L.ended}</p>` : nothing}</div>`, this);
    if (this.follows) {
      const now = this.querySelector('.logview');
      if (now) {
        this.placing = true;
        now.scrollTop = now.scrollHeight;
        requestAnimationFrame(() => { this.placing = false; });
      }
    }
  }

  /** Reads it from its beginning. */
  all() {
    this.reading?.abort();
    this.reading = null;
    Object.assign(this, { lines: [], rest: '', from: 0, next: 0, skipped: false, follows: false });
    this.more();
  }
}

customElements.define('co-log', Log);
