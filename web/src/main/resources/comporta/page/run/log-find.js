// Words and the first error of a log: the server looks for them, one stretch after the other.
import { get } from '../api.js';

/** Beyond so many nobody goes from one to the next. */
const MOST_HITS = 2_000;

/**
 * The log that is searched: where its lines are asked for, by which words of the address, and how many it has by now.
 * @typedef {{path: string, words: string, total: number, show: (at: number) => void, draw: () => void,
 *   failed: (e: unknown) => void}} Searched
 */

export class Finder {
  query = '';
  /** @type {{n: number, start: number, end: number}[]} */ hits = [];
  /** Which of the hits is shown; −1: none. */
  hit = -1;
  /** Lines that were looked through. */
  scanned = 0;
  noError = false;
  /** Counts what was looked for: what comes later than something newer is not wanted. */
  turn = 0;

  /** @param {Searched} log */
  constructor(log) {
    this.log = log;
  }

  /** What was found is of another log. */
  forget() {
    this.turn++;
    this.noError = false;
    this.begin();
  }

  begin() {
    this.hits = [];
    this.hit = -1;
    this.scanned = 0;
  }

  /** Asks where it is, and goes on asking until everything is looked through. @param {boolean} anew */
  async look(anew) {
    const mine = ++this.turn;
    if (anew) {
      this.begin();
    }
    this.log.draw();
    try {
      while (this.query && this.scanned < this.log.total && this.hits.length < MOST_HITS) {
        const { data } = await this.ask(`limit=200&from=${this.scanned}&q=${encodeURIComponent(this.query)}`);
        if (mine !== this.turn) {
          return;
        }
        const isFirst = anew && this.hits.length === 0;
        const isStuck = data.scanned_to <= this.scanned;
        this.hits.push(...data.hits);
        this.scanned = data.scanned_to;
        if (isFirst) {
          this.step(1);
        }
        this.log.draw();
        if (!data.more || isStuck) {
          break;
        }
      }
    } catch (e) {
      this.log.failed(e);
    }
    this.log.draw();
  }

  /** To another hit. @param {number} by */
  step(by) {
    if (this.hits.length) {
      this.hit = (this.hit + by + this.hits.length) % this.hits.length;
      this.log.show(this.hits[this.hit].n);
    }
  }

  async firstError() {
    const mine = ++this.turn;
    this.noError = false;
    try {
      for (let from = 0, more = true; more;) {
        const { data } = await this.ask(`errors=true&limit=1&from=${from}`);
        if (mine !== this.turn) {
          return;
        }
        if (data.hits.length) {
          this.log.show(data.hits[0].n);
          return;
        }
        more = data.more && data.scanned_to > from;
        from = data.scanned_to;
      }
      this.noError = true;
    } catch (e) {
      this.log.failed(e);
    }
    this.log.draw();
  }

  /** @param {string} words of the address */
  ask(words) {
    return get(`${this.log.path}/find?${words}${this.log.words}`);
  }
}
