/**
 * The page's flags, for its user. They follow what is switched on the flag server while the page is visible; a hidden
 * page takes no part, and catches up when it is shown again. The visible pages of a user in a browser share one stream.
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
const PATIENCE = 20000; // for the first values of a stream, which come at once

const listeners = new Map();
let known = {};
let connected; // undefined until something is known
let loaded;
let shown = false; // whether this page takes part
let pages = null; // those of the same user, this one among them
let user = null; // whose values these are, as the server names it; pages of others are never heard
let stream = null; // where this page has it for all
let timer = 0;
let delay = FIRST_DELAY;
let news = 0; // counts what was asked and told, so that no late answer takes the place of newer values
let warned = false;

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

/** Takes what the page tells that has the stream. */
function hear(told) {
  news++;
  if (told.moved) { // the browser's user is another one
    follow();
    return;
  }
  if (told.values !== undefined) {
    take(told.values);
  }
  if (told.connected !== undefined) {
    tell(told.connected);
  }
}

function tell(now) {
  if (connected !== now) {
    connected = now;
    document.dispatchEvent(new CustomEvent('flagconnection', { detail: { connected } }));
  }
}

/** Asks for the values and whose they are; undefined if that can't be had, or something newer came meanwhile. */
async function ask() {
  const question = ++news;
  try {
    const answer = await fetch(FLAGS, { cache: 'no-cache', credentials: 'same-origin' });
    const values = answer.ok ? await answer.json() : undefined;
    return question === news && values !== undefined ? { values, of: answer.headers.get('X-Flipswitch-User') } : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for the user's values, and then shares what comes with the user's other pages. */
async function follow() {
  part();
  shown = document.visibilityState !== 'hidden';
  const turn = news + 1;
  const answer = await ask();
  if (turn !== news) {
    return; // begun anew meanwhile, or hidden
  }
  if (answer !== undefined) {
    take(answer.values);
  }
  if (shown) {
    join(answer?.of ?? null, false);
  }
}

function join(name, withStream) {
  user = name;
  const sharing = user === null ? null : `flipswitch ${FLAGS.href} ${user}`;
  pages = share(sharing, { begin: connect, end, hear }, withStream);
}

/** Leaves the other pages, one of which goes on. */
function part() {
  shown = false;
  pages?.leave();
  pages = null;
  end();
  if (connected) {
    tell(false);
  }
}

/** Tells all pages of the user what the server says; where that is of another user, goes to that one's pages. */
function pass(values, of, isConnected) {
  if (of !== user) {
    pages.leave(true);
    join(of, true);
  }
  pages.tell(isConnected ? { values, connected: true } : { values });
}

function connect() {
  disconnect();
  const opened = new EventSource(EVENTS);
  let accepted = false;
  stream = opened;
  opened.addEventListener('open', () => {
    if (stream === opened) {
      timer = setTimeout(held, PATIENCE);
    }
  });
  opened.addEventListener('flags', ({ data, lastEventId }) => {
    if (stream === opened) {
      clearTimeout(timer);
      accepted = true;
      delay = FIRST_DELAY;
      pass(JSON.parse(data), lastEventId || null, true);
    }
  });
  opened.addEventListener('error', () => {
    if (stream === opened) {
      retry(accepted);
    }
  });
}

/** The stream is open, but nothing comes. */
function held() {
  if (!warned) {
    warned = true;
    console.warn(`flipswitch: ${EVENTS.pathname} opens, but nothing comes; a proxy holds it back? See docs/proxies.md.`);
  }
  retry(false);
}

/** Lets nothing come of what is under way. */
function end() {
  news++;
  disconnect();
}

function disconnect() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
}

/** Connects after a delay that doubles, and is never the same for all browsers; asks meanwhile, unless it is short. */
async function retry(accepted) {
  disconnect();
  pages.tell({ connected: false });
  timer = setTimeout(connect, delay * (0.5 + Math.random() / 2));
  delay = Math.min(delay * 2, LONGEST_DELAY);
  if (!accepted) { // there may be too many pages for one more stream
    const answer = await ask();
    if (answer !== undefined) {
      pass(answer.values, answer.of, false);
    }
  }
}

/** Asks anew, after the page's user has become another one without a new page, as by a login in the background. */
export function reconnect() {
  if (document.visibilityState !== 'hidden') {
    delay = FIRST_DELAY;
    follow();
  }
}

function appear() {
  if (!shown && document.visibilityState !== 'hidden') {
    delay = FIRST_DELAY;
    follow();
  }
}

document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? part() : appear()));
addEventListener('pagehide', part); // else the page could not be kept for the Back button
addEventListener('pageshow', appear);
addEventListener('online', () => {
  if (shown && !connected) {
    delay = FIRST_DELAY;
    follow();
  }
});

follow();

/**
 * Has one of the browser's visible pages do something for all that know the name, and tell them what comes of it. It says
 * every two seconds that it is there; when it leaves or falls silent, another page does it. Pages speak by a
 * BroadcastChannel, which exists without TLS, too. Where there is none, each page does it for itself.
 *
 * @param name known to none but pages that may share; null for a page that shares with nobody
 * @param begin called when this page is to do it, end when it no longer is to
 * @param hear called with what is told, here and on the other pages
 * @param begun whether this page does it already
 * @returns tell(news, lasting), what newcomers are told, too, unless it is not lasting; and leave(moved), which does not call
 *   end; if the page has moved to another name, the others' hear is called with { moved: true }
 */
function share(name, { begin, end, hear }, begun = false) {
  const beatMillis = 2000;
  const silenceMillis = 7000;
  const me = Math.random(); // where two pages do it, the lower number goes on
  let doer = null;
  let lasting = {};
  let timer = 0;
  let channel = null;

  function lead() {
    doer = me;
    lasting = {};
    clearTimeout(timer);
    timer = setInterval(post, beatMillis);
    post({ news: lasting });
    if (!begun) begin();
    begun = false;
  }

  function follow(other, millis) {
    const did = doer === me;
    doer = other;
    clearTimeout(timer); // or interval
    timer = setTimeout(lead, millis);
    if (did) end();
  }

  function post(message) {
    channel?.postMessage({ ...message, from: me });
  }

  function heard({ data: { from, hello, bye, moved, news } }) {
    if (hello) {
      if (doer === me) post({ news: lasting });
    } else if (bye) {
      if (from === doer) follow(null, Math.random() * 200);
      if (moved) hear({ moved });
    } else if (doer === me && me < from) {
      post({ news: lasting });
    } else {
      if (from !== doer && news === undefined) post({ hello: true });
      follow(from, silenceMillis);
      if (news !== undefined) hear(news);
    }
  }

  try {
    channel = name === null ? null : new BroadcastChannel(name);
  } catch {
    // an old browser, or one that keeps nothing for this page
  }
  if (channel === null) {
    timer = setTimeout(lead);
  } else {
    channel.onmessage = heard;
    if (begun) {
      lead();
    } else {
      post({ hello: true });
      follow(null, 100 + Math.random() * 200);
    }
  }
  return {
    tell(news, lasts = true) {
      if (lasts) lasting = { ...lasting, ...news };
      post({ news });
      hear(news);
    },
    leave(moved = false) {
      clearTimeout(timer);
      post({ bye: true, moved: moved && doer === me });
      channel?.close();
      channel = null;
    },
  };
}
