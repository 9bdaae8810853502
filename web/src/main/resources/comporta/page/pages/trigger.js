// Running a DAG now: a form made of its params.
import { html, nothing } from 'lit-html';
import { get, Problem, send } from '../api.js';
import { at, go } from '../router.js';
import { W } from '../look/words.en.js';
import { closeDialog, openDialog, previewWords, tell } from '../parts/dialog.js';
import { Fields } from '../parts/form.js';

/** @param {string} dag */
export async function triggerDialog(dag) {
  /** @type {any} */ let detail = null;
  /** @type {Fields|null} */ let fields = null;
  let date = '';
  let note = '';
  /** @type {any} */ let preview;
  /** @type {Problem|null} */ let refused = null;
  let busy = '';
  let timer = 0;
  const path = at('dags', dag, 'runs');

  const body = () => ({ params: fields?.given ?? {}, ...(date ? { logical_date: date } : {}), ...(note ? { note } : {}) });

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
      const made = await send('POST', path, body(), () => {
        busy = W.unsure;
        tell.changed();
      });
      closeDialog();
      if (made.run_id) {
        go(at('dags', dag, 'runs', made.run_id));
      } else {
        tell(made.done?.text ?? '');
      }
    } catch (e) {
      busy = '';
      refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      fields?.show(refused);
      tell.changed();
    }
  }

  /** As the command line says it. */
  function called() {
    const quote = (/** @type {unknown} */ each) => {
      const text = typeof each === 'string' ? each : JSON.stringify(each);
      return /^[\w.,:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
    };
    return [
      'comporta dags trigger',
      quote(dag),
      ...Object.entries(fields?.given ?? {}).map(
        ([name, each]) =>
          '-p ' +
          quote(
            `${name}=${detail.params.find((/** @type {any} */ p) => p.name === name)?.secret ? '***' : typeof each === 'string' ? each : JSON.stringify(each)}`
          )
      ),
      ...(date ? ['--date ' + quote(date)] : [])
    ].join(' ');
  }

  openDialog({
    title: W.dag.triggerTitle(dag),
    close: () => clearTimeout(timer),
    body: () =>
      html`<form @submit=${run}>
        ${
          detail
            ? html`${detail.params.length ? fields?.view(refused) : html`<p class="hush">${W.dag.noParams}</p>`}
                <div class="field">
                  <label for="trigger-date">${W.dag.date}</label
                  ><input
                    id="trigger-date"
                    placeholder="2026-11-21"
                    @input=${(/** @type {any} */ e) => {
                      date = e.target.value.trim();
                      later();
                    }}
                  /><small>${W.dag.dateHint}</small>
                </div>
                <div class="field">
                  <label for="trigger-note">${W.dag.note}</label
                  ><input
                    id="trigger-note"
                    maxlength="500"
                    @input=${(/** @type {any} */ e) => {
                      note = e.target.value;
                    }}
                  />
                </div>
                ${fields?.covers(refused) ? nothing : previewWords(preview, refused)}
                <p class="low">${W.dag.asCalled}</p>
                <pre class="code">${called()}</pre>`
            : refused
              ? previewWords(undefined, refused)
              : html`<p class="hush">${W.loading} …</p>`
        }
        ${busy && busy !== 'busy' ? html`<p class="warn" role="status">${busy}</p>` : nothing}
        <div class="btns">
          <button type="button" class="btn" @click=${closeDialog}>${W.close}</button
          ><button class="btn go" ?disabled=${!detail || !!busy || fields?.isFaulty || (!!refused && !fields?.covers(refused))}>
            ${W.dag.begin}
          </button>
        </div>
      </form>`
  });
  try {
    detail = (await get(at('dags', dag))).data;
    fields = new Fields(detail.params, '/params', later);
    ask();
  } catch (e) {
    refused = e instanceof Problem ? e : new Problem(0, W.refused, String(e));
  }
  tell.changed();
}
