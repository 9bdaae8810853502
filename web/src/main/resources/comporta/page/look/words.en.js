// Every text of the pages that is not the server's.

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** @param {number} n @param {string} one @param {string} many */
export const count = (n, one, many = one + 's') => `${n} ${n === 1 ? one : many}`;
/** @param {number} n */
export const number = n => NUMBERS[n] ?? String(n);

/** States of tasks and runs, as people call them. */
export const STATES = {
  waiting: 'waiting', queued: 'queued', launching: 'launching', running: 'running', success: 'success', failed: 'failed', skipped: 'skipped',
  upstream_failed: 'upstream failed', cancelled: 'cancelled', removed: 'removed', deferred: 'deferred', up_for_retry: 'up for retry',
  stopping: 'stopping', unreachable: 'unreachable', paused: 'paused', to_come: 'to come', missed: 'missed', on_time: 'on time', at_risk: 'at risk', late: 'late',
  met: 'met', off: 'off',
};

/** What a state says beyond its name. */
export const SAYS = {
  waiting: 'upstream not at rest', queued: 'waits for a slot', launching: 'sent, not yet confirmed', stopping: 'asked to end, not yet confirmed',
  unreachable: 'lost sight of; never launched again before it is known what became of it', deferred: 'waits for an outside condition, holds no slot',
  up_for_retry: 'next try at a known time', upstream_failed: 'never ran: an upstream failed', removed: 'no longer in the version',
};

