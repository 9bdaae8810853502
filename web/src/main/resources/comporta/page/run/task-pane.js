// A task instance: how it stands, why, what it did, and its log.
import { html, nothing } from 'lit-html';
import { at, withQuery, pageOf } from '../router.js';
import { use } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { duration, hms, ms, near, size, value, chance, money } from '../look/format.js';
import { now } from '../clock.js';
import { awaited, glyph, reasonLine, stateWord, table, time, trouble, untimed } from '../parts/bits.js';
import { act, actions } from '../parts/dialog.js';
import { series } from '../parts/series.js';
import './log.js';

/** @typedef {{dag: string, run: string, task: string, tab: string, tryNumber: string, line: string, grown: number, alone: boolean}} Shown */

/** @param {string} dag @param {string} run @param {string} task */
export const taskPath = (dag, run, task) => at('dags', dag, 'runs', run, 'tasks', task);

/** The try whose log is shown. @param {any} detail @param {string} wanted */
export function chosenTry(detail, wanted) {
  return detail?.tries.find((/** @type {any} */ each) => String(each.number) === wanted) ?? detail?.tries.at(-1);
}

/** @param {Shown} shown */
export function taskPane(shown) {
  const path = taskPath(shown.dag, shown.run, shown.task);
  const entry = use(path);
  const task = entry.data;
  if (!task) {
    return html`<section class="panel pane" aria-label=${shown.task}>
      <header>
        <h2>${shown.task}</h2>
        ${closer(shown)}
      </header>
      ${awaited(entry)}
    </section>`;
  }
  const tab = shown.tab && shown.tab in W.task.tabs ? shown.tab : task.state === 'failed' || task.tries.length ? 'log' : 'why';
  const since = task.started_at ? ((task.ended_at ? ms(task.ended_at) : now()) - ms(task.started_at)) / 1000 : null;
  const tries = task.tries;
  return html`<section class="panel pane" aria-label=${`Task ${shown.task}`}>
    <header>
      <h2>
        ${glyph(task.state, task.cause)}
        ${shown.task}${task.map_label && task.map_label !== String(task.map_index) ? html` <span class="hush">${task.map_label}</span>` : nothing}
        <span class="hush">${[task.try_number ? W.task.tryOf(task.try_number) : '', duration(since)].filter(Boolean).join(' · ')}</span>
      </h2>
      <span class="btns">${actions(task.actions, shown.task, undefined, 2)}${closer(shown)}</span>
    </header>
    ${trouble(entry)}
    <div class="whybox">${sentence(task)}</div>
    ${facts(task)}
    <div class="tabs" role="navigation" aria-label="Of the task">
      ${Object.entries(W.task.tabs).map(([key, words]) => html`<a data-instead href=${withQuery({ tab: key, task: shown.alone ? null : shown.task })} aria-current=${key === tab ? 'true' : nothing}>${words}</a>`)}
    </div>
    <div class="body">
      ${
        tab === 'log'
          ? log(shown, task)
          : tab === 'why'
            ? why(path)
            : tab === 'tries'
              ? triesTable(tries, shown)
              : tab === 'job'
                ? html`${pairs(task.rendered, W.task.rendered)}${pairs(task.params, W.task.params)}`
                : tab === 'outputs'
                  ? Object.keys(task.outputs).length
                    ? pairs(task.outputs, '')
                    : html`<p class="pad hush">${W.task.noOutputs}</p>`
                  : tab === 'cpu'
                    ? cpus(shown, task)
                    : tab === 'around'
                      ? around(task, shown)
                      : links(tries)
      }
    </div>
  </section>`;
}

/** @param {Shown} shown */
const closer = shown =>
  shown.alone
    ? html`<a class="btn quiet" href=${at('dags', shown.dag, 'runs', shown.run) + '?task=' + encodeURIComponent(shown.task)}
        >${W.task.backToRun}</a
      >`
    : html`<a class="btn quiet" href=${taskPath(shown.dag, shown.run, shown.task)} aria-label=${W.task.alone} title=${W.task.alone}>⤢</a
        ><a
          class="btn quiet"
          data-instead
          href=${withQuery({ task: null, tab: null, try: null, line: null })}
          aria-label=${W.task.closePane}
          title=${W.task.closePane}
          >✕</a
        >`;

/** @param {any} task */
function sentence(task) {
  const last = task.tries.at(-1);
  const ended = task.ended_at ? ` at ${near(task.ended_at)}` : '';
  const why = task.reason ?? (last?.exit_code != null && task.state === 'failed' ? W.task.exit(last.exit_code) : '');
  return html`<p><b>${stateWord(task.state, task.cause)}</b>${ended}${why ? `: ${why}` : '.'}</p>
    ${task.predicted_end && !task.ended_at ? html`<p>${W.forecast.likely(near(task.predicted_end))}${task.predicted_p90 ? W.forecast.nine(near(task.predicted_p90)) : ''}.</p>` : nothing}${task.critical && !task.ended_at ? html`<p class="hush">${W.task.critical}</p>` : nothing}`;
}

