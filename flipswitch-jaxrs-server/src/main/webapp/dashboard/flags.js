// The flags of one environment: loads them, follows their changes, and turns them on and off.

import * as api from "./api.js";
import { announce, byId, complain, stopComplaining } from "./dom.js";
import { FlagRow } from "./row.js";
import { follow } from "./shared.js";
import { count } from "./words.js";

const statusWords = { connecting: "connecting…", live: "live", reconnecting: "reconnecting…" };

export class Flags {
  #place;
  #rows = new Map(); // key → FlagRow
  #asked = new Map(); // key → the tick of the request whose answer is shown
  #stale = new Set(); // keys of flags that changed elsewhere while a change of ours was under way
  #tick = 0;
  #loaded = false;
  #end = new AbortController();
  #query = "";
  #onConfig;

  /**
   * @param place the `{project, environment}` by their keys
   * @param onConfig called when the server says that its configuration has changed
   */
  constructor(place, onConfig) {
    this.#place = place;
    this.#onConfig = onConfig;
    byId("flag-list").replaceChildren();
    this.#showState();
    this.reload();
    const disconnect = follow({
      name: api.secretName(place),
      open: (signal) => api.events(place, signal),
      onOpen: () => this.reload(), // what changed before is not repeated by the stream
      onEvent: (event) => this.#follow(event),
      onStatus: showStatus,
    });
    const clock = setInterval(() => this.#rows.forEach((row) => row.showTime()), 15_000);
    this.#end.signal.addEventListener("abort", () => {
      disconnect();
      clearInterval(clock);
    });
  }

  /** Ends the stream and all requests; nothing of this environment reaches the page any more. */
  close() {
    this.#end.abort();
  }

  /** Shows only the flags whose key or description contains all words of the text. */
  filter(text) {
    this.#query = text.trim();
    this.#showState();
  }

  /** Asks for all flags. */
  async reload() {
    const tick = ++this.#tick;
    try {
      const flags = await api.flags(this.#place, this.#end.signal);
      if (this.#end.signal.aborted) return;
      const keys = new Set(flags.map((flag) => flag.key));
      for (const flag of flags) this.#settle(flag.key, flag, tick);
      for (const key of [...this.#rows.keys()]) if (!keys.has(key)) this.#settle(key, null, tick);
      this.#loaded = true;
      byId("load-error").hidden = true;
    } catch (error) {
      if (this.#end.signal.aborted) return;
      byId("load-error-text").textContent = error.message;
      byId("load-error").hidden = false;
    }
    this.#showState();
  }

  async #reloadOne(key) {
    const tick = ++this.#tick;
    try {
      const flag = await api.flag(this.#place, key, this.#end.signal);
      if (this.#end.signal.aborted) return;
      this.#settle(key, flag, tick);
      this.#showState();
    } catch (error) {
      // The stream's next return brings all flags; until then the row shows what it knew.
      if (!this.#end.signal.aborted) console.debug(`${key} could not be fetched:`, error.message);
    }
  }

  #follow(event) {
    if (event.type === "config-updated") {
      this.reload();
      this.#onConfig();
    } else if (event.type === "flag-updated") {
      const key = flagKey(event.data);
      if (key === undefined) this.reload();
      else if (this.#rows.get(key)?.pending) this.#stale.add(key);
      else this.#reloadOne(key);
    }
  }

  // Takes what the server says about a flag (null: it has none), unless something newer is shown.
  #settle(key, flag, tick) {
    if (tick < (this.#asked.get(key) ?? 0)) return;
    const row = this.#rows.get(key);
    if (row?.pending) {
      this.#stale.add(key);
      return;
    }
    this.#asked.set(key, tick);
    if (flag === null) {
      this.#remove(key);
    } else if (row === undefined) {
      this.#add(flag);
    } else {
      const changed = fingerprint(row.flag) !== fingerprint(flag);
      if (changed && row.flag.enabled !== flag.enabled) {
        announce(`${key} was turned ${flag.enabled ? "on" : "off"} elsewhere.`);
      }
      row.show(flag);
      if (changed) row.highlight();
    }
  }

  #add(flag) {
    const row = new FlagRow(flag.key, (enabled) => this.#toggle(flag.key, enabled));
    row.show(flag);
    this.#rows.set(flag.key, row);
    byId("flag-list").insertBefore(row.element, this.#rows.get(this.#keyAfter(flag.key))?.element ?? null);
    if (this.#loaded) row.highlight();
  }

  #keyAfter(key) {
    let after;
    for (const other of this.#rows.keys()) {
      if (other > key && (after === undefined || other < after)) after = other;
    }
    return after;
  }

  #remove(key) {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    if (row.focused) byId("flags-title").focus();
    row.element.remove();
    this.#rows.delete(key);
    announce(`${key} was removed.`);
  }

  async #toggle(key, enabled) {
    const row = this.#rows.get(key);
    const before = row.flag;
    row.expect(enabled);
    this.#showState();
    stopComplaining();
    let failed = false;
    let after = before;
    try {
      after = await api.setEnabled(this.#place, key, enabled, this.#end.signal);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      failed = true;
      complain(`“${key}” was not turned ${enabled ? "on" : "off"}. ${error.message}`);
    }
    if (this.#end.signal.aborted) return;
    // Answers to requests made before this moment may not know of the change.
    this.#asked.set(key, ++this.#tick);
    row.show(after);
    this.#showState();
    // After a failure only the server knows how the flag is: the change may have got through.
    if (this.#stale.delete(key) || failed) this.#reloadOne(key);
  }

  // Brings everything around the rows into line with them.
  #showState() {
    const words = this.#query.toLowerCase().split(/\s+/);
    let shown = 0;
    let on = 0;
    for (const [key, row] of this.#rows) {
      const text = `${key} ${row.flag.description ?? ""}`.toLowerCase();
      const matches = words.every((word) => text.includes(word));
      row.element.hidden = !matches;
      if (matches) shown++;
      if (row.on) on++;
    }
    const total = this.#rows.size;
    const failed = !byId("load-error").hidden;
    byId("flags").setAttribute("aria-busy", String(!this.#loaded && !failed));
    byId("loading").hidden = this.#loaded || failed;
    byId("empty").hidden = !this.#loaded || total > 0;
    byId("no-match").hidden = total === 0 || shown > 0;
    byId("no-match-query").textContent = this.#query;
    byId("flag-list").hidden = byId("flag-head").hidden = shown === 0;
    byId("search-field").hidden = this.#loaded && total === 0;
    byId("summary").textContent = total === 0 ? ""
      : `${this.#query === "" ? count(total) : `${shown} of ${count(total)}`} · ${on} on`;
  }
}

function showStatus(status) {
  const indicator = byId("connection");
  indicator.dataset.status = status;
  byId("connection-text").textContent = statusWords[status];
}

// The flag that an event is about, or undefined if the event doesn't say.
function flagKey(data) {
  try {
    return JSON.parse(data).flagKey;
  } catch {
    return undefined;
  }
}

// All of a flag but the time, which a store may round after the fact.
function fingerprint(flag) {
  return JSON.stringify({ ...flag, updatedAt: undefined });
}