export const W = {
  app: 'Comporta',
  skip: 'To the content',
  nav: { night: 'Night', dags: 'DAGs', deadlines: 'Deadlines', machines: 'Machines', problems: 'Problems', more: 'More', find: 'Find' },
  more: { elasticity: 'Elasticity', pools: 'Pools', variables: 'Variables', connections: 'Connections', calendars: 'Calendars', users: 'Users', tokens: 'Tokens', audit: 'Audit', author: 'Author' },
  findHint: 'Find or do anything',
  live: 'Live', lastHeard: at => `Last heard ${at}`,
  liveTitle: 'Changes are shown as they happen', notLiveTitle: 'The server is not heard; what is shown may be old',
  zoneTitle: 'Times are shown in this zone', scheme: 'Colours', schemes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  keys: 'Letter keys', keysOn: 'on', keysOff: 'off',
  signIn: 'Sign in', signOut: 'Sign out', user: 'Name', password: 'Password', everybody: 'everybody',
  signInWhy: 'This server knows its users.',
  loading: 'Loading', retry: 'Retry',
  stale: (words, at) => `${words} What is shown is of ${at}.`,
  missing: { title: 'There is no such page', text: 'The address leads nowhere.', link: 'To the night' },
  cancelKeep: 'Keep as it is', andMore: n => `and ${n} more`, moreDeeds: 'More deeds', reason: 'Reason', reasonHint: 'kept in the audit', close: 'Close', undo: 'Undo', auditEntry: 'Audit entry', all: 'all',
  unsure: 'Not sure it arrived. Asking …', notDone: 'Not done', asking: 'Asking what it will do …',
  reuses: 'Reused', stops: 'Is asked to end', whole: 'the whole run', refused: 'Not possible',
  night: {
    of: day => `Night of ${day}`, before: 'The night before', after: 'The night after', tonight: 'Tonight',
    rest: (holding, others, tightest) => holding ? `${others ? (holding === 1 ? 'The other deadline holds' : `The other ${number(holding)} deadlines hold`) : holding === 1 ? 'One deadline holds' : `${capital(number(holding))} deadlines hold`}${tightest ? `; tightest is ${tightest}` : ''}.` : '',
    toSpare: s => `${s} to spare`, every: s => s === '60 m' ? 'hourly' : `every ${s}`, several: 'several', since: at => `It ended at ${at}.`, clearBefore: (at, due) => `Clear before ${at}${due ? ` to still make ${due}` : ''}.`, why: 'Why', look: 'Look',
    peak: (n, at) => `peak ${n} at ${at}`, cost: (soFar, likely, nine) => `${soFar} so far${likely ? `, likely ${likely}` : ''}${nine ? `, nine in ten below ${nine}` : ''}`, begins: at => `begins ${at}.`, foretold: (made, p50, p90) => `At ${made} it was expected by ${p50}, nine in ten by ${p90}.`, pools: n => count(n, 'node pool'), poolsOpen: n => count(n, 'node pool') + ' open', givenBack: 'given back', doneRuns: n => `${n} done`, chips: { waits: 'Waiting', leases: 'Pools', moves: 'CPU moves', problems: 'Problems' }, machinesAre: all => `Machines over the night: ${all}`, allOf: n => `all ${n}`, fewer: 'Fewer',
    all: 'All', needs: 'Needs you', running: 'Running', toCome: 'To come', done: 'Done',
    columns: { run: 'Run', done: 'Done', late: 'Late?', likely: 'Likely', nine: '9 in 10', due: 'Due', ended: 'Ended', margin: 'Margin' }, early: by => `${by} early`, lateBy: by => `${by} late`,
    sort: 'Order changed: sort', fresh: n => count(n, 'new run'), earlier: (n, at) => `${n} more ended before ${at}`, moreRuns: n => count(n, 'more run'), later: n => `${n} more to come begin later than those that are listed.`,
    empty: 'No run is due in this night.', emptyNext: 'Nothing ran, and nothing is to come.', next: 'Next:',
    first: { title: 'No DAG yet', text: 'Put a file into the dags folder, or try the example:', command: './comporta start --dags dags' },
    waits: 'Waiting, and why', noWaits: 'Nothing waits.', leases: 'Node pools', noLeases: 'No machines are held.', moves: 'CPU moves', noMoves: 'No CPUs were moved.',
    problems: 'Problems', noProblems: 'No problems are open.', machines: 'Machines', machinesNow: n => `${n} now`, noCost: 'cost unknown: no price is known of them',
    readLog: 'Read log', open: 'Open the run', filter: 'Filter runs', noneSuch: 'No run of this night is so.',
    from: 'From', to: 'To', key: 'Key', fit: 'Fit',
  },
  legend: { work: 'work', wait: 'wait', transition: 'not yet confirmed', guess: 'predicted: likely … nine in ten', due: 'deadline', critical: 'critical path', soon: 'predicted', ghost: 'latest time for its deadline, or what was expected' },
  series: { below: 'the numbers are in the table below', numbers: 'As a table', when: 'When' },
  forecast: {
    likely: at => `Likely done ${at}`, nine: at => `, nine in ten by ${at}`, due: at => `; deadline ${at}`,
    chance: p => `: ${p} chance of being late`, slack: s => `: ${s} to spare`, lateBy: s => `: likely late by ${s}`,
    passed: at => `The deadline ${at} has passed`, declared: 'from declared durations', history: 'from the mean of earlier runs', mixed: 'from earlier runs and declared durations',
    none: 'No history yet: no end is predicted.', asOf: at => `as of ${at}`, met: (at, by) => `Met the deadline ${at}, ${by} early.`, missed: at => `Missed the deadline ${at}.`,
    over: (state, at, took) => `${capital(state)} at ${at}, after ${took}.`, queued: 'Has not begun.',
  },
  run: {
    of: day => `run of ${day}`, tasks: (done, total) => `${done} of ${total} tasks`, version: v => `version ${v}`, decides: name => `${name} decides tonight.`, decided: names => `Decided by ${names}.`,
    tabs: { '': 'Timeline', graph: 'Graph', tasks: 'Tasks', deadlines: 'Deadlines', machines: 'Machines and cost', events: 'Events', source: 'Source' },
    columns: { task: 'Task', took: 'Took', slack: 'Slack' }, criticalOnly: 'Critical path only', filter: 'Filter tasks', noTasks: 'This run has no tasks.', folded: n => `${n} left out`,
    unfold: 'Show all rows', critically: p => `The end of the run hangs on it in ${p} of outcomes.`, slack: s => `${s} of slack.`, latest: at => `It must start by ${at}.`, how: 'How the forecast moved', due: 'Deadline', noneSuch: 'No task is so.', moveTo: version => `Go on by version ${version}`, newer: version => `Runs that begin now use version ${version}.`, differs: 'In what it differs from this one', then: { upstream: 'then', pool_slots: 'then, when a slot is free', machines: 'then, when machines are there' }, compare: 'Compare', chosen: n => `${count(n, 'task')} chosen`, those: n => count(n, 'task'), bulk: { clear: 'Clear', mark: 'Mark', rerun: 'Rerun' }, by: who => `by ${who}`, kinds: { run: 'Run', task: 'Tasks', launch: 'Launches', lease: 'Machines', deed: 'Deeds' }, noEvents: 'Nothing of that kind.', rerun: { title: what => `Run ${what} again with other params?`, from: 'From', fromHint: 'it, and all that comes after it', chosen: n => `the ${count(n, 'chosen task')}`, begin: 'Run again' }, params: 'Params', note: 'Note', dueHead: 'due',
  },
  task: {
    tabs: { why: 'Why', log: 'Log', tries: 'Tries', job: 'Job', cpu: 'CPU', outputs: 'Outputs', around: 'Around', links: 'Links' }, cpus: 'CPUs over time', noCpus: 'No try of it has said how many CPUs it has.', cpu: n => `${n} CPU`, most: 'most CPUs',
    critical: 'On the critical path: what is lost here is lost by the run.', tryOf: n => `try ${n}`, notTried: 'Not tried yet: there is no log.', noOutputs: 'It has handed on nothing.', noLinks: 'It has no links elsewhere.', noJob: 'Nothing was rendered yet.',
    upstream: 'Waits for', downstream: 'Waited for by', nothing: 'nothing', mark: 'Mark as', wait: 'Waits', whatIf: 'What would free it', wouldStart: at => `would start ${at}`, chain: 'What it waits for, to the end',
    exit: code => `exit ${code}`, cause: c => `(${c})`, retries: 'Retries', alone: 'Open alone', backToRun: 'To the run', closePane: 'Close the pane',
    rendered: 'As it was rendered', params: 'As it is written',
  },
  log: {
    counting: 'This is its end; its lines are still being counted.', all: 'stdout + stderr', stream: 'Stream', find: 'Find in the log', following: 'Following', newLines: n => `${n} new lines ↓`, firstError: '1st error', download: 'Download', noError: 'No line of it looks like an error.',
    hits: (at, n) => n ? `${at} of ${n}` : 'none', searched: p => `, searched ${p}`, empty: 'Not copied yet: the job has not written.', ended: 'Nothing was written.', gone: 'The log cannot be read', end: 'End', wrap: 'Log', wraps: 'Break long lines', cut: '… the line goes on',
  },
  dags: {
    title: 'DAGs', search: 'Search DAGs', columns: { dag: 'DAG', last: 'Last runs', next: 'Next', usual: 'Usually', rate: 'Success', problems: 'Problems' }, none: 'No DAG fits.', shown: (n, total) => `${n} of ${total}`, more: 'More',
    often: { all: 'All', failed: 'Failed last', running: 'Running', paused: 'Paused', broken: 'File broken' }, paused: 'paused', broken: 'file broken', gone: 'file gone', never: 'not by schedule', last30: 'of 30 runs', inTime: share => `in time ${share}`,
  },
  dag: {
    tabs: { '': 'Grid', graph: 'Graph', runs: 'Runs', calendar: 'Calendar', landing: 'Landing times', durations: 'Durations', versions: 'Versions', source: 'Source', schedule: 'Schedule', backfills: 'Backfills' },
    gridNote: (from, to) => `${from} – ${to}, the newest on the right. Arrow keys reach each cell.`, cellRun: (state, took, version) => `Its run: ${state}${took ? `, ${took}` : ''}, version ${version}.`, dueAfter: s => `, due after ${s}`, noRuns: 'It has not run yet.', trigger: 'Run now', nextTicks: 'Next ticks', settled: 'Last ticks', differs: 'Differs from the version before', same: 'No differences.', current: 'in use', noTicks: 'It is not due by a schedule.',
    triggerTitle: dag => `Run ${dag} now?`, date: 'Logical date', dateHint: 'empty: now', note: 'Note', asCalled: 'As it will be called', noParams: 'It has no params.', required: 'required', begin: 'Run', secret: 'kept secret', noBackfills: 'No backfill was made.', newVersion: v => `Version ${v} is in use now.`, showVersion: 'Show it',
    inZone: zone => `ticks are reckoned in ${zone}`, weekdays: ['Mon', '', 'Wed', '', 'Fri', '', 'Sun'], months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    chartKey: 'Dashes: likely and nine in ten. Black: the deadline.',
    backfill: { begin: 'Backfill', backfill: 'Backfill', state: 'State', progress: 'Progress', from: 'From', until: 'To', by: 'By', pause: 'Pause', resume: 'Resume', cancel: 'Cancel', one: n => `backfill ${n}`, done: (n, of) => `${n} of ${of}`, text: 'A backfill runs the DAG for ticks that lie behind; it says which before it begins.', title: dag => `Run ${dag} for ticks that lie behind?`, fromHint: 'a date, such as 2026-11-01, or an instant', order: 'Order', orders: { oldest: 'the oldest first', newest: 'the newest first' }, again: 'What ran already', agains: { none: 'stays as it is', failed: 'runs again where it failed', completed: 'runs again' }, most: 'Runs at the same time', only: 'Only these tasks', onlyHint: 'names, globs or groups, with commas between; empty: all', say: 'Say from when to when.' },
    fileProblems: 'Problems of its file', rollback: 'Use this version', p50: 'likely', p90: 'nine in ten', last: 'last', landingWhat: 'From the end of the data to the end of the run, against the deadline', year: 'Year',
  },
  form: { json: 'must be JSON' },
  graph: { fit: 'Fit', search: 'Find a task', key: 'Arrow keys walk along edges; Enter opens a task', folded: 'Groups are closed, as there are very many tasks.', list: 'List of tasks' },
  admin: {
    hours: { 1: '1 hour', 2: '2 hours', 4: '4 hours' },
    deadlines: { title: 'Deadlines', empty: 'Nothing is due in this night.', text: 'Runs and tasks with deadline: in their DAG files are listed here, the likeliest to be late first.' },
    machines: { title: 'Machines', leases: 'Leases', agents: 'Agents', cost: 'Machine time tonight', empty: 'No machines are held.', text: 'Node pools that scale-ec2 tasks open are listed here for as long as they are held, with what they belong to.', noAgents: 'No cluster is configured that tells of agents.', orphan: 'belongs to no running task', soFar: 'Cost so far', perHour: 'Per hour', unknown: 'unknown', example: 'By example prices, not those of your bill.', total: 'Together', missing: what => `No price is known of ${what}.` },
    elasticity: { title: 'Elasticity', empty: 'No job follows its deadline with its CPUs.', text: 'Jobs with elastic: in their DAG files are listed here, with each change of their CPUs and why it was made.', ends: 'Likely end, and nine in ten by', cpus: 'CPUs', due: 'Deadline', moves: 'Moves', noMoves: 'Its CPUs were not changed.', noSeries: 'Nothing was measured of it yet.' },
    problems: { title: 'Problems', empty: 'No problems are open.', text: 'Broken DAG files, missed ticks, machines that nobody uses and systems that do not answer are listed here.' },
    audit: { title: 'Audit', empty: 'Nobody has done anything yet.', text: 'Every deed of people and programs is listed here, with who, when and why.', latest: 'The latest', from: seq => `From entry ${seq} back` },
    pools: { title: 'Pools', empty: 'All pools have their usual size.', text: 'A concurrency pool without an entry has 128 slots; give it a size to bound how much runs at once.' },
    variables: { title: 'Variables', empty: 'There are no variables.', text: 'Templates read them as {{ var.NAME }}.' },
    connections: { title: 'Connections', empty: 'There are no connections.', text: 'How systems outside are reached; passwords are sealed and never shown again.' },
    calendars: { title: 'Calendars', empty: 'There are no calendars outside the dags folder.', text: 'Schedules name them to run, or not to run, on some days.' },
    users: { title: 'Users', empty: 'There are no users: everybody on this machine may do everything.', text: 'comporta users create NAME makes the first one, and closes this server.' },
    tokens: { title: 'Tokens', empty: 'There are no tokens.', text: 'Programs send them instead of a password: Authorization: Bearer TOKEN.' },
    backfills: { title: 'Backfills', empty: 'Backfills belong to DAGs.', text: 'They are listed on the page of their DAG.' },
    add: 'Add', change: 'Change', remove: 'Remove', save: 'Save', name: 'Name', value: 'Value', secret: 'Secret', description: 'Description', slots: 'Slots', pausedPool: 'Paused', fields: 'Fields, one name=value a line', roleWord: 'Role', dagRoles: 'Roles by DAG, one DAG=ROLE a line', disabled: 'Disabled', text: 'Text', days: 'Days until it expires', newToken: 'The token. It is shown this once:', needs: role => `Needs the ${role} role.`, saved: 'Saved.', removed: 'Removed.',
    who: 'Who', when: 'When', did: 'Did', subject: 'To', via: 'Via', why: 'Why', prev: 'The night before', next: 'The night after', more: 'More',
  },
  author: {
    title: 'Author', text: 'The text of a YAML file', kept: 'Nothing is kept until you put it into the dags folder.', checking: 'Checking …', open: 'Open a file', begin: 'Begin with an example',
    ok: 'Nothing is wrong with it.', warned: 'It can run, with warnings.', wrong: errors => `${errors}: it cannot run yet.`, nothing: 'Nothing to check yet', nothingText: 'Write, paste or open a DAG file on the left. Its problems, its graph, its next ticks and a night of it are shown here.', path: 'Path', result: 'What it would be', push: 'Put it into the dags folder',
    tabs: { '': 'Graph', ticks: 'Next ticks', night: 'A night of it', difference: 'Difference' }, when: 'When', local: 'In its zone', dataFrom: 'Data from', dataTo: 'to', tooMany: 'It has too many tasks for a night to be played at once: comporta simulate plays it.',
    played: (took, from, to) => `Played on a virtual clock: ${from} – ${to}, ${took}.`, met: 'Its deadlines are met.', notMet: 'A deadline is missed.', madeUp: 'What was made up', isNew: 'No DAG of that name is in use: it is new.', against: version => `Against version ${version}, which runs use now.`, added: 'Added', removed: 'Removed', dagItself: 'The DAG itself',
  },
  compare: { title: 'Two runs side by side', choose: 'Name two runs: /compare?a=DAG/RUN&b=DAG/RUN', task: 'Task', difference: 'Difference' },
  find: { title: 'Find', none: 'Nothing has that name.', type: 'Pages, DAGs, runs, tasks and deeds by words', kinds: { dag: 'DAG', run: 'run', task: 'task', lease: 'lease', command: 'deed', page: 'page' } },
  keysHelp: { title: 'Keys', rows: [['Ctrl K', 'find or do'], ['j k ↑ ↓', 'next and previous row'], ['Enter', 'open'], ['[ ]', 'previous and next night'], ['t', 'tonight'], ['1 – 5', 'filters of the night'], ['/', 'filter or find'], ['w', 'why'], ['l', 'log'], ['g', 'graph'], ['p', 'critical path'], ['+ − 0', 'zoom, fit'], ['Esc', 'close']] },
  confirm: {
    clear: what => `Clear ${what}?`, cancel: what => `Cancel this run of ${what}?`, kill: what => `End this try of ${what}?`, mark: what => `Call ${what} otherwise, without running it?`, skip: what => `Skip ${what}?`, pause: what => `Pause ${what}?`, resume: what => `Let ${what} go on?`, acknowledge: () => 'Note that you know of it?', approve: what => `Say yes to ${what}?`, reject: what => `Say no to ${what}?`, other: (label, what) => `${label}: ${what}?`,
    breakpoint: (what, body) => body.remove ? `Let ${what} start when it is ready?` : `Stop before ${what}?`, keep: what => `Keep node pool ${what}?`, release: what => `Give back the machines of ${what} now?`, keepFor: 'For', releaseForce: 'Even if tasks use them: these fail', move: what => `Go on with ${what} by another version?`,
    failedOnly: 'Only what failed', downstream: 'Also what comes after', upstream: 'Also what it waited for', force: 'By force: teardowns are not waited for', as: 'As',
  },
};

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
