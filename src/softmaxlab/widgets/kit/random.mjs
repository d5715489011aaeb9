/**
 * NumPy's `default_rng(seed)`, bit for bit: SeedSequence, and PCG64 (XSL-RR 128/64). Its sources:
 * numpy/random/bit_generator.pyx and numpy/random/src/pcg64.
 */
const WORD = (1n << 64n) - 1n;
const STATE = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** One step of a hash on 32 bits, whose constant changes with each use. */
function hasher(constant, factor) {
  return (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, factor);
    const product = Math.imul(mixed, constant);
    return product ^ (product >>> 16);
  };
}

function mixed(x, y) {
  const result = Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715) | 0;
  return result ^ (result >>> 16);
}

/** What a seed below 2^53 becomes: four words of 64 bits, as SeedSequence makes them. */
function seedWords(seed) {
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  const words = [seed % 2 ** 32, Math.floor(seed / 2 ** 32), 0, 0].map((part) => hash(part));
  for (const from of [0, 1, 2, 3]) {
    for (const to of [0, 1, 2, 3]) {
      if (from !== to) words[to] = mixed(words[to], hash(words[from]));
    }
  }
  const last = hasher(0x8b51f9dd, 0x58f38ded);
  const halves = [...words, ...words].map((word) => BigInt(last(word) >>> 0));
  return [0, 2, 4, 6].map((i) => halves[i] | (halves[i + 1] << 32n));
}

/**
 * A generator: `random()` is its next number in [0, 1), `choice(p)` the next index that
 * `choice(len(p), p=p)` draws.
 */
export function defaultRng(seed) {
  const [high, low, incrementHigh, incrementLow] = seedWords(seed);
  const increment = ((((incrementHigh << 64n) | incrementLow) << 1n) | 1n) & STATE;
  let state = 0n;
  const step = () => {
    state = (state * MULTIPLIER + increment) & STATE;
  };
  step();
  state += (high << 64n) | low;
  step();

  function random() {
    step();
    const word = (state >> 64n) ^ (state & WORD);
    const turn = state >> 122n;
    const turned = ((word >> turn) | (word << (64n - turn))) & WORD;
    return Number(turned >> 11n) / 2 ** 53;
  }

  function choice(p) {
    let total = 0;
    const sums = p.map((v) => (total += v));
    const u = random();
    return sums.findIndex((v) => v / total > u);
  }

  return { random, choice };
}
