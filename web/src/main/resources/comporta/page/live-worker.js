// Listens for all tabs of a browser: however many there are, the server has one stream of them, and no tab waits for a connection.
import { Stream } from './stream.js';

/** Milliseconds after which a tab that says nothing is gone; browsers let hidden tabs speak once a minute. */
const FORGOTTEN = 200_000;
/** @type {Map<MessagePort, {topics: string[], at: number}>} */
const tabs = new Map();
const tellAll = (/** @type {any} */ words) => tabs.forEach((_, port) => port.postMessage(words));
const stream = new Stream(heard => tellAll({ kind: 'heard', heard }), () => tellAll({ kind: 'alive', failures: 0 }));

/** @param {boolean} [anew] */
function listen(anew = false) {
  for (const [port, tab] of tabs) {
    if (Date.now() - tab.at > FORGOTTEN) {
      tabs.delete(port);
    }
  }
  stream.want([...tabs.values()].flatMap(each => each.topics), anew);
}

addEventListener('connect', event => {
  const port = /** @type {MessageEvent} */ (event).ports[0];
  tabs.set(port, { topics: [], at: Date.now() });
  port.addEventListener('message', ({ data }) => {
    if (data.kind === 'gone') {
      tabs.delete(port);
    } else {
      tabs.set(port, { topics: data.topics, at: Date.now() });
    }
    listen(data.kind === 'anew');
  });
  port.start();
  port.postMessage({ kind: 'alive', failures: stream.failures });
});
