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

/**
 * @typedef {{dag: string, run: string, task: string, tab: string, tryNumber: string, line: string, grown: number, alone: boolean}} Shown
 *   alone: without its run beside it
 */

/** @param {string} dag @param {string} run @param {string} task */
export const taskPath = (dag, run, task) => at('dags', dag, 'runs', run, 'tasks', task);

/** The try whose log is shown. @param {any} detail @param {string} wanted */
export function chosenTry(detail, wanted) {
  return detail?.tries.find((/** @type {any} */ each) => String(each.number) === wanted) ?? detail?.tries.at(-1);
}

/** How long it has taken; '' before it began. @param {any} each a task or a try */
export const spent = each => (each.started_at ? duration(((each.ended_at ? ms(each.ended_at) : now()) - ms(each.started_at)) / 1000) : '');

/** @param {unknown} words */
const hush = words => html`<p class="pad hush">${words}</p>`;

/** @param {unknown} there @param {string} words where there is nothing */
const orElse = (there, words) => (there === nothing ? hush(words) : there);

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
  const tab = tabOf(shown, task);
  return html`<section class="panel pane" aria-label=${`Task ${shown.task}`}>
    <header>
      <h2>
        ${glyph(task.state, task.cause)} ${shown.task}${label(task)}
        <span class="hush">${[task.try_number ? W.task.tryOf(task.try_number) : '', spent(task)].filter(Boolean).join(' · ')}</span>
      </h2>
      <span class="btns">${actions(task.actions, shown.task, undefined, 2)}${closer(shown)}</span>
    </header>
    ${trouble(entry)}
    <div class="whybox">${sentence(task)}</div>
    ${facts(task)}
    <div class="tabs" role="navigation" aria-label="Of the task">
      ${Object.entries(W.task.tabs).map(([key, words]) => tabLink(shown, key, words, key === tab))}
    </div>
    <div class="body">${content(tab, shown, task, path)}</div>
  </section>`;
}

/** What an instance of an expanded task is called, if that is more than its number. @param {any} task */
const label = task =>
  task.map_label && task.map_label !== String(task.map_index) ? html` <span class="hush">${task.map_label}</span>` : nothing;

/** The tab that was asked for, or what is first wanted to know. @param {Shown} shown @param {any} task */
function tabOf(shown, task) {
  if (shown.tab && shown.tab in W.task.tabs) {
    return shown.tab;
  }
  return task.state === 'failed' || task.tries.length ? 'log' : 'why';
}

/** The task in the address: it is there already where it stands alone. @param {Shown} shown */
const named = shown => (shown.alone ? null : shown.task);

/** @param {Shown} shown @param {string} key @param {string} words @param {boolean} here */
const tabLink = (shown, key, words, here) =>
  html`<a data-instead href=${withQuery({ tab: key, task: named(shown) })} aria-current=${here ? 'true' : nothing}>${words}</a>`;

/** @param {string} tab @param {Shown} shown @param {any} task @param {string} path */
function content(tab, shown, task, path) {
  switch (tab) {
    case 'log':
      return log(shown, task);
    case 'why':
      return why(path);
    case 'tries':
      return triesTable(task.tries, shown);
    case 'job':
      return html`${orElse(pairs(task.rendered, W.task.rendered), W.task.noJob)}${pairs(task.params, W.task.params)}`;
    case 'outputs':
      return orElse(pairs(task.outputs, ''), W.task.noOutputs);
    case 'cpu':
      return cpus(shown, task);
    case 'around':
      return around(task, shown);
    default:
      return links(task.tries);
  }
}