/** @param {any} task */
function facts(task) {
  const progress = task.progress;
  const job = task.tries.at(-1)?.job;
  /** @type {[string, unknown][]} */
  const all = [
    [progress ? progress.text || 'Progress' : '', progress ? Math.round(progress.fraction * 100) + ' % done' : ''],
    ['Operator', task.operator],
    ['Slack', duration(task.slack_s)],
    [
      W.task.retries,
      `${Math.min(task.retries.user.used, task.retries.user.max ?? Infinity)}${task.retries.user.max == null ? '' : ' of ' + task.retries.user.max} user, ${task.retries.platform.used}${task.retries.platform.max == null ? '' : ' of ' + task.retries.platform.max} platform`
    ],
    ['Where', job ? [job.backend, job.host, job.cpus ? job.cpus + ' cpus' : '', job.mem].filter(Boolean).join(' · ') : ''],
    ['Node pool', task.node_pool],
    ['Cost so far', money(task.cost)]
  ];
  return html`<dl class="facts">
    ${all
      .filter(each => each[0] && each[1])
      .map(
        each =>
          html`<div>
            <dt>${each[0]}</dt>
            <dd>${each[1]}</dd>
          </div>`
      )}
  </dl>`;
}

/** @param {Shown} shown @param {any} task */
function log(shown, task) {
  const tried = chosenTry(task, shown.tryNumber);
  if (!tried) {
    return html`<p class="pad hush">${W.task.notTried}</p>`;
  }
  return html`${task.tries.length > 1 ? html`<div class="pills">${task.tries.map((/** @type {any} */ each) => html`<a data-instead href=${withQuery({ try: String(each.number), tab: 'log', line: null })} aria-current=${each === tried ? 'true' : nothing}>${glyph(each.state, each.cause)} ${W.task.tryOf(each.number)}</a>`)}</div>` : nothing}
    <co-log
      .source=${`${taskPath(shown.dag, shown.run, shown.task)}/tries/${tried.number}/log`}
      .line=${shown.line}
      .grown=${Math.max(shown.grown, tried.log.stdout + tried.log.stderr)}
      .live=${!tried.ended_at}
      .executors=${tried.log.executors}
    ></co-log>`;
}

/** @param {string} path */
function why(path) {
  const entry = use(path + '/why');
  const told = entry.data;
  if (!told) {
    return awaited(entry, 3);
  }
  const plain = (/** @type {string} */ text) => untimed(text.startsWith(told.task_id + ': ') ? text.slice(told.task_id.length + 2) : text);
  const deed = (/** @type {any} */ action) =>
    action ? html`<button class="btn" @click=${() => act(action, told.task_id)}>${action.label}…</button>` : nothing;
  return html`<div class="pad">
      <p class="strong">${plain(told.summary.text)}</p>
      <ul class="dots">
        ${told.reasons.map((/** @type {any} */ reason) => html`<li>${reason.subject ? html`<a href=${pageOf(reason.subject.href)}>${reasonLine(reason)}</a>` : reasonLine(reason)}${reason.unblock && !told.what_if.length ? html` ${deed(reason.unblock.action)}` : nothing}</li>`)}
      </ul>
    </div>
    ${
      told.what_if.length
        ? html`<div class="pad">
            <h2>${W.task.whatIf}</h2>
            ${told.what_if.map((/** @type {any} */ each) => html`<p class="ifs">${each.action ? deed(each.action) : untimed(each.change.text)}<span class="hush">${[each.starts_at ? W.task.wouldStart(near(each.starts_at)) : '', each.p_late != null ? chance(each.p_late) : '', each.cost_delta ? '+ ' + money(each.cost_delta) : ''].filter(Boolean).join(' · ')}</span></p>`)}
          </div>`
        : nothing
    }
    ${
      told.chain.length
        ? html`<div class="pad">
            <h2>${W.task.chain}</h2>
            <ol>
              ${told.chain.map((/** @type {any} */ link) => html`<li>${glyph(link.state)} <b>${link.task_id}</b> ${untimed(link.reason.text.replace(link.task_id + ': ', ''))} ${link.p50 ? time(link.p50, true) : nothing}</li>`)}
            </ol>
          </div>`
        : nothing
    }`;
}

