// Running a DAG now: a form made of its params.
import { html, nothing } from 'lit-html';
import { get, Problem, send } from '../api.js';
import { at, go } from '../router.js';
import { W } from '../look/words.en.js';
import { closeDialog, openDialog, previewWords, tell } from '../parts/dialog.js';

/** @param {string} dag */
export async function triggerDialog(dag) {
  /** @type {any} */ let detail = null;
  /** @type {Record<string, any>} */ const params = {};
  /** @type {Record<string, string>} */ const faults = {};
  let date = '';
  let note = '';
  /** @type {any} */ let preview;
  /** @type {Problem|null} */ let refused = null;
  let busy = '';
  let timer = 0;
  const path = at('dags', dag, 'runs');

  /** As its type is written. @param {any} param @param {string} text */
  function read(param, text) {
    delete faults[param.name];
    if (text === '' && !param.required) {
      delete params[param.name];
    } else if (param.type === 'integer' || param.type === 'number') {
      params[param.name] = Number(text);
    } else if (['list', 'map', 'object', 'array'].includes(param.type)) {
      try {
        params[param.name] = JSON.parse(text);
      } catch {
        faults[param.name] = 'must be JSON';
      }
    } else {
      params[param.name] = text;
    }
    later();
  }

  const body = () => ({ params, ...(date ? { logical_date: date } : {}), ...(note ? { note } : {}) });

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
    tell.changed();
  }

  async function ask() {
    try {
      preview = await send('POST', path + '?dry_run=true', body());
      refused = null;
    } catch (e) {
      refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
    }
    tell.changed();
  }

  async function run(/** @type {Event} */ event) {
    event.preventDefault();
    busy = 'busy';
    tell.changed();
    try {
      const made = await send('POST', path, body(), () => { busy = W.unsure; tell.changed(); });
      closeDialog();
      if (made.run_id) {
        go(at('dags', dag, 'runs', made.run_id));
      } else {
        tell(made.done?.text ?? '');
      }
    } catch (e) {
      busy = '';
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      tell.changed();
    }
  }

  /** As the command line says it. */
  function called() {
    const quote = (/** @type {unknown} */ each) => { const text = typeof each === 'string' ? each : JSON.stringify(each); return /^[\w.,:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`; };
    return ['comporta dags trigger', quote(dag), ...Object.entries(params).map(([name, each]) => '-p ' + quote(`${name}=${detail.params.find((/** @type {any} */ p) => p.name === name)?.secret ? '***' : typeof each === 'string' ? each : JSON.stringify(each)}`)), ...(date ? ['--date ' + quote(date)] : [])].join(' ');
  }

  /** @param {any} param */
  function field(param) {
    const checks = param.checks ?? {};
    const among = checks.enum ?? checks.values ?? checks.one_of;
    const id = 'param-' + param.name;
    const hint = [param.description, param.required ? W.dag.required : '', ...Object.entries(checks).filter(([name]) => !['enum', 'values', 'one_of'].includes(name)).map(([name, each]) => `${name} ${each}`)].filter(Boolean).join(' · ');
    const otherwise = param.otherwise == null ? '' : typeof param.otherwise === 'string' ? param.otherwise : JSON.stringify(param.otherwise);
    return html`<div class="field"><label for=${id}>${param.name}</label>
      ${Array.isArray(among) ? html`<select id=${id} @change=${(/** @type {any} */ e) => read(param, e.target.value)}>${among.map(each => html`<option ?selected=${String(each) === otherwise}>${each}</option>`)}</select>`
        : param.type === 'boolean' ? html`<select id=${id} @change=${(/** @type {any} */ e) => { params[param.name] = e.target.value === 'true'; later(); }}>${['true', 'false'].map(each => html`<option ?selected=${each === otherwise}>${each}</option>`)}</select>`
          : html`<input id=${id} type=${param.secret ? 'password' : param.type === 'integer' || param.type === 'number' ? 'number' : 'text'} step=${param.type === 'number' ? 'any' : nothing} autocomplete="off" placeholder=${param.secret ? W.dag.secret : otherwise} ?required=${param.required} @input=${(/** @type {any} */ e) => read(param, e.target.value)}>`}
      ${hint ? html`<small>${hint}</small>` : nothing}${faults[param.name] ? html`<small class="bad">${faults[param.name]}</small>` : nothing}</div>`;
  }

  openDialog({
    title: W.dag.triggerTitle(dag),
    body: () => html`<form @submit=${run}>${detail ? html`${detail.params.length ? detail.params.map(field) : html`<p class="hush">${W.dag.noParams}</p>`}
      <div class="field"><label for="trigger-date">${W.dag.date}</label><input id="trigger-date" placeholder="2026-11-21" @input=${(/** @type {any} */ e) => { date = e.target.value.trim(); later(); }}><small>${W.dag.dateHint}</small></div>
      <div class="field"><label for="trigger-note">${W.dag.note}</label><input id="trigger-note" maxlength="500" @input=${(/** @type {any} */ e) => { note = e.target.value; }}></div>
      ${previewWords(preview, refused)}<p class="low">${W.dag.asCalled}</p><pre class="code">${called()}</pre>` : refused ? previewWords(undefined, refused) : html`<p class="hush">${W.loading} …</p>`}
      ${busy && busy !== 'busy' ? html`<p class="warn" role="status">${busy}</p>` : nothing}
      <div class="btns"><button type="button" class="btn" @click=${closeDialog}>${W.close}</button><button class="btn go" ?disabled=${!detail || !!busy || !!refused || Object.keys(faults).length > 0}>${W.dag.begin}</button></div></form>`,
  });
  try {
    detail = (await get(at('dags', dag))).data;
    ask();
  } catch (e) {
    refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
  }
  tell.changed();
}
