// Schedules in words, where they are of a usual kind; others are shown as they are written.

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const SHORT = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
const isNumber = (/** @type {string} */ text) => /^\d{1,2}$/.test(text);

/** @param {string[]} all */
const listed = all => (all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`);

/** Monday to Friday, or their names; empty: it is not that simple. @param {string} field */
function weekdays(field) {
  const number = (/** @type {string} */ word) => (isNumber(word) ? Number(word) % 7 : SHORT.indexOf(word.toLowerCase()));
  const names = field.split(',').map(part => {
    const ends = part.split('-').map(number);
    return ends.some(each => each < 0) || ends.length > 2 ? '' : ends.map(each => DAYS[each]).join(' to ');
  });
  return names.every(Boolean) ? listed(names) : '';
}

/** `0 1 * * *` is every day at 01:00. @param {string} cron @returns {string} empty: say it as it is written */
export function inWords(cron) {
  const [minute, hour, day, month, weekday, ...more] = cron.trim().split(/\s+/);
  if (weekday === undefined || more.length || month !== '*') {
    return '';
  }
  const everyDay = day === '*' && weekday === '*';
  const step = /^\*\/(\d{1,2})$/.exec(minute);
  if (hour === '*') {
    return !everyDay
      ? ''
      : minute === '*'
        ? 'Every minute'
        : step
          ? `Every ${step[1]} minutes`
          : isNumber(minute)
            ? `Every hour at minute ${Number(minute)}`
            : '';
  }
  const hours = /^\*\/(\d{1,2})$/.exec(hour);
  if (hours) {
    return everyDay && isNumber(minute) ? `Every ${hours[1]} hours at minute ${Number(minute)}` : '';
  }
  if (!isNumber(minute) || !hour.split(',').every(isNumber)) {
    return '';
  }
  const at = listed(hour.split(',').map(each => `${two(Number(each))}:${two(Number(minute))}`));
  if (everyDay) {
    return `Every day at ${at}`;
  }
  if (day === '*') {
    const days = weekdays(weekday);
    return days && `On ${days} at ${at}`;
  }
  return weekday === '*' && isNumber(day) ? `On day ${Number(day)} of each month at ${at}` : '';
}

/** A schedule as people say it, with its zone where it has one. @param {{code: string, args: any, text: string}} schedule */
export function said(schedule) {
  const words = schedule.code === 'cron' ? inWords(schedule.args.cron) : '';
  return words ? words + (schedule.args.zone ? `, ${schedule.args.zone.replaceAll('_', ' ')}` : '') : schedule.text;
}