/** CPUs of its tries, and as they were changed while a try went on. @param {Shown} shown @param {any} task */
function cpus(shown, task) {
  const job = use('/elasticity').data?.items.find(
    (/** @type {any} */ each) => each.dag_id === shown.dag && each.run_id === shown.run && each.task_id === shown.task
  );
  const moved = job ? use(at('elasticity', job.job) + '/series?points=400').data : null;
  const [when, much] = ['at', 'cpus'].map(name => moved?.columns.indexOf(name) ?? -1);
  /** @type {[any, number|null][]} */
  const points = moved?.rows.length
    ? moved.rows.map((/** @type {any[]} */ row) => [row[when], row[much]])
    : task.tries
        .filter((/** @type {any} */ each) => each.job?.cpus != null)
        .flatMap((/** @type {any} */ each) => [
          [each.started_at ?? each.queued_at, each.job.cpus],
          ...(each.ended_at ? [[each.ended_at, 0]] : [])
        ]);
  const last = task.ended_at ?? new Date(now()).toISOString();
  return points.length
    ? html`${series({ title: W.task.cpus, from: points[0][0], to: last, floor: 0, say: n => W.task.cpu(Number(n.toFixed(1))), lines: [{ name: W.admin.elasticity.cpus, look: 'steps', points }], level: job ? { y: job.max_cpus, name: W.task.most } : undefined, marks: (moved?.moves ?? []).map((/** @type {any} */ move) => ({ at: move.at, y: move.to_cpus, words: move.why.text })) })}${job ? html`<p class="pad"><a href=${at('elasticity', job.job)}>${W.admin.elasticity.title}: ${job.job}</a></p>` : nothing}`
    : html`<p class="pad hush">${W.task.noCpus}</p>`;
}

/** @param {any[]} tries @param {Shown} shown */
const triesTable = (tries, shown) =>
  tries.length
    ? table(
        ['Try', 'State', 'Queued', 'Sent', 'Started', 'Ended', '#Took', 'Where', 'Log'],
        tries
          .toReversed()
          .map(each => [
            each.number,
            html`${stateWord(each.state, each.cause)}${each.exit_code != null ? `, ${W.task.exit(each.exit_code)}` : ''}${each.reason ? html`<br /><span class="hush">${each.reason}</span>` : nothing}`,
            hms(each.queued_at),
            hms(each.launched_at),
            hms(each.started_at),
            hms(each.ended_at),
            each.started_at ? duration(((each.ended_at ? ms(each.ended_at) : now()) - ms(each.started_at)) / 1000) : '',
            each.job ? [each.job.backend, each.job.host, each.job.external_id].filter(Boolean).join(' ') : '',
            html`<a data-instead href=${withQuery({ tab: 'log', try: String(each.number), task: shown.alone ? null : shown.task })}
              >${size(each.log.stdout + each.log.stderr)}</a
            >`
          ])
      )
    : html`<p class="pad hush">${W.task.notTried}</p>`;

/** @param {Record<string, any>} all @param {string} title */
export const pairs = (all, title) =>
  Object.keys(all).length
    ? html`${title ? html`<h2 class="pad">${title}</h2>` : nothing}
        <dl class="pairs">
          ${Object.entries(all).map(
            ([name, each]) =>
              html`<dt>${name}</dt>
                <dd><pre>${value(each)}</pre></dd>`
          )}
        </dl>`
    : title === W.task.rendered
      ? html`<p class="pad hush">${W.task.noJob}</p>`
      : nothing;

/** @param {any} task @param {Shown} shown */
function around(task, shown) {
  const list = (/** @type {string} */ title, /** @type {any[]} */ all) =>
    html`<div class="pad">
      <h2>${title}</h2>
      ${
        all.length
          ? html`<ul>
              ${all.map(each => html`<li>${glyph(each.state)} <a href=${shown.alone ? taskPath(shown.dag, shown.run, each.task_id) : withQuery({ task: each.task_id })}>${each.task_id}</a> <span class="hush">${STATES[each.state] ?? each.state}</span></li>`)}
            </ul>`
          : html`<p class="hush">${W.task.nothing}</p>`
      }
    </div>`;
  return html`${list(W.task.upstream, task.upstream)}${list(W.task.downstream, task.downstream)}`;
}

/** Only to where one can go; what else stands there is text. @param {any[]} tries */
function links(tries) {
  const all = tries.flatMap(each => each.links.map((/** @type {any} */ link) => ({ ...link, n: each.number })));
  return all.length
    ? html`<ul class="pad">
        ${all.map(link => html`<li>${W.task.tryOf(link.n)} · ${/^https?:\/\//i.test(link.url) ? html`<a href=${link.url} target="_blank" rel="noopener noreferrer">${link.label}</a>` : link.label} <span class="low">${link.url}</span></li>`)}
      </ul>`
    : html`<p class="pad hush">${W.task.noLinks}</p>`;
}
