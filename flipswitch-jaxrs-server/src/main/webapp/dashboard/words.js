// Says in words what a flag does and when it last changed.

import { plain, write } from "./numbers.js";

const percents = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const relative = new Intl.RelativeTimeFormat("en");
const absolute = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });
const steps = [
  ["year", 31_536_000], ["month", 2_592_000], ["week", 604_800],
  ["day", 86_400], ["hour", 3_600], ["minute", 60],
];

/**
 * What a flag serves now, as the server says it: `[{to, because, shares: [{variant, value, percent}]}]`, one for each rule
 * in their order and one for everybody else.
 */
export function served(flag) {
  if (flag.error) return [{ to: "nobody", because: `what is stored can't be evaluated: ${flag.error.message}`, shares: [] }];
  const parts = flag.enabled ? flag.serves.whileEnabled : [{
    to: "everybody", because: "the default variant, since it is off",
    shares: [{ variant: flag.defaultVariant, percentage: 100 }],
  }];
  return parts.map(({ to, because, shares }) => ({
    to, because, shares: shares.map(({ variant, percentage }) => ({
      variant, percent: percentage, value: flag.variants[variant],
    })),
  }));
}

/** "on → true", the value as JSON. */
export function variantWords({ variant, value }) {
  return value === undefined ? plain(variant) : `${plain(variant)} → ${write(value)}`;
}

/** The words, cut off where a value is too long for a line or two. */
export const shorten = (words) => (words.length > 72 ? `${words.slice(0, 71).replace(/[\ud800-\udbff]$/, "")}…` : words);

/** "12.5 %" */
export const percentWords = (percent) => `${percents.format(percent)}\u00a0%`;

/** "1 flag", "2 flags" */
export const count = (number) => (number === 1 ? "1 flag" : `${number} flags`);

/** "3 minutes ago"; a moment that this computer's clock holds for the future is "just now". */
export function relativeTime(date, now = Date.now()) {
  const seconds = (now - date.getTime()) / 1000;
  for (const [unit, length] of steps) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  }
  return "just now";
}

/** "Jan 2, 2026 at 3:04:05 PM GMT+1" */
export const absoluteTime = (date) => absolute.format(date);