/** @param {Shown} shown */
function closer(shown) {
  if (shown.alone) {
    const beside = at('dags', shown.dag, 'runs', shown.run) + '?task=' + encodeURIComponent(shown.task);
    return html`<a class="btn quiet" href=${beside}>${W.task.backToRun}</a>`;
  }
  const alone = taskPath(shown.dag, shown.run, shown.task);
  const away = withQuery({ task: null, tab: null, try: null, line: null });
  return html`<a class="btn quiet" href=${alone} aria-label=${W.task.alone} title=${W.task.alone}>⤢</a
    ><a class="btn quiet" data-instead href=${away} aria-label=${W.task.closePane} title=${W.task.closePane}>✕</a>`;
}

/** @param {any} task */
function sentence(task) {
  const last = task.tries.at(-1);
  const ended = task.ended_at ? ` at ${near(task.ended_at)}` : '';
  const why = task.reason ?? (last?.exit_code != null && task.state === 'failed' ? W.task.exit(last.exit_code) : '');
  return html`<p><b>${stateWord(task.state, task.cause)}</b>${ended}${why ? `: ${why}` : '.'}</p>
    ${task.ended_at ? nothing : outlook(task)}`;
}

/** What is to come of it. @param {any} task */
function outlook(task) {
  const worst = task.predicted_p90 ? W.forecast.nine(near(task.predicted_p90)) : '';
  const likely = task.predicted_end ? html`<p>${W.forecast.likely(near(task.predicted_end))}${worst}.</p>` : nothing;
  return html`${likely}${task.critical ? html`<p class="hush">${W.task.critical}</p>` : nothing}`;
}

/** Retries of one kind that were used, of those that there are. @param {{used: number, max: number|null}} retries @param {string} kind */
const retriesOf = ({ used, max }, kind) => `${used}${max == null ? '' : ' of ' + max} ${kind}`;

/** @param {any} task */
function facts(task) {
  const { progress, retries } = task;
  const job = task.tries.at(-1)?.job;
  const user = { ...retries.user, used: Math.min(retries.user.used, retries.user.max ?? Infinity) };
  /** @type {[string, unknown][]} */
  const all = [
    progress ? [progress.text || 'Progress', Math.round(progress.fraction * 100) + ' % done'] : ['', ''],
    ['Operator', task.operator],
    ['Slack', duration(task.slack_s)],
    [W.task.retries, `${retriesOf(user, 'user')}, ${retriesOf(retries.platform, 'platform')}`],
    ['Where', job ? [job.backend, job.host, job.cpus ? job.cpus + ' cpus' : '', job.mem].filter(Boolean).join(' · ') : ''],
    ['Node pool', task.node_pool],
    ['Cost so far', money(task.cost)]
  ];
  return html`<dl class="facts">${all.filter(each => each[0] && each[1]).map(fact)}</dl>`;
}

