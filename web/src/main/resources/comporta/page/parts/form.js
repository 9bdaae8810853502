// What parameters, or the fields of an approval, are given by: inputs of their types, and beside each what is wrong with it.
import { html, nothing } from 'lit-html';
import { W } from '../look/words.en.js';

/**
 * @typedef {{name: string, type: string, description: string, otherwise: any, secret: boolean, required: boolean,
 *   checks: Record<string, any>}} Asked otherwise: what it is where nothing is given
 */

const NUMBERS = ['integer', 'number'];
const JSONS = ['list', 'object'];
/** Kinds of inputs, where they are not of text. @type {Record<string, string>} */
const INPUTS = { integer: 'number', number: 'number', date: 'date' };

/** As it is written into an input. @param {any} value */
function written(value) {
  if (value == null) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What there is to know before it is filled in. @param {Asked} one */
function hintOf(one) {
  const checks = Object.entries(one.checks).filter(([name]) => name !== 'values');
  return [one.description, one.required ? W.dag.required : '', ...checks.map(([name, each]) => `${name} ${written(each)}`)]
    .filter(Boolean)
    .join(' · ');
}

export class Fields {
  /** What is given, by name; what is left as it is is not among it. @type {Record<string, any>} */ given = {};
  /** @type {Record<string, string>} */ faults = {};
  /** Names of those that somebody has touched. @type {Set<string>} */ touched = new Set();

  /**
   * @param {Asked[]} asked @param {string} pointer where they stand in what is sent @param {() => void} changed
   * @param {boolean} [filled] with what they are otherwise
   */
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
    const id = 'field-' + one.name;
    const fault = this.faults[one.name] ?? this.refusalOf(one, refused);
    const hint = hintOf(one);
    return html`<div class="field">
      <label for=${id}>${one.name}</label>
      ${this.input(one, id, fault ? 'true' : nothing)}
      <span id=${id + '-says'}
        >${hint ? html`<small>${hint}</small>` : nothing}${fault ? html`<small class="bad" role="alert">${fault}</small>` : nothing}</span
      >
    </div>`;
  }

  /** What the server says is wrong, once it was touched. @param {Asked} one @param {import('../api.js').Problem|null} refused */
  refusalOf(one, refused) {
    return this.touched.has(one.name) ? refused?.errors.find(each => each.pointer === `${this.pointer}/${one.name}`)?.detail : undefined;
  }

  /** @param {Asked} one @param {string} id @param {unknown} invalid */
  input(one, id, invalid) {
    const among = one.type === 'boolean' ? ['true', 'false'] : one.checks.values;
    const otherwise = one.secret ? '' : written(one.otherwise);
    const set = (/** @type {any} */ e) => this.read(one, e.target.value);
    if (Array.isArray(among)) {
      const none = otherwise ? nothing : html`<option value="">–</option>`;
      return html`<select id=${id} aria-invalid=${invalid} aria-describedby=${id + '-says'} @change=${set}>
        ${none}${among.map(each => html`<option ?selected=${String(each) === otherwise}>${each}</option>`)}
      </select>`;
    }
    return html`<input
      id=${id}
      type=${one.secret ? 'password' : (INPUTS[one.type] ?? 'text')}
      step=${one.type === 'number' ? 'any' : nothing}
      autocomplete="off"
      aria-invalid=${invalid}
      aria-describedby=${id + '-says'}
      placeholder=${one.secret ? W.dag.secret : otherwise}
      value=${this.filled ? otherwise : ''}
      @input=${set}
    />`;
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
