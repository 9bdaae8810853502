// Operations and administration: tables and forms of the same parts, each with words for when there is nothing.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { may, Problem, send } from '../api.js';
import { at, go, withQuery } from '../router.js';
import { refreshShown, use } from '../store.js';
import { W } from '../look/words.en.js';
import { chance, dateAfter, dayTime, duration, evening, hm, money, ms, near, percent, value, whole } from '../look/format.js';
import { awaited, empty, sign, standing, table, time, trouble } from '../parts/bits.js';
import { act, actions, closeDialog, openDialog, tell } from '../parts/dialog.js';
import { series } from '../parts/series.js';

/** @typedef {{name: string, label: string, kind?: 'text'|'number'|'truth'|'long'|'password'|'words', among?: string[], hint?: string}} Field */

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  /** @type {string[]} */
  let cursors = [''];
  const what = () => route.args.what;
  const A = W.admin;

  function view() {
    const words = A[what()];
    const content = {
      deadlines,
      machines,
      elasticity,
      problems,
      audit,
      pools,
      variables,
      connections,
      calendars,
      users,
      tokens,
      backfills: () => empty(A.backfills.empty, A.backfills.text)
    }[what()];
    return html`<div class="head">
        <h1 tabindex="-1">${words.title}</h1>
        ${head()}
      </div>
      ${content?.() ?? nothing}`;
  }

  function head() {
    const adds = {
      pools: ['operator', poolForm],
      variables: ['author', variableForm],
      connections: ['admin', connectionForm],
      calendars: ['author', calendarForm],
      users: ['admin', userForm],
      tokens: ['viewer', tokenForm]
    }[what()];
    if (!adds) {
      return nothing;
    }
    const [role, form] = /** @type {[any, (old?: any) => void]} */ (adds);
    return html`<span class="btns"
      >${may(role) ? html`<button class="btn primary" @click=${() => form()}>${A.add}…</button>` : html`<span class="low">${A.needs(role)}</span>`}</span
    >`;
  }

  /** @param {string} path @param {(data: any) => unknown} show @param {(data: any) => boolean} [isEmpty] */
  function one(path, show, isEmpty = data => data.items.length === 0) {
    const entry = use(path);
    const words = A[what()];
    return html`${entry.data === undefined ? nothing : trouble(entry)}
      <section class="panel">
        ${entry.data === undefined ? awaited(entry) : isEmpty(entry.data) ? empty(words.empty, words.text) : show(entry.data)}
      </section>`;
  }

  function nights(/** @type {string} */ date) {
    return html`<div class="pills">
      <a data-instead href=${withQuery({ night: dateAfter(date, -1) })} aria-label=${A.prev}>‹</a><b>${W.night.of(evening(date))}</b
      ><a data-instead href=${withQuery({ night: dateAfter(date, 1) })} aria-label=${A.next}>›</a>
    </div>`;
  }

  /** What is due: a run, a task of one, or a run that has not begun. @param {any} each */
  function dueOf(each) {
    if (!each.run_id) {
      const begins = html`<small class="low">${W.night.line.begins(near(each.begins_at))}</small>`;
      return html`<a class="name" href=${at('dags', each.dag_id)}>${each.dag_id}</a> ${begins}`;
    }
    const run = at('dags', each.dag_id, 'runs', each.run_id);
    return each.task_id
      ? html`<a class="name" href=${run + '?task=' + encodeURIComponent(each.task_id)}>${each.dag_id} / ${each.task_id}</a>`
      : html`<a class="name" href=${run + '/deadlines'}>${each.dag_id}</a>`;
  }

  function deadlines() {
    const night = route.query.get('night');
    return one(
      '/deadlines' + (night ? '?night=' + encodeURIComponent(night) : ''),
      data =>
        html`${nights(data.date)}${
          data.items.length
            ? table(
                ['Due', 'Run', 'State', '#Chance of being late', '#Likely', '#To spare', 'Start at the latest', 'Earlier nights', 'Owner'],
                data.items.map((/** @type {any} */ each) => [
                  time(each.due_at),
                  dueOf(each),
                  standing(each.run_id || each.status !== 'on_time' ? each.status : 'to_come'),
                  chance(each.p_late),
                  each.slack_s == null ? '' : time(ms(each.due_at) - each.slack_s * 1000, true),
                  duration(each.slack_s),
                  each.latest_starts.slice(0, 3).map((/** @type {any} */ start) => html`${start.task_id} ${time(start.at)}<br />`),
                  each.history.length
                    ? html`<span class="strip"
                          >${each.history
                            .slice(0, 60)
                            .toReversed()
                            .map(
                              (/** @type {any} */ kept) =>
                                html`<span
                                  class="kept st-${kept.met ? 'success' : 'failed'} fill-${kept.met ? 'solid' : 'stripes'}"
                                  title=${`${dayTime(kept.date)}: ${kept.met ? 'met' : 'missed'}${kept.margin_s == null ? '' : ', ' + duration(kept.margin_s)}`}
                                ></span>`
                            )}</span
                        >
                        ${percent(each.history.filter((/** @type {any} */ kept) => kept.met).length / each.history.length)}`
                    : '',
                  each.owner
                ])
              )
            : empty(A.deadlines.empty, A.deadlines.text)
        }`,
      () => false
    );
  }

  function machines() {
    const agents = use('/agents');
    const cost = use('/cost?by=node_pool');
    return html`<section class="panel">
        <header><h2>${A.machines.leases}</h2></header>
        ${leases()}
      </section>
      <section class="panel">
        <header><h2>${A.machines.agents}</h2></header>
        ${
          agents.data?.items.length
            ? table(
                ['Slave type', '#Agents', '#CPUs used', '#Memory used', '#Draining', '#Tasks'],
                agents.data.items.map((/** @type {any} */ each) => [
                  each.slave_type,
                  each.agents,
                  `${each.cpus_used} of ${each.cpus_total}`,
                  `${Math.round(each.mem_used_mb)} of ${Math.round(each.mem_total_mb)} MB`,
                  each.draining,
                  each.tasks
                ])
              )
            : agents.data
              ? html`<p class="pad hush">${A.machines.noAgents}</p>`
              : awaited(agents, 2)
        }
      </section>
      <section class="panel">
        <header><h2>${A.machines.cost}</h2></header>
        ${cost.data?.rows.length ? costTable(cost.data) : cost.data ? html`<p class="pad hush">${A.machines.empty}</p>` : awaited(cost, 2)}
      </section>`;
  }

  /** @param {any} cost */
  function costTable(cost) {
    const amount = (/** @type {any} */ sum) => (sum ? money(sum) : A.machines.unknown);
    return html`${table(['Node pool', '#Machine time', '#Idle', '#Cost'], [...cost.rows.map((/** @type {any} */ each) => [each.key, duration(each.machine_s), duration(each.idle_s), amount(each.amount)]), [html`<b>${A.machines.total}</b>`, duration(cost.machine_s), duration(cost.idle_s), html`<b>${amount(cost.total)}</b>`]])}
    ${cost.missing.length ? html`<p class="pad hush">${A.machines.missing(cost.missing.join(', '))}</p>` : nothing}${cost.prices?.example ? html`<p class="pad low">${A.machines.example}</p>` : nothing}`;
  }

  function leases() {
    const entry = use('/leases');
    return entry.data
      ? entry.data.items.length
        ? table(
            ['Node pool', 'State', '#Machines', 'Of', 'Open since', 'Given back by', '#' + A.machines.soFar, '#' + A.machines.perHour, ''],
            entry.data.items.map((/** @type {any} */ each) => [
              html`${sign('pool')} <b>${each.node_pool}</b> <span class="hush">${each.slave_type} ${each.market ?? ''}</span>`,
              each.state,
              `${each.registered} of ${each.wanted}`,
              html`<a href=${at('dags', each.owner.dag_id, 'runs', each.owner.run_id)}>${each.owner.dag_id}</a> /
                ${each.owner.task_id}${each.orphaned ? html`<br /><span class="bad">${A.machines.orphan}</span>` : nothing}`,
              time(each.opened_at),
              html`${time(each.ttl_at)}${each.kept ? html`<br /><span class="hush">kept until ${time(each.kept.until)} ${each.kept.by ?? ''}</span>` : nothing}`,
              each.cost ? money(each.cost.so_far) : A.machines.unknown,
              each.cost ? money(each.cost.per_hour) : A.machines.unknown,
              html`<span class="btns">${actions(each.actions, each.node_pool)}</span>`
            ])
          )
        : empty(A.machines.empty, A.machines.text)
      : awaited(entry);
  }

  const elasticity = () =>
    route.args.id
      ? elastic(route.args.id)
      : one('/elasticity', data =>
          table(
            ['Job', 'Run', '#CPUs', '#Least', '#Most'],
            data.items.map((/** @type {any} */ each) => [
              html`<a class="name" href=${at('elasticity', each.job)}>${each.job}</a>`,
              html`<a href=${at('dags', each.dag_id, 'runs', each.run_id) + '?task=' + encodeURIComponent(each.task_id)}
                >${each.dag_id} / ${each.task_id}</a
              >`,
              each.cpus ?? '',
              each.min_cpus,
              each.max_cpus
            ])
          )
        );

  /** A job: its likely end against the deadline, its CPUs, and why they were changed. @param {string} job */
  function elastic(job) {
    const E = A.elasticity;
    const entry = use(at('elasticity', job) + '/series?points=400');
    const told = entry.data;
    if (!told) {
      return html`<section class="panel">${awaited(entry)}</section>`;
    }
    const [at_, cpus, p50, p90] = ['at', 'cpus', 'p50', 'p90'].map(name => told.columns.indexOf(name));
    const ends = told.rows.filter((/** @type {any[]} */ row) => row[p50] && row[p90]);
    const [from, to] = [told.rows[0]?.[at_], told.rows.at(-1)?.[at_]];
    return html`<section class="panel">
      <header><h2>${job}</h2></header>
      ${
        told.rows.length
          ? html` ${series({
              title: E.ends,
              from,
              to,
              say: hm,
              lines: [
                { name: W.dag.p50, look: 'likely', points: ends.map((/** @type {any[]} */ row) => [row[at_], ms(row[p50])]) },
                { name: W.dag.p90, look: 'edge', points: ends.map((/** @type {any[]} */ row) => [row[at_], ms(row[p90])]) }
              ],
              band: ends.map((/** @type {any[]} */ row) => [row[at_], ms(row[p50]), ms(row[p90])]),
              level: told.deadline ? { y: ms(told.deadline), name: E.due } : undefined
            })}
            ${series({ title: E.cpus, from, to, floor: 0, say: n => W.task.cpu(Number(n.toFixed(1))), lines: [{ name: E.cpus, look: 'steps', points: told.rows.map((/** @type {any[]} */ row) => [row[at_], row[cpus]]) }], level: { y: told.max_cpus, name: W.task.most }, marks: told.moves.map((/** @type {any} */ move) => ({ at: move.at, y: move.to_cpus, words: move.why.text })) })}`
          : html`<p class="pad hush">${E.noSeries}</p>`
      }
      <h2 class="pad">${E.moves}</h2>
      ${
        told.moves.length
          ? table(
              [A.when, '#CPUs', '#Late before', '#Late after', A.why, 'Became'],
              told.moves.map((/** @type {any} */ move) => [
                time(move.at),
                `${move.from_cpus} → ${move.to_cpus}`,
                chance(move.p_late_before),
                chance(move.p_late_after),
                move.why.text,
                move.outcome
              ])
            )
          : html`<p class="pad hush">${E.noMoves}</p>`
      }
    </section>`;
  }

  function problems() {
    const all = route.query.get('all') === 'yes';
    return html`<div class="pills">
        <a data-instead href=${withQuery({ all: null })} aria-current=${all ? nothing : 'true'}>Open</a
        ><a data-instead href=${withQuery({ all: 'yes' })} aria-current=${all ? 'true' : nothing}>All</a>
      </div>
      ${one(all ? '/problems?open=false' : '/problems', data =>
        table(
          ['What', 'Where', 'How to fix it', 'Since', 'Last', '#Times', ''],
          data.items.map((/** @type {any} */ each) => [
            html`${sign('warning')} ${each.text}`,
            each.where
              ? html`<span class="mono">${each.where.file}:${each.where.line}:${each.where.column}</span>`
              : each.subject
                ? `${each.subject.kind} ${each.subject.id}`
                : '',
            each.fix ?? '',
            time(each.first_at),
            each.over_at ? html`over ${time(each.over_at)}` : time(each.last_at),
            each.count,
            each.acknowledged
              ? html`<span class="hush">${each.acknowledged.by} knows${each.acknowledged.note ? `: ${each.acknowledged.note}` : ''}</span>`
              : html`<span class="btns">${actions(each.actions, '')}</span>`
          ])
        )
      )}`;
  }

  function audit() {
    const subject = route.query.get('subject') ?? '';
    const who = route.query.get('who') ?? '';
    const entry = route.query.get('entry') ?? '';
    const pages = cursors.map(cursor =>
      use(
        '/audit?' +
          new URLSearchParams([
            ['limit', '100'],
            ...(entry ? [['upto', entry]] : []),
            ...(subject ? [['subject', subject]] : []),
            ...(who ? [['who', who]] : []),
            ...(cursor ? [['cursor', cursor]] : [])
          ])
      )
    );
    const items = pages.flatMap(page => page.data?.items ?? []);
    const next = pages.at(-1)?.data?.next;
    return html`<div class="pills">
        <input
          type="search"
          aria-label=${A.subject}
          placeholder="dags/nightly"
          .value=${subject}
          @change=${(/** @type {any} */ e) => go(withQuery({ subject: e.target.value }), true)}
        /><input
          type="search"
          aria-label=${A.who}
          placeholder=${A.who}
          .value=${who}
          @change=${(/** @type {any} */ e) => go(withQuery({ who: e.target.value }), true)}
        />${entry ? html`<span class="low">${A.audit.from(entry)}</span><a href=${withQuery({ entry: null })}>${A.audit.latest}</a>` : nothing}
      </div>
      <section class="panel">
        ${
          pages[0].data
            ? items.length
              ? html`${table(
                  ['#No.', A.when, A.who, A.via, A.did, A.subject, 'Before', 'After', A.why],
                  items.map(each => [
                    html`<a href=${withQuery({ entry: String(each.seq) })} aria-current=${String(each.seq) === entry ? 'true' : nothing}
                      >${each.seq}</a
                    >`,
                    html`<time datetime=${each.at}>${whole(each.at)}</time>`,
                    html`${each.who} <span class="low">${each.role ?? ''}</span>`,
                    each.via,
                    each.verb,
                    html`<a data-instead href=${withQuery({ subject: each.subject })}>${each.subject}</a>`,
                    each.before ?? '',
                    each.after ?? '',
                    each.why ?? ''
                  ])
                )}${
                  next
                    ? html`<div class="pad">
                        <button
                          class="btn"
                          @click=${() => {
                            cursors = [...cursors, next];
                            draw();
                          }}
                        >
                          ${A.more}
                        </button>
                      </div>`
                    : nothing
                }`
              : empty(A.audit.empty, A.audit.text)
            : awaited(pages[0])
        }
      </section>`;
  }

  /** @param {string} path @param {string} name @param {string} role @param {() => void} change */
  const deeds = (path, name, role, change) =>
    may(/** @type {any} */ (role))
      ? html`<span class="btns"
          ><button class="btn" @click=${change}>${A.change}…</button
          ><button
            class="btn danger"
            @click=${() => act({ verb: 'remove', label: A.remove, method: 'DELETE', href: path, dry_run: true, danger: true, primary: false }, name)}
          >
            ${A.remove}…
          </button></span
        >`
      : nothing;

  const pools = () =>
    one('/pools', data =>
      table(
        ['Pool', '#Slots', 'Paused', 'Description', 'Changed', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b>${each.name}</b>`,
          each.slots,
          each.paused ? 'paused' : '',
          each.description,
          html`${time(each.changed_at)} <span class="low">${each.changed_by}</span>`,
          deeds(at('pools', each.name), each.name, 'operator', () => poolForm(each))
        ])
      )
    );
  const variables = () =>
    one('/variables', data =>
      table(
        ['Variable', 'Value', 'Description', 'Changed', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b class="mono">${each.name}</b>`,
          each.secret ? html`<span class="low">${A.secret.toLowerCase()}</span>` : html`<pre>${value(each.value)}</pre>`,
          each.description,
          html`${time(each.changed_at)} <span class="low">${each.changed_by}</span>`,
          deeds(at('variables', each.name), each.name, 'author', () => variableForm(each))
        ])
      )
    );
  const connections = () =>
    one('/connections', data =>
      table(
        ['Connection', 'Fields', 'Changed', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b class="mono">${each.name}</b>`,
          Object.entries(each.fields).map(([name, field]) => html`<span class="low">${name}</span> ${value(field)}<br />`),
          html`${time(each.changed_at)} <span class="low">${each.changed_by}</span>`,
          deeds(at('connections', each.name), each.name, 'admin', () => connectionForm(each))
        ])
      )
    );
  const calendars = () =>
    one('/calendars', data =>
      table(
        ['Calendar', 'Text', 'Changed', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b>${each.name}</b>`,
          html`<pre>${each.text}</pre>`,
          html`${time(each.changed_at)} <span class="low">${each.changed_by}</span>`,
          deeds(at('calendars', each.name), each.name, 'author', () => calendarForm(each))
        ])
      )
    );
  const users = () =>
    one('/users', data =>
      table(
        ['User', 'Role', 'On DAGs', '', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b>${each.name}</b>`,
          each.role ?? '',
          Object.entries(each.dags ?? {})
            .map(([dag, role]) => `${dag}: ${role}`)
            .join(', '),
          each.disabled ? html`<span class="warn">disabled</span>` : '',
          deeds(at('users', each.name), each.name, 'admin', () => userForm(each))
        ])
      )
    );
  const tokens = () =>
    one('/tokens', data =>
      table(
        ['Token', 'Of', 'Made', 'Expires', 'Last used', ''],
        data.items.map((/** @type {any} */ each) => [
          html`<b>${each.name}</b>`,
          each.user,
          time(each.made_at),
          each.expires_at ? time(each.expires_at) : 'never',
          each.used_at ? time(each.used_at) : 'never',
          each.revoked_at
            ? html`<span class="hush">revoked ${time(each.revoked_at)}</span>`
            : html`<button
                class="btn danger"
                @click=${() => act({ verb: 'remove', label: A.remove, method: 'DELETE', href: at('tokens', String(each.id)), dry_run: true, danger: true, primary: false }, each.name)}
              >
                ${A.remove}…
              </button>`
        ])
      )
    );

  /**
   * @param {string} title @param {Field[]} fields @param {Record<string, any>} old
   * @param {(given: Record<string, any>) => Promise<any>} save gives what is shown once it is saved, or nothing
   */
  function form(title, fields, old, save) {
    /** @type {Record<string, any>} */
    const given = { ...old };
    /** @type {Problem|null} */
    let refused = null;
    let busy = false;
    /** @type {string} */
    let once = '';
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      busy = true;
      draw();
      try {
        once = (await save(given)) ?? '';
        refreshShown(undefined, 30);
        if (!once) {
          closeDialog();
          tell(A.saved);
        }
      } catch (e) {
        refused = e instanceof Problem ? e : new Problem(0, W.notDone, String(e));
      }
      busy = false;
      draw();
    };
    const set = (/** @type {Field} */ f) => (/** @type {any} */ e) => {
      given[f.name] = f.kind === 'truth' ? e.target.checked : e.target.value;
    };
    openDialog({
      title,
      body: () =>
        once
          ? html`<p>${A.newToken}</p>
              <pre class="code">${once}</pre>
              <div class="btns"><button class="btn" @click=${closeDialog}>${W.close}</button></div>`
          : html`<form @submit=${submit}>
              ${fields.map(
                f =>
                  html`<div class="field">
                    ${
                      f.kind === 'truth'
                        ? html`<label><input type="checkbox" .checked=${!!given[f.name]} @change=${set(f)} /> ${f.label}</label>`
                        : html`<label for=${'f-' + f.name}>${f.label}</label>${
                              f.kind === 'long'
                                ? html`<textarea id=${'f-' + f.name} rows="5" .value=${given[f.name] ?? ''} @input=${set(f)}></textarea>`
                                : f.kind === 'words'
                                  ? html`<select id=${'f-' + f.name} @change=${set(f)}>
                                      ${f.among?.map(each => html`<option value=${each} ?selected=${each === (given[f.name] ?? '')}>${each || '–'}</option>`)}
                                    </select>`
                                  : html`<input
                                      id=${'f-' + f.name}
                                      type=${f.kind ?? 'text'}
                                      autocomplete="off"
                                      ?readonly=${f.name === 'name' && !!old.name}
                                      .value=${given[f.name] ?? ''}
                                      @input=${set(f)}
                                    />`
                            }`
                    }${f.hint ? html`<small>${f.hint}</small>` : nothing}
                  </div>`
              )}
              ${refused ? html`<div class="bad" role="alert">${refused.detail || refused.title}${refused.errors.map(each => html`<br />${each.pointer} ${each.detail}`)}</div>` : nothing}
              <div class="btns">
                <button type="button" class="btn" @click=${closeDialog}>${W.cancelKeep}</button
                ><button class="btn go" ?disabled=${busy}>${A.save}</button>
              </div>
            </form>`
    });
  }

  /** @param {any} text */
  const given = text => (text === undefined || text === '' ? undefined : text);
  const nameField = { name: 'name', label: A.name };

  function poolForm(/** @type {any} */ old = {}) {
    form(
      A.pools.title,
      [
        nameField,
        { name: 'slots', label: A.slots, kind: 'number' },
        { name: 'paused', label: A.pausedPool, kind: 'truth' },
        { name: 'description', label: A.description },
        { name: 'reason', label: W.reason }
      ],
      { ...old },
      async g => {
        await send('PUT', at('pools', g.name ?? ''), {
          slots: given(g.slots) === undefined ? undefined : Number(g.slots),
          paused: !!g.paused,
          description: given(g.description),
          reason: given(g.reason)
        });
      }
    );
  }

  function variableForm(/** @type {any} */ old = {}) {
    form(
      A.variables.title,
      [
        nameField,
        { name: 'value', label: A.value, kind: 'long', hint: 'text, or JSON' },
        { name: 'secret', label: A.secret, kind: 'truth' },
        { name: 'description', label: A.description }
      ],
      { ...old, value: old.secret ? '' : value(old.value ?? '') },
      async g => {
        await send('PUT', at('variables', g.name ?? ''), {
          value: plain(g.value ?? ''),
          secret: !!g.secret,
          description: given(g.description)
        });
      }
    );
  }

  /** What looks like JSON other than text is that. @param {string} text */
  function plain(text) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  /** @param {string} text */
  const assigned = text =>
    Object.fromEntries(
      text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean)
        .map(line => {
          const cut = line.indexOf('=');
          return cut < 0 ? [line, ''] : [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
        })
    );

  function connectionForm(/** @type {any} */ old = {}) {
    form(
      A.connections.title,
      [nameField, { name: 'lines', label: A.fields, kind: 'long', hint: 'Secret fields are never shown again: write them anew.' }],
      {
        name: old.name,
        lines: Object.entries(old.fields ?? {})
          .map(([name, each]) => `${name}=${value(each)}`)
          .join('\n')
      },
      async g => {
        await send('PUT', at('connections', g.name ?? ''), { fields: assigned(g.lines ?? '') });
      }
    );
  }

  function calendarForm(/** @type {any} */ old = {}) {
    form(A.calendars.title, [nameField, { name: 'text', label: A.text, kind: 'long' }], { ...old }, async g => {
      await send('PUT', at('calendars', g.name ?? ''), { text: g.text ?? '' });
    });
  }

  function userForm(/** @type {any} */ old = {}) {
    form(
      A.users.title,
      [
        nameField,
        { name: 'role', label: A.roleWord, kind: 'words', among: ['', 'viewer', 'operator', 'author', 'admin'] },
        { name: 'lines', label: A.dagRoles, kind: 'long' },
        { name: 'password', label: W.password, kind: 'password', hint: old.name ? 'empty: as it is' : '' },
        { name: 'disabled', label: A.disabled, kind: 'truth' }
      ],
      {
        name: old.name,
        role: old.role ?? '',
        disabled: old.disabled,
        lines: Object.entries(old.dags ?? {})
          .map(([dag, role]) => `${dag}=${role}`)
          .join('\n')
      },
      async g => {
        await send('PUT', at('users', g.name ?? ''), {
          role: given(g.role),
          dags: assigned(g.lines ?? ''),
          password: given(g.password),
          disabled: !!g.disabled
        });
      }
    );
  }

  function tokenForm() {
    form(A.tokens.title, [nameField, { name: 'days', label: A.days, kind: 'number', hint: 'empty: never' }], {}, async g => {
      const made = await send('POST', '/tokens', { name: g.name ?? '', days: given(g.days) === undefined ? undefined : Number(g.days) });
      return made.secret;
    });
  }

  return {
    title: () => A[what()].title,
    view,
    topics: () => ['night'],
    moved: next => {
      route = next;
      cursors = [''];
      return true;
    },
    heard: ({ name }) => {
      if (
        ['run.changed', 'lease.changed', 'forecast.changed', 'move.made'].includes(name) &&
        ['deadlines', 'machines', 'elasticity'].includes(what())
      ) {
        refreshShown(undefined, 1500);
      }
    }
  };
}