/** @param {[string, unknown]} fact */
const fact = ([name, words]) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${words}</dd>
  </div>`;

/** @param {Shown} shown @param {any} task */
function log(shown, task) {
  const tried = chosenTry(task, shown.tryNumber);
  if (!tried) {
    return hush(W.task.notTried);
  }
  const pills = task.tries.map((/** @type {any} */ each) => tryLink(each, each === tried));
  return html`${task.tries.length > 1 ? html`<div class="pills">${pills}</div>` : nothing}
    <co-log
      .source=${`${taskPath(shown.dag, shown.run, shown.task)}/tries/${tried.number}/log`}
      .line=${shown.line}
      .grown=${Math.max(shown.grown, tried.log.stdout + tried.log.stderr)}
      .live=${!tried.ended_at}
      .executors=${tried.log.executors}
    ></co-log>`;
}

/** @param {any} each try @param {boolean} here */
const tryLink = (each, here) =>
  html`<a data-instead href=${withQuery({ try: String(each.number), tab: 'log', line: null })} aria-current=${here ? 'true' : nothing}
    >${glyph(each.state, each.cause)} ${W.task.tryOf(each.number)}</a
  >`;

/** @param {string} path */
function why(path) {
  const entry = use(path + '/why');
  const told = entry.data;
  if (!told) {
    return awaited(entry, 3);
  }
  const ifs = html`<h2>${W.task.whatIf}</h2>
    ${told.what_if.map((/** @type {any} */ each) => whatIf(each, told.task_id))}`;
  const chain = html`<h2>${W.task.chain}</h2>
    <ol>
      ${told.chain.map(linkOfChain)}
    </ol>`;
  return html`<div class="pad">
      <p class="strong">${untimed(withoutName(told.summary.text, told.task_id, ': '))}</p>
      <ul class="dots">
        ${told.reasons.map((/** @type {any} */ each) => reason(each, told))}
      </ul>
    </div>
    ${told.what_if.length ? html`<div class="pad">${ifs}</div>` : nothing}
    ${told.chain.length ? html`<div class="pad">${chain}</div>` : nothing}`;
}

/** Where the name stands beside it already. @param {string} text @param {string} task @param {string} then what comes after the name */
const withoutName = (text, task, then) => (text.startsWith(task + then) ? text.slice(task.length + then.length) : text);

/** What would free it, and can be done at once. @param {any} action @param {string} task */
const freeing = (action, task) =>
  action ? html`<button class="btn" @click=${() => act(action, task)}>${action.label}…</button>` : nothing;

/** @param {any} each @param {any} told */
function reason(each, told) {
  const words = each.subject ? html`<a href=${pageOf(each.subject.href)}>${reasonLine(each)}</a>` : reasonLine(each);
  const deed = each.unblock && !told.what_if.length ? html` ${freeing(each.unblock.action, told.task_id)}` : nothing;
  return html`<li>${words}${deed}</li>`;
}

/** @param {any} each @param {string} task */
function whatIf(each, task) {
  const outcome = [
    each.starts_at ? W.task.wouldStart(near(each.starts_at)) : '',
    each.p_late != null ? chance(each.p_late) : '',
    each.cost_delta ? '+ ' + money(each.cost_delta) : ''
  ];
  const change = each.action ? freeing(each.action, task) : untimed(each.change.text);
  return html`<p class="ifs">${change}<span class="hush">${outcome.filter(Boolean).join(' · ')}</span></p>`;
}

/** @param {any} link */
function linkOfChain(link) {
  const words = untimed(withoutName(withoutName(link.reason.text, link.task_id, ': '), link.task_id, ' '));
  return html`<li>${glyph(link.state)} <b>${link.task_id}</b> ${words} ${link.p50 ? time(link.p50, true) : nothing}</li>`;
}

/** CPUs of its tries, and as they were changed while a try went on. @param {Shown} shown @param {any} task */
function cpus(shown, task) {
  const job = use('/elasticity').data?.items.find(
    (/** @type {any} */ each) => each.dag_id === shown.dag && each.run_id === shown.run && each.task_id === shown.task
  );
  const moved = job ? use(at('elasticity', job.job) + '/series?points=400').data : null;
  const points = moved?.rows.length
    ? pointsOfSeries(moved)
    : task.tries.filter((/** @type {any} */ each) => each.job?.cpus != null).flatMap(ends);
  if (!points.length) {
    return hush(W.task.noCpus);
  }
  const chart = series({
    title: W.task.cpus,
    from: points[0][0],
    to: task.ended_at ?? new Date(now()).toISOString(),
    floor: 0,
    say: n => W.task.cpu(Number(n.toFixed(1))),
    lines: [{ name: W.admin.elasticity.cpus, look: 'steps', points }],
    level: job ? { y: job.max_cpus, name: W.task.most } : undefined,
    marks: (moved?.moves ?? []).map((/** @type {any} */ move) => ({ at: move.at, y: move.to_cpus, words: move.why.text }))
  });
  const more = job ? html`<p class="pad"><a href=${at('elasticity', job.job)}>${W.admin.elasticity.title}: ${job.job}</a></p>` : nothing;
  return html`${chart}${more}`;
}

/** @param {any} moved @returns {[any, number|null][]} */
function pointsOfSeries(moved) {
  const [when, much] = ['at', 'cpus'].map(name => moved.columns.indexOf(name));
  return moved.rows.map((/** @type {any[]} */ row) => [row[when], row[much]]);
}

/** Where a try began to have CPUs, and where it ended. @param {any} each @returns {[any, number|null][]} */
const ends = each => [[each.started_at ?? each.queued_at, each.job.cpus], ...(each.ended_at ? [[each.ended_at, 0]] : [])];

/** @param {any[]} tries @param {Shown} shown */
const triesTable = (tries, shown) =>
  tries.length
    ? table(
        ['Try', 'State', 'Queued', 'Sent', 'Started', 'Ended', '#Took', 'Where', 'Log'],
        tries
          .toReversed()
          .map(each => [
            each.number,
            outcome(each),
            hms(each.queued_at),
            hms(each.launched_at),
            hms(each.started_at),
            hms(each.ended_at),
            spent(each),
            each.job ? [each.job.backend, each.job.host, each.job.external_id].filter(Boolean).join(' ') : '',
            logLink(each, shown)
          ])
      )
    : hush(W.task.notTried);

/** @param {any} each try */
function outcome(each) {
  const code = each.exit_code != null ? `, ${W.task.exit(each.exit_code)}` : '';
  return html`${stateWord(each.state, each.cause)}${code}${each.reason ? html`<br /><span class="hush">${each.reason}</span>` : nothing}`;
}

/** @param {any} each try @param {Shown} shown */
const logLink = (each, shown) =>
  html`<a data-instead href=${withQuery({ tab: 'log', try: String(each.number), task: named(shown) })}
    >${size(each.log.stdout + each.log.stderr)}</a
  >`;

/** Names with what they stand for; nothing where there are none. @param {Record<string, any>} all @param {string} title '': none */
export const pairs = (all, title) =>
  Object.keys(all).length
    ? html`${title ? html`<h2 class="pad">${title}</h2>` : nothing}
        <dl class="pairs">${Object.entries(all).map(([name, each]) => pair(name, each))}</dl>`
    : nothing;

/** @param {string} name @param {any} each */
const pair = (name, each) =>
  html`<dt>${name}</dt>
    <dd><pre>${value(each)}</pre></dd>`;

/** @param {any} task @param {Shown} shown */
const around = (task, shown) =>
  html`${neighbours(W.task.upstream, task.upstream, shown)}${neighbours(W.task.downstream, task.downstream, shown)}`;

/** @param {string} title @param {any[]} all @param {Shown} shown */
function neighbours(title, all, shown) {
  const list = html`<ul>
    ${all.map(each => neighbour(each, shown))}
  </ul>`;
  return html`<div class="pad">
    <h2>${title}</h2>
    ${all.length ? list : html`<p class="hush">${W.task.nothing}</p>`}
  </div>`;
}

/** @param {any} each @param {Shown} shown */
function neighbour(each, shown) {
  const there = shown.alone ? taskPath(shown.dag, shown.run, each.task_id) : withQuery({ task: each.task_id });
  return html`<li>
    ${glyph(each.state)} <a href=${there}>${each.task_id}</a> <span class="hush">${STATES[each.state] ?? each.state}</span>
  </li>`;
}

/** @param {any[]} tries */
function links(tries) {
  const all = tries.flatMap(each => each.links.map((/** @type {any} */ link) => ({ ...link, n: each.number })));
  return all.length
    ? html`<ul class="pad">
        ${all.map(linked)}
      </ul>`
    : hush(W.task.noLinks);
}

/** Leads only to where one can go; what else stands there is text. @param {any} link */
function linked(link) {
  const leads = /^https?:\/\//i.test(link.url);
  const label = leads ? html`<a href=${link.url} target="_blank" rel="noopener noreferrer">${link.label}</a>` : link.label;
  return html`<li>${W.task.tryOf(link.n)} · ${label} <span class="low">${link.url}</span></li>`;
}
