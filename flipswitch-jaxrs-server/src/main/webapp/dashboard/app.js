// The page as a whole: signing in and out, and the choice of project and environment.

import * as api from "./api.js";
import { byId, complain, fillSelect, stopComplaining } from "./dom.js";
import { Flags } from "./flags.js";

const riskyEnvironment = "production";
const notTheToken = "This is not the admin token. Check it and try again.";

let projects = [];
let place = null; // {project, environment}: what is on show
let flags = null; // the Flags of that place
let signedIn = false;
let visit = 0; // counts sign-ins and -outs, so that a late answer finds out that it is late

api.onRefused(() => {
  if (signedIn) signOut("The server no longer accepts this token. Sign in again.");
});

byId("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn(byId("token").value.trim());
});
byId("sign-out").addEventListener("click", () => signOut(""));
byId("project").addEventListener("change", (event) => {
  go(choose(event.target.value, place.environment));
});
byId("environment").addEventListener("change", (event) => {
  go({ project: place.project, environment: event.target.value });
});
byId("search").addEventListener("input", (event) => flags?.filter(event.target.value));
byId("clear-search").addEventListener("click", () => {
  byId("search").value = "";
  flags?.filter("");
  byId("search").focus();
});
byId("try-again").addEventListener("click", () => (flags === null ? resume() : flags.reload()));
byId("dismiss").addEventListener("click", stopComplaining);
byId("copy").addEventListener("click", copyCommand);
byId("copy").hidden = navigator.clipboard === undefined; // only there in a secure context
addEventListener("hashchange", () => {
  if (projects.length > 0) show();
});

if (api.hasToken()) resume();
else showSignIn("");

async function signIn(token) {
  if (token === "") return showSignIn("Enter the admin token.");
  // Anything else can't be sent in a header, let alone be right.
  if (!/^[\x21-\x7e]+$/.test(token)) return showSignIn(notTheToken);
  const mine = ++visit;
  const button = byId("sign-in");
  button.setAttribute("aria-busy", "true");
  byId("sign-in-error").textContent = "";
  api.useToken(token);
  try {
    const found = await api.projects();
    if (mine !== visit) return;
    api.keepToken();
    enter(found);
    byId("flags-title").focus();
  } catch (error) {
    if (mine !== visit) return;
    api.forgetToken();
    if (error.status === 401) showSignIn(notTheToken);
    else showSignIn(error.message, token);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// Goes on with the token of before the reload.
async function resume() {
  const mine = ++visit;
  signedIn = true;
  byId("load-error").hidden = true;
  byId("loading").hidden = false;
  showMain();
  try {
    const found = await api.projects();
    if (mine === visit) enter(found);
  } catch (error) {
    if (mine !== visit) return;
    byId("loading").hidden = true;
    byId("load-error-text").textContent = error.message;
    byId("load-error").hidden = false;
  }
}

function enter(found) {
  signedIn = true;
  byId("token").value = "";
  projects = usable(found);
  showMain();
  show();
}

function signOut(reason) {
  visit++;
  signedIn = false;
  api.forgetToken();
  leave();
  projects = [];
  byId("flag-list").replaceChildren();
  byId("command").textContent = "";
  byId("search").value = "";
  stopComplaining();
  showSignIn(reason);
}

// Closes what is on show.
function leave() {
  flags?.close();
  flags = null;
  place = null;
}

// Asks for the token; what was typed is kept only if it may turn out to be right.
function showSignIn(sentence, typed = "") {
  byId("main").hidden = byId("signed-in").hidden = byId("production").hidden = true;
  byId("sign-in-view").hidden = false;
  byId("sign-in-error").textContent = sentence;
  const field = byId("token");
  field.value = typed;
  if (sentence === "") field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
  document.title = "Sign in – flipswitch";
  field.focus();
}

function showMain() {
  byId("sign-in-view").hidden = true;
  byId("main").hidden = byId("signed-in").hidden = false;
}

// Shows the place that the address names, or else the one that comes closest to it.
function show() {
  const wanted = placeOfAddress();
  const chosen = choose(wanted.project, wanted.environment);
  byId("no-project").hidden = chosen !== null;
  byId("flags").hidden = byId("pickers").hidden = byId("connection").hidden = chosen === null;
  if (chosen === null) {
    leave();
    document.title = "flipswitch";
    return;
  }
  if (address(chosen) !== location.hash) history.replaceState(null, "", address(chosen));
  const project = projects.find(({ key }) => key === chosen.project);
  const environment = project.environments.find(({ key }) => key === chosen.environment);
  fillSelect(byId("project"), projects, chosen.project);
  fillSelect(byId("environment"), project.environments, chosen.environment);
  byId("project-field").hidden = projects.length < 2;
  byId("production").hidden = chosen.environment !== riskyEnvironment;
  byId("main").dataset.environment = chosen.environment;
  document.title = `${environment.name || environment.key} · ${project.name || project.key} – flipswitch`;
  if (place !== null && address(place) === address(chosen)) return;
  leave();
  stopComplaining();
  place = chosen;
  byId("command").textContent = command(chosen.project);
  byId("load-error").hidden = true;
  flags = new Flags(chosen, refreshProjects);
  flags.filter(byId("search").value);
}

async function refreshProjects() {
  const mine = visit;
  try {
    const found = await api.projects();
    if (mine !== visit) return;
    projects = usable(found);
    show();
  } catch (error) {
    if (mine === visit) complain(`The list of projects is out of date. ${error.message}`);
  }
}

// A project without an environment has nothing to show.
function usable(found) {
  return found.filter((project) => project.environments?.length > 0);
}

// The place with these keys; a key that there isn't is replaced, if possible not by production.
function choose(projectKey, environmentKey) {
  const project = projects.find(({ key }) => key === projectKey) ?? projects[0];
  if (project === undefined) return null;
  const environment = project.environments.find(({ key }) => key === environmentKey)
    ?? project.environments.find(({ key }) => key !== riskyEnvironment)
    ?? project.environments[0];
  return { project: project.key, environment: environment.key };
}

function go(chosen) {
  location.hash = address(chosen);
}

function address({ project, environment }) {
  return `#/${encodeURIComponent(project)}/${encodeURIComponent(environment)}`;
}

function placeOfAddress() {
  try {
    const [, project, environment] = location.hash.split("/").map(decodeURIComponent);
    return { project, environment };
  } catch {
    return {}; // not an address that this page writes
  }
}

// How to create a first flag. The token stays a variable: it is never put on the page.
function command(project) {
  const body = '{"type":"boolean","variants":{"on":true,"off":false},"defaultVariant":"off","rollout":{"on":100}}';
  return `curl -X PUT '${api.flagAddress(project, "my-flag")}' \\
  -H "Authorization: Bearer $ADMIN_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'`;
}

async function copyCommand() {
  const button = byId("copy");
  try {
    await navigator.clipboard.writeText(byId("command").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2_000);
  } catch {
    complain("The browser did not allow copying. Select the command and copy it by hand.");
  }
}
