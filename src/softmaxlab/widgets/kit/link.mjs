/** State as text, for links: read strictly, so that a bad link is noticed. */
import { clamp, sum } from "./smath.mjs";
import { readNumber, readTemperature, temperatureText } from "./number_text.mjs";

/** How a trait is written into a link and read from one; reading gives undefined for nonsense. */
export const codec = {
  temperature: {
    write: (value) => temperatureText(readTemperature(value)),
    read: (
      text,
    ) => (readTemperature(text) >= 0 ? temperatureText(readTemperature(text)) : undefined),
  },
  temperatures: (maxLength) => ({
    write: (values) => values.map(codec.temperature.write).join("~"),
    read(text) {
      const values = text ? text.split("~").map(codec.temperature.read) : [];
      return values.length <= maxLength && !values.includes(undefined) ? values : undefined;
    },
  }),
  numbers: (minLength, maxLength, lo, hi) => ({
    write: (values) => values.join("~"),
    read(text) {
      const values = text ? text.split("~").map(readNumber) : [];
      const fits = values.length >= minLength && values.length <= maxLength;
      return fits && !values.some(Number.isNaN)
        ? values.map((value) => clamp(value, lo, hi))
        : undefined;
    },
  }),
  // n shares that sum to 1.
  shares(n) {
    const numbers = codec.numbers(n, n, 0, 1);
    return {
      write: numbers.write,
      read(text) {
        const values = numbers.read(text);
        return values && Math.abs(sum(values) - 1) <= 1e-6 ? values : undefined;
      },
    };
  },
  // Rows of `columns` numbers each: 1~2~3_4~5~6.
  table(minRows, maxRows, columns, lo, hi) {
    const row = codec.numbers(columns, columns, lo, hi);
    return {
      write: (rows) => rows.map(row.write).join("_"),
      read(text) {
        const rows = text.split("_").map(row.read);
        return rows.length >= minRows && rows.length <= maxRows && !rows.includes(undefined)
          ? rows
          : undefined;
      },
    };
  },
  number: (lo, hi) => ({
    write: String,
    read: (text) => (Number.isNaN(readNumber(text)) ? undefined : clamp(readNumber(text), lo, hi)),
  }),
  whole: (lo, hi) => ({
    write: String,
    read: (text) => (/^\d+$/.test(text) ? clamp(Number(text), lo, hi) : undefined),
  }),
  choice: (...names) => ({ write: String, read: (text) => names.find((name) => name === text) }),
  flag: {
    write: (value) => (value ? "1" : "0"),
    read: (text) => [false, true][["0", "1"].indexOf(text)],
  },
};

/** The traits that a text such as `T:0.5,z:2~1` names; undefined if any part of it is nonsense. */
export function readState(codecs, text) {
  const found = {};
  for (const part of text.split(",")) {
    const [key, value, ...more] = part.split(":");
    const known = Object.hasOwn(codecs, key) && !(key in found) && value !== undefined &&
      !more.length;
    const read = known ? codecs[key].read(value) : undefined;
    if (read === undefined) return undefined;
    found[key] = read;
  }
  return found;
}

/**
 * That text for a state: the logits and the temperature, and whatever is not as it was at first; all
 * of it where that is nothing.
 */
export function writeState(codecs, state, initial) {
  const text = (key, values) => `${key}:${codecs[key].write(values[key])}`;
  const named = (key) => key === "T" || key === "z" || text(key, state) !== text(key, initial);
  const keys = Object.keys(codecs);
  const needed = keys.some(named) ? keys.filter(named) : keys;
  return needed.map((key) => text(key, state)).join(",");
}

/** The page's address with `key=text` in place of whatever it says of widgets, at a section. */
export function address(key, text, anchor) {
  const others = location.search.slice(1).split("&").filter((part) =>
    part && !part.startsWith("w.")
  );
  const query = [...others, `${key}=${text}`].join("&");
  return `${location.href.split(/[?#]/)[0]}?${query}${anchor ? `#${anchor}` : ""}`;
}
