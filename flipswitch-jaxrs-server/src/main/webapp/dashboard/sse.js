// An incremental parser for text/event-stream, after the WHATWG HTML standard, section 9.2.

/**
 * Takes the bytes of a stream in pieces of any size and calls `onEvent({type, data, lastEventId})`
 * for each event as soon as the blank line that ends it has come. An event that the end of the
 * stream cuts off is never reported.
 */
export class SseParser {
  #onEvent;
  // Puts characters together that lie across two pieces, and takes the byte order mark off.
  #decoder = new TextDecoder("utf-8");
  #line = "";
  #afterCarriageReturn = false;
  #type = "";
  #data = "";
  #idBuffer = "";

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  /** Takes the next bytes of the stream. */
  push(bytes) {
    const text = this.#decoder.decode(bytes, { stream: true });
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === "\n" && this.#afterCarriageReturn) {
        // The second half of a CRLF, whose line was ended by its first half.
        this.#afterCarriageReturn = false;
        start = at + 1;
        continue;
      }
      this.#afterCarriageReturn = character === "\r";
      if (character === "\n" || character === "\r") {
        const line = this.#line + text.slice(start, at);
        this.#line = "";
        start = at + 1;
        this.#take(line);
      }
    }
    this.#line += text.slice(start);
  }

  #take(line) {
    if (line === "") {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "data") this.#data += `${value}\n`;
    else if (field === "event") this.#type = value;
    else if (field === "id" && !value.includes("\0")) this.#idBuffer = value;
    // "retry" is left to the connection, which has its own pace; other fields mean nothing.
  }

  #dispatch() {
    const type = this.#type || "message";
    const data = this.#data;
    this.#type = "";
    this.#data = "";
    if (data === "") return;
    this.#onEvent({ type, data: data.slice(0, -1), lastEventId: this.#idBuffer });
  }
}
