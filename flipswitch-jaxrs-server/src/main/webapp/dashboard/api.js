// The admin API: one function per call, and the token that signs every one of them.

import { read } from "./numbers.js";

// Found from where this module lies, so that it holds under any context path.
const base = new URL("../api/admin/", import.meta.url);
const storageKey = `flipswitch.token ${base.pathname}`;
const timeoutMillis = 20_000;

let token = recall();
let refused = () => {};

/** What went wrong, in a sentence an operator can act on. `status` is 0 without an answer. */
export class ApiError extends Error {
  constructor(message, status = 0, field = undefined) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.field = field;
  }
}

/** Whether a token is at hand. */
export const hasToken = () => token !== null;

/** Takes a token for the calls to come; only `keepToken` makes it outlive a reload. */
export function useToken(value) {
  token = value;
}

/** Keeps the token for as long as this browser tab lives. */
export function keepToken() {
  try {
    sessionStorage.setItem(storageKey, token);
  } catch {
    // Storage is blocked: the token is then held in memory until the page is left.
  }
}

/** Forgets the token, here and in the tab's storage. */
export function forgetToken() {
  token = null;
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Storage is blocked, so there is nothing to remove.
  }
}

/** Names the function to call when the server stops accepting the token. */
export function onRefused(callback) {
  refused = callback;
}

/** The projects and their environments. */
export async function projects(signal) {
  return (await json("projects", { signal })).projects ?? [];
}

/** All flags of an environment. */
export async function flags(place, signal) {
  return (await json(`${path(place)}/flags`, { signal })).flags ?? [];
}

/** One flag as it is in an environment, or null if there is none. */
export async function flag(place, key, signal) {
  try {
    return await json(`${path(place)}/flags/${segment(key)}`, { signal });
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/** Turns a flag on or off in an environment; answers with the flag. */
export function setEnabled(place, key, enabled, signal) {
  return json(`${path(place)}/flags/${segment(key)}`, { method: "PATCH", body: { enabled }, signal });
}

/** Opens an environment's event stream; answers with the response, its body unread. */
export function events(place, signal) {
  return send(`${path(place)}/events`, { accept: "text/event-stream", signal });
}

/**
 * What pages call an environment that may share a stream. Only who has the token knows it: the channel of that name is
 * closed to other applications of the same origin. It is never shown, kept or sent.
 */
export function secretName(place) {
  return `flipswitch ${new URL(path(place), base).href} ${token}`;
}

/** The absolute address at which a flag of a project is created. */
export function flagAddress(project, key) {
  return new URL(`projects/${segment(project)}/flags/${segment(key)}`, base).href;
}

function recall() {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function path({ project, environment }) {
  return `projects/${segment(project)}/environments/${segment(environment)}`;
}

function segment(key) {
  return encodeURIComponent(key).replaceAll("'", "%27");
}

// A call that answers with JSON, and within a set time.
async function json(address, { signal, ...options } = {}) {
  const limit = new AbortController();
  const abort = () => limit.abort(signal.reason);
  const timer = setTimeout(
    () => limit.abort(new ApiError("The server did not answer in time.")), timeoutMillis);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    const response = await send(address, { ...options, signal: limit.signal });
    return read(await response.text());
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw limit.signal.aborted
      ? limit.signal.reason
      : new ApiError("The server's answer could not be read.");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

async function send(address, { method = "GET", accept = "application/json", body, signal }) {
  const signedWith = token;
  const headers = { Accept: accept, Authorization: `Bearer ${signedWith}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(new URL(address, base), {
      method, headers, signal, cache: "no-store", body: body && JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("The server cannot be reached.");
  }
  if (response.ok) return response;
  const error = await failure(response);
  // An answer to a token that was replaced in the meantime says nothing about the present one.
  if (response.status === 401 && signedWith === token) refused();
  throw error;
}

// Reads `{"error":{"message","field"?}}`; a proxy in between may answer something else.
async function failure(response) {
  let told;
  try {
    told = (await response.json()).error;
  } catch {
    told = undefined;
  }
  const message = typeof told?.message === "string" && told.message !== ""
    ? told.message
    : `The server answered with status ${response.status}.`;
  return new ApiError(message, response.status, told?.field);
}
