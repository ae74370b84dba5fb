// The row of one flag: built once and then kept up to date, so that the focus stays where it is.

import { make } from "./dom.js";
import { absoluteTime, percentWords, relativeTime, served, shorten, variantWords } from "./words.js";

const highlightMillis = 2_600;
const mostRules = 5;
let rows = 0;

export class FlagRow {
  #name = make("span", { class: "flag-key" });
  #description = make("p", { class: "flag-description" });
  #type = make("span", { class: "type" });
  #serving;
  #time = make("time");
  #word = make("span", { class: "switch-word", "aria-hidden": "true" });
  #switch;
  #highlight;

  /** @param onToggle called with what the operator wants the flag to be: on (true) or off */
  constructor(key, onToggle) {
    const id = `flag-${++rows}`;
    this.#name.id = id;
    this.#name.textContent = key;
    this.#serving = make("div", { class: "serving", id: `${id}-serving` });
    this.#switch = make("button", {
      type: "button", role: "switch", class: "switch",
      "aria-labelledby": id, "aria-describedby": `${id}-serving`,
    });
    // Stays focusable while a change is under way, therefore not `disabled`.
    this.#switch.addEventListener("click", () => {
      if (!this.pending) onToggle(!this.on);
    });
    this.element = make("li", { class: "flag", "data-flag": key },
      make("div", { class: "cell-flag" }, this.#name, this.#description),
      make("div", { class: "cell-type" }, this.#type),
      make("div", { class: "cell-serving" }, this.#serving),
      make("div", { class: "cell-changed" }, make("span", { class: "narrow-label" }, "Changed "), this.#time),
      make("div", { class: "cell-switch" }, this.#word, this.#switch));
  }

  get on() {
    return this.#switch.getAttribute("aria-checked") === "true";
  }

  get pending() {
    return this.element.hasAttribute("data-pending");
  }

  get focused() {
    return document.activeElement === this.#switch;
  }

  focus() {
    this.#switch.focus();
  }

  /** Shows the flag as the server says it is. */
  show(flag) {
    this.flag = flag;
    this.element.removeAttribute("data-pending");
    this.#switch.removeAttribute("aria-disabled");
    this.#description.textContent = flag.description ?? "";
    this.#description.hidden = !flag.description;
    this.#type.textContent = flag.type;
    this.#paint(flag);
    this.showTime();
  }

  /** Shows the flag as it will be once the server agrees. */
  expect(enabled) {
    this.element.setAttribute("data-pending", "");
    this.#switch.setAttribute("aria-disabled", "true");
    this.#paint({ ...this.flag, enabled });
  }

  /** Brings the relative time up to date. */
  showTime() {
    const date = new Date(this.flag.updatedAt ?? NaN);
    const known = !Number.isNaN(date.getTime());
    this.#time.textContent = known ? relativeTime(date) : "—";
    this.#time.title = known ? absoluteTime(date) : "";
    this.#time.dateTime = known ? date.toISOString() : "";
  }

  /** Draws the eye to a change that came from elsewhere. */
  highlight() {
    clearTimeout(this.#highlight);
    this.element.removeAttribute("data-changed");
    void this.element.offsetWidth; // lets the animation start anew
    this.element.setAttribute("data-changed", "");
    this.#highlight = setTimeout(() => this.element.removeAttribute("data-changed"), highlightMillis);
  }

  #paint(flag) {
    this.#switch.setAttribute("aria-checked", String(flag.enabled));
    this.#word.textContent = flag.enabled ? "On" : "Off";
    this.element.dataset.enabled = String(flag.enabled);
    this.#serving.replaceChildren(...servingView(flag));
  }
}

// For each part of the flag, whom it serves and why, and what. Texts of a flag are apart from one another (<bdi>), since some turn the direction.
function servingView(flag) {
  const parts = served(flag);
  const shown = parts.length > mostRules + 1 ? [...parts.slice(0, mostRules), parts.at(-1)] : parts;
  const views = shown.map((part) => partView(flag, part));
  const hidden = parts.length - shown.length;
  if (hidden > 0) views.splice(-1, 0, make("p", { class: "part to" }, `${hidden} more rules`));
  return views;
}

// One line for each variant, and a bar of their shares if there are several.
function partView(flag, { to, because, shares }) {
  const view = make("div", { class: "part" },
    make("p", { class: "to", title: because }, make("bdi", { class: "whom" }, shorten(to)), " · ", make("bdi", {}, shorten(because))));
  const color = (variant) => String(Math.max(0, flag.variantOrder.indexOf(variant)) % 6);
  if (shares.length > 1) {
    const bar = make("div", { class: "bar", "aria-hidden": "true" });
    for (const { variant, percent } of shares) {
      const part = make("span", { "data-color": color(variant) });
      part.style.flexGrow = percent;
      bar.append(part);
    }
    view.append(bar);
  }
  for (const share of shares) {
    const words = variantWords(share);
    const line = make("p", { class: "share" });
    if (shares.length > 1) line.append(make("span", { class: "dot", "data-color": color(share.variant) }));
    line.append(make("bdi", {}, make("code", { title: words }, shorten(words))),
      " ", make("span", { class: "percent" }, percentWords(share.percent)));
    view.append(line);
  }
  return view;
}
