// A connection to an event stream that comes back by itself.

import { SseParser } from "./sse.js";

const heartbeatMillis = 15_000; // unless the server names another one
const heartbeatsMissed = 3;
const shortestSilenceMillis = 10_000;
const firstPauseMillis = 1_000;
const longestPauseMillis = 30_000;

/**
 * Keeps a stream open until the function that it returns is called.
 *
 * @param open (signal) => Promise<Response>: asks for the stream
 * @param onOpen called each time that a stream has been opened
 * @param onEvent called with each event
 * @param onStatus called with "connecting", "live" or "reconnecting"
 */
export function connect({ open, onOpen, onEvent, onStatus }) {
  const end = new AbortController();
  const ended = end.signal;

  async function run() {
    let failures = 0;
    onStatus("connecting");
    while (!ended.aborted) {
      const attempt = new AbortController();
      const abort = () => attempt.abort();
      ended.addEventListener("abort", abort);
      let silenceMillis = heartbeatMillis * heartbeatsMissed;
      let watch = setTimeout(abort, silenceMillis);
      try {
        const response = await open(attempt.signal);
        if (ended.aborted) return;
        silenceMillis = silenceOf(response);
        const reader = response.body.getReader();
        onStatus("live");
        onOpen();
        const parser = new SseParser((event) => ended.aborted || onEvent(event));
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          clearTimeout(watch);
          watch = setTimeout(abort, silenceMillis);
          failures = 0;
          parser.push(value);
        }
      } catch (error) {
        // Refused, unreachable, silent or broken off: all of it is answered by trying again. A
        // token that is no longer accepted ends the connection from outside.
        if (!ended.aborted) console.debug("The event stream broke off:", error.message);
      } finally {
        clearTimeout(watch);
        ended.removeEventListener("abort", abort);
        attempt.abort();
      }
      if (ended.aborted) return;
      onStatus("reconnecting");
      await pause(backoff(failures++));
    }
  }

  // Waits, unless the end or the return of the network comes first.
  function pause(millis) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        ended.removeEventListener("abort", done);
        removeEventListener("online", done);
        resolve();
      };
      const timer = setTimeout(done, millis);
      ended.addEventListener("abort", done);
      addEventListener("online", done);
    });
  }

  run();
  return () => end.abort();
}

// After how long without a byte a stream is dead: three of the heartbeats that the server names.
function silenceOf(response) {
  const named = Number(response.headers.get("X-Flipswitch-Heartbeat"));
  return Math.max((named > 0 ? named : heartbeatMillis) * heartbeatsMissed, shortestSilenceMillis);
}

// 1 s, 2 s, 4 s … 30 s, of which a random part of up to a quarter is taken off, so that the
// dashboards of a restarted server don't all come back at the same moment.
function backoff(failures) {
  const full = Math.min(firstPauseMillis * 2 ** failures, longestPauseMillis);
  return full * (1 - Math.random() / 4);
}
