// What a form asks for: told beforehand by the server while it is filled in, and done when it is sent.
import { html, nothing } from 'lit-html';
import { problemOf, send } from '../api.js';
import { W } from '../look/words.en.js';
import { closeDialog, previewWords, tell } from './dialog.js';

/** Milliseconds after which what is typed is asked about. */
const TYPED = 250;

export class Wish {
  /** What the server says it will do. @type {any} */ preview;
  /** @type {import('../api.js').Problem|null} */ refused = null;
  isSent = false;
  /** Where it is not known whether what was sent has arrived. */
  unsure = '';
  asked = 0;
  /** @type {any} */ timer = 0;

  /**
   * @param {string} path @param {() => object} body @param {(answer: any) => void} done called when it is done, the dialog closed
   * @param {(refused: import('../api.js').Problem) => void} [notDone] called when it was sent, and refused
   */
  constructor(path, body, done, notDone = () => {}) {
    this.path = path;
    this.body = body;
    this.done = done;
    this.notDone = notDone;
  }

  /** Asks what it will do. */
  async ask() {
    const mine = ++this.asked;
    try {
      const preview = await send('POST', this.path + '?dry_run=true', this.body());
      if (mine === this.asked) {
        this.preview = preview;
        this.refused = null;
      }
    } catch (e) {
      if (mine === this.asked) {
        this.refused = problemOf(e, W.refused);
      }
    }
    tell.changed();
  }

  /** The same, when nothing more is typed. */
  askLater() {
    this.forget();
    this.timer = setTimeout(() => this.ask(), TYPED);
    tell.changed();
  }

  /** What was to be asked later is not. */
  forget() {
    clearTimeout(this.timer);
  }

  /** Does it. @param {Event} event of the form */
  async send(event) {
    event.preventDefault();
    this.isSent = true;
    tell.changed();
    try {
      const answer = await send('POST', this.path, this.body(), () => {
        this.unsure = W.unsure;
        tell.changed();
      });
      closeDialog();
      this.done(answer);
    } catch (e) {
      this.isSent = false;
      this.unsure = '';
      this.refused = problemOf(e, W.notDone);
      this.notDone(this.refused);
      tell.changed();
    }
  }

  /** What is needed to begin with; where it does not come, that is said. @param {() => Promise<void>} load */
  async begin(load) {
    try {
      await load();
      this.ask();
    } catch (e) {
      this.refused = problemOf(e, W.refused);
    }
    tell.changed();
  }

  /** What it will do, or why it cannot be done, unless the fields say that. @param {import('./form.js').Fields|null} [fields] */
  told(fields) {
    return fields?.covers(this.refused) ? nothing : previewWords(this.preview, this.refused);
  }

  /** The end of its form, with two buttons. @param {string} keep does nothing @param {string} send does it @param {boolean} ready */
  buttons(keep, send, ready) {
    return html`${this.unsure ? html`<p class="warn" role="status">${this.unsure}</p>` : nothing}
      <div class="btns">
        <button type="button" class="btn" @click=${closeDialog}>${keep}</button
        ><button class="btn go" ?disabled=${this.isSent || !ready}>${send}</button>
      </div>`;
  }
}
