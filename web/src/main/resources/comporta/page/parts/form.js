// What parameters, or the fields of an approval, are given by: inputs of their types, and beside each what is wrong with it.
import { html, nothing } from 'lit-html';
import { W } from '../look/words.en.js';

/** @typedef {{name: string, type: string, description: string, otherwise: any, secret: boolean, required: boolean, checks: Record<string, any>}} Asked */

const NUMBERS = ['integer', 'number'];
const JSONS = ['list', 'object'];

/** As it is written into an input. @param {any} value */
const written = value => (value == null ? '' : typeof value === 'string' ? value : JSON.stringify(value));

export class Fields {
  /** What is given, by name; what is left as it is is not among it. @type {Record<string, any>} */ given = {};
  /** @type {Record<string, string>} */ faults = {};
  /** Names of those that somebody has touched. @type {Set<string>} */ touched = new Set();

  /** @param {Asked[]} asked @param {string} pointer where they stand in what is sent @param {() => void} changed @param {boolean} [filled] with what they are otherwise */
  constructor(asked, pointer, changed, filled = false) {
    this.asked = asked;
    this.pointer = pointer;
    this.changed = changed;
    this.filled = filled;
  }

  get isFaulty() {
    return Object.keys(this.faults).length > 0;
  }

  /** Whether all that was refused is said beside the fields. @param {import('../api.js').Problem|null} refused */
  covers(refused) {
    return (
      !!refused &&
      refused.errors.length > 0 &&
      refused.errors.every(each => this.asked.some(one => each.pointer === `${this.pointer}/${one.name}`))
    );
  }

  /** As its type is written. @param {Asked} one @param {string} text */
  read(one, text) {
    this.touched.add(one.name);
    delete this.faults[one.name];
    delete this.given[one.name];
    if (this.filled ? text === written(one.otherwise) : text === '') {
      this.changed();
      return;
    }
    if (NUMBERS.includes(one.type)) {
      this.given[one.name] = Number(text);
    } else if (one.type === 'boolean') {
      this.given[one.name] = text === 'true';
    } else if (JSONS.includes(one.type)) {
      try {
        this.given[one.name] = JSON.parse(text);
      } catch {
        this.faults[one.name] = W.form.json;
      }
    } else {
      this.given[one.name] = text;
    }
    this.changed();
  }

  /** @param {Asked} one @param {import('../api.js').Problem|null} refused */
  field(one, refused) {
    const among = one.type === 'boolean' ? ['true', 'false'] : one.checks.values;
    const id = 'field-' + one.name;
    const otherwise = one.secret ? '' : written(one.otherwise);
    const fault =
      this.faults[one.name] ??
      (this.touched.has(one.name) ? refused?.errors.find(each => each.pointer === `${this.pointer}/${one.name}`)?.detail : undefined);
    const hint = [
      one.description,
      one.required ? W.dag.required : '',
      ...Object.entries(one.checks)
        .filter(([name]) => name !== 'values')
        .map(([name, each]) => `${name} ${written(each)}`)
    ]
      .filter(Boolean)
      .join(' · ');
    const set = (/** @type {any} */ e) => this.read(one, e.target.value);
    return html`<div class="field">
      <label for=${id}>${one.name}</label>
      ${
        Array.isArray(among)
          ? html`<select id=${id} aria-invalid=${fault ? 'true' : nothing} aria-describedby=${id + '-says'} @change=${set}>
              ${otherwise ? nothing : html`<option value="">–</option>`}${among.map(each => html`<option ?selected=${String(each) === otherwise}>${each}</option>`)}
            </select>`
          : html`<input
              id=${id}
              type=${one.secret ? 'password' : NUMBERS.includes(one.type) ? 'number' : one.type === 'date' ? 'date' : 'text'}
              step=${one.type === 'number' ? 'any' : nothing}
              autocomplete="off"
              aria-invalid=${fault ? 'true' : nothing}
              aria-describedby=${id + '-says'}
              placeholder=${one.secret ? W.dag.secret : otherwise}
              value=${this.filled ? otherwise : ''}
              @input=${set}
            />`
      }
      <span id=${id + '-says'}
        >${hint ? html`<small>${hint}</small>` : nothing}${fault ? html`<small class="bad" role="alert">${fault}</small>` : nothing}</span
      >
    </div>`;
  }

  /** @param {import('../api.js').Problem|null} refused */
  view(refused) {
    return this.asked.map(one => this.field(one, refused));
  }

  /** Says of each what is wrong with it, and leads to the first. @param {import('../api.js').Problem} refused */
  show(refused) {
    this.asked.forEach(one => this.touched.add(one.name));
    const first = this.asked.find(one => refused.errors.some(each => each.pointer === `${this.pointer}/${one.name}`));
    if (first) {
      document.getElementById('field-' + first.name)?.focus();
    }
  }
}
