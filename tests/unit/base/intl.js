/* intl.js N: N random amounts, numbers, dates and plurals, a line each: locale, kind, value, currency, and what Intl makes of it */
"use strict";

const locales = ["en-GB", "da-DK", "de-DE", "sv-SE"];
const digits = { DKK: 2, SEK: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3 };
const dates = {
  s: { year: "numeric", month: "2-digit", day: "2-digit" }, l: { year: "numeric", month: "long", day: "numeric" },
  d: { month: "short", day: "numeric" }, m: { month: "short" }
};
let state = 1n;

/* Knuth's MMIX, so that a failure comes again */
function random(most) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(most));
}

function amount() {
  const whole = String(random(2 ** 31)) + String(random(10 ** 6));
  return BigInt(whole.slice(0, 1 + random(whole.length))) * (random(4) ? 1n : -1n);
}

function decimal(minor, places) {
  const text = String(minor < 0n ? -minor : minor).padStart(places + 1, "0");
  return (minor < 0n ? "-" : "") + text.slice(0, text.length - places) + (places ? "." + text.slice(text.length - places) : "");
}

function one(locale, kind) {
  if (kind === "money") {
    const minor = amount(), names = Object.keys(digits), currency = names[random(names.length)], places = digits[currency];
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places });
    return [minor, currency, currency + "\u00a0" + format.format(decimal(minor, places))];
  }
  if (kind === "number") {
    const n = amount();
    return [n, "", new Intl.NumberFormat(locale).format(n)];
  }
  if (kind === "plural") {
    const n = random(3) ? random(12) : random(10 ** 6);
    return [n, "", new Intl.PluralRules(locale).select(n) === "one" ? 0 : 1];
  }
  const day = random(60000);
  return [day, "", new Intl.DateTimeFormat(locale, { ...dates[kind], timeZone: "UTC" }).format(new Date(day * 86400000))];
}

const kinds = ["money", "number", "plural", ...Object.keys(dates)], lines = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  const locale = locales[random(locales.length)], kind = kinds[random(kinds.length)];
  lines.push([locale, kind, ...one(locale, kind)].join("\t"));
}
process.stdout.write(lines.join("\n") + "\n");
