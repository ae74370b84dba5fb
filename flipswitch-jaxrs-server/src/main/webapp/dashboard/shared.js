// One event stream for all of the browser's dashboards that show the same environment.

import { connect } from "./live.js";

/**
 * Follows an environment while the page is visible, until the function that it returns is called.
 *
 * @param name known to none but pages that may share
 * @param open (signal) => Promise<Response>: asks for the stream
 * @param onOpen called each time that a stream has been opened, and when there is one already
 * @param onEvent called with each event
 * @param onStatus called with "connecting", "live" or "reconnecting"
 */
export function follow({ name, open, onOpen, onEvent, onStatus }) {
  let pages = null;
  let disconnect = null;
  let status = "";

  function begin() {
    disconnect = connect({
      open,
      onOpen: () => {}, // all pages hear that it is live
      onEvent: (event) => pages.tell({ event }, false),
      onStatus: (now) => pages.tell({ status: now }),
    });
  }

  function end() {
    disconnect?.();
    disconnect = null;
  }

  function hear(told) {
    if (told.status !== undefined && told.status !== status) {
      status = told.status;
      onStatus(status);
      if (status === "live") onOpen();
    }
    if (told.event !== undefined) onEvent(told.event);
  }

  function join() {
    if (pages !== null || document.visibilityState === "hidden") return;
    pages = share(name, { begin, end, hear });
  }

  function leave() {
    pages?.leave();
    pages = null;
    end();
    status = "";
  }

  function look() {
    if (document.visibilityState === "hidden") leave();
    else join();
  }

  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", join);
  onStatus("connecting");
  join();
  return () => {
    document.removeEventListener("visibilitychange", look);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", join);
    leave();
  };
}

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
export function share(name, { begin, end, hear }, begun = false) {
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
