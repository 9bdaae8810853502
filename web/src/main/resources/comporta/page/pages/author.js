// Writing a DAG: what is wrong with a text, before it is put anywhere.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { may, Problem, send } from '../api.js';
import { W, count } from '../look/words.en.js';
import { empty, sign } from '../parts/bits.js';
import { tell } from '../parts/dialog.js';

/** @param {import('../router.js').Route} _route @returns {import('../app.js').Page} */
export function open(_route) {
  const A = W.author;
  let path = 'new.yaml';
  let text = '';
  let busy = false;
  /** @type {any} */ let found = null;
  /** @type {Problem|null} */ let refused = null;
  let timer = 0;

  /** @param {boolean} dry */
  async function push(dry) {
    busy = true;
    draw();
    try {
      const answer = await send('POST', '/dags/push' + (dry ? '?dry_run=true' : ''), { files: { [path]: text } });
      found = answer;
      refused = null;
      if (!dry) {
        tell(W.admin.saved);
      }
    } catch (e) {
      found = null;
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
    }
    busy = false;
    draw();
  }

  function typed(/** @type {any} */ event) {
    text = event.target.value;
    clearTimeout(timer);
    if (text.trim()) {
      timer = setTimeout(() => push(true), 600);
    }
  }

  /** To the line that a mistake is in. @param {string} where */
  function jump(where) {
    const line = Number(/:(\d+)(?::\d+)?/.exec(where)?.[1] ?? 0);
    const area = /** @type {HTMLTextAreaElement|null} */ (document.querySelector('#author-text'));
    if (area && line) {
      const start = text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(start, start + (text.split('\n')[line - 1]?.length ?? 0));
    }
  }

  const places = (/** @type {any[]} */ all) => html`<ul class="pad">${all.map(each => html`<li>${sign('warning')} <button class="btn quiet mono" @click=${() => jump(`:${each.line}:`)}>${each.line}:${each.column}</button> ${each.what}. <span class="hush">${each.fix}</span></li>`)}</ul>`;

  function result() {
    if (refused) {
      return html`<div class="pad" role="alert">${refused.errors.length ? html`<p class="strong">${count(refused.errors.length, 'problem')}</p><ul>${refused.errors.map(each => html`<li class="problem-line">${sign('warning')} <button class="btn quiet mono" @click=${() => jump(each.pointer + ' ' + each.detail)}>${/:(\d+:\d+)/.exec(each.pointer + ' ' + each.detail)?.[1] ?? each.pointer}</button> ${each.detail}</li>`)}</ul>` : html`<p class="bad">${refused.detail || refused.title}</p>`}</div>`;
    }
    if (!found) {
      return html`<p class="pad hush">${A.nothing}</p>`;
    }
    return html`<p class="pad strong">${A.ok}</p>${found.warnings?.length ? places(found.warnings) : nothing}<ul class="pad">${(found.dags ?? []).map((/** @type {any} */ each) => html`<li>${each.changed ? 'New or changed' : 'As it is already'}: <a href=${'/dags/' + encodeURIComponent(each.dag)}>${each.dag}</a> <span class="low mono">${each.path}</span>${each.version ? `, ${W.run.version(each.version)}` : ''}</li>`)}</ul>
      <div class="pad"><button class="btn" ?disabled=${busy} @click=${() => push(false)}>${A.push}</button></div>`;
  }

  return {
    title: () => A.title,
    view: () => html`<div class="head"><h1 tabindex="-1">${A.title}</h1></div>${may('author') ? html`<div class="two"><section class="panel"><div class="pad"><div class="field"><label for="author-path">${A.path}</label><input id="author-path" .value=${path} @input=${(/** @type {any} */ e) => { path = e.target.value; }}></div><div class="field"><label for="author-text">${A.text}</label><textarea id="author-text" class="mono" rows="28" spellcheck="false" .value=${text} @input=${typed}></textarea></div><button class="btn go" ?disabled=${busy || !text.trim()} @click=${() => push(true)}>${A.check}</button></div></section>
      <section class="panel" aria-live="polite"><header><h2>${A.problems}</h2></header>${result()}</section></div>` : empty(W.admin.needs('author'))}`,
  };
}
