// JSON whose numbers stay as they are written: a number of JavaScript has 17 digits at most.

// Strings are found too, so that a number in one is left alone.
const tokens = /"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/g;
const mark = "\u0000"; // no string of a flag has it

/** A number that JavaScript would write otherwise. Counts as its nearest number. */
class Written {
  constructor(source) {
    this.source = source;
  }

  valueOf() {
    return Number(this.source);
  }

  toString() {
    return this.source;
  }

  toJSON() {
    return this.source;
  }
}

/** Reads JSON. */
export function read(json) {
  const marked = json.replace(tokens, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"\\u0000${token}"`);
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && value.startsWith(mark) ? new Written(value.slice(1)) : value);
}

/** Writes a value that was read; characters that turn the direction of text are shown by their number. */
export function write(value) {
  if (value instanceof Written) return value.source;
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value).map(([name, member]) => `${write(name)}:${write(member)}`).join(",")}}`;
  }
  return plain(JSON.stringify(value));
}

/** A text in which characters that turn the direction are shown by their number. */
export function plain(text) {
  return text.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (turn) => `\\u${turn.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
