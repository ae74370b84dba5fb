/**
 * The page's flags, for its user. They follow what is switched on the flag server while the page is visible; a hidden
 * page closes its stream, and catches up when it is shown again.
 *
 *   import { flag, onFlag } from './flipswitch/flags.js';
 *   onFlag('dark-mode', (on) => document.body.classList.toggle('dark', on === true));
 *
 * Each change is also a 'flagchange' event of the document, with { key, value, previous } as its detail. Whether changes
 * arrive is told by 'flagconnection' events, with { connected } as their detail.
 */
const FLAGS = new URL('flags', import.meta.url);
const EVENTS = new URL('events', import.meta.url);
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30000;

const listeners = new Map();
let known = {};
let loaded;
let stream = null;
let timer = 0;
let delay = FIRST_DELAY;
let news = 0; // counts what was asked and told, so that no late answer takes the place of newer values

/** Fulfilled when the first values are there. */
export const ready = new Promise((resolve) => { loaded = resolve; });

/** The flag's value now; the fallback while it is not known, and for a flag that is not public. */
export function flag(key, fallback) {
  return Object.hasOwn(known, key) ? known[key] : fallback;
}

/**
 * Calls the function with the flag's value (and the one before) once it is known, and at each change. Returns a function
 * that ends this.
 */
export function onFlag(key, fn) {
  const fns = listeners.get(key) ?? new Set();
  const entry = { fn };
  listeners.set(key, fns.add(entry));
  if (Object.hasOwn(known, key)) {
    queueMicrotask(() => { if (fns.has(entry) && !entry.told) call(entry, key, known[key], undefined); });
  }
  return () => { fns.delete(entry); };
}

function call(entry, key, value, previous) {
  entry.told = true;
  try {
    entry.fn(value, previous, key);
  } catch (e) {
    reportError(e);
  }
}

function take(values) {
  const before = known;
  known = values;
  for (const key of new Set([...Object.keys(before), ...Object.keys(values)])) {
    const [value, previous] = [values[key], before[key]];
    if (JSON.stringify(value) !== JSON.stringify(previous)) {
      [...listeners.get(key) ?? []].forEach((entry) => call(entry, key, value, previous));
      document.dispatchEvent(new CustomEvent('flagchange', { detail: { key, value, previous } }));
    }
  }
  loaded();
}

/** Asks for the values, where no stream tells them. */
async function ask() {
  const question = ++news;
  try {
    const answer = await fetch(FLAGS, { cache: 'no-cache', credentials: 'same-origin' });
    const values = answer.ok ? await answer.json() : null;
    if (values !== null && question === news) {
      take(values);
    }
  } catch {
    // the next attempt to connect asks again
  }
}

function connect() {
  clearTimeout(timer);
  timer = 0;
  if (stream !== null || document.visibilityState === 'hidden') {
    return;
  }
  const opened = new EventSource(EVENTS);
  let accepted = false;
  stream = opened;
  opened.addEventListener('open', () => {
    if (stream === opened) {
      accepted = true;
      delay = FIRST_DELAY;
      tell(true);
    }
  });
  opened.addEventListener('flags', ({ data }) => {
    if (stream === opened) {
      news++;
      take(JSON.parse(data));
    }
  });
  opened.addEventListener('error', () => {
    if (stream === opened) {
      disconnect();
      retry();
      if (!accepted) { // there may be too many pages for one more stream
        ask();
      }
    }
  });
}

function disconnect() {
  clearTimeout(timer);
  timer = 0;
  if (stream !== null) {
    stream.close();
    stream = null;
    tell(false);
  }
}

/** Connects after a delay that doubles, and is never the same for all pages. */
function retry() {
  clearTimeout(timer);
  timer = setTimeout(connect, delay * (0.5 + Math.random() / 2));
  delay = Math.min(delay * 2, LONGEST_DELAY);
}

/** Connects anew, after the page's user has become another one without a new page, as by a login in the background. */
export function reconnect() {
  disconnect();
  follow();
}

function tell(connected) {
  document.dispatchEvent(new CustomEvent('flagconnection', { detail: { connected } }));
}

function follow() {
  if (document.visibilityState === 'hidden') {
    disconnect();
  } else {
    delay = FIRST_DELAY;
    connect();
  }
}

document.addEventListener('visibilitychange', follow);
addEventListener('pagehide', disconnect); // else the page could not be kept for the Back button
addEventListener('pageshow', (event) => { if (event.persisted) { follow(); } });
addEventListener('online', follow);

if (document.visibilityState === 'hidden') {
  ask();
} else {
  connect();
}
