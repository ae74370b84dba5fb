// The few things that are done to the page again and again. Data enters it as text only.

/** The element of the page with that id. */
export const byId = (id) => document.getElementById(id);

/** A new element: `make("span", {class: "x"}, "text", child)`. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Fills a select with `[{key, name}]` and chooses one of them. */
export function fillSelect(select, choices, chosen) {
  select.replaceChildren(...choices.map(({ key, name }) => make("option", { value: key }, name || key)));
  select.value = chosen;
}

/** Says something to those who hear the page instead of seeing it. */
export function announce(sentence) {
  byId("announcer").textContent = sentence;
}

/** Shows what went wrong until it is dismissed; the region is live, so it is also read out. */
export function complain(sentence) {
  byId("complaint-text").textContent = sentence;
  byId("complaint").hidden = false;
}

/** Takes the complaint away. */
export function stopComplaining() {
  byId("complaint").hidden = true;
  byId("complaint-text").textContent = "";
}
