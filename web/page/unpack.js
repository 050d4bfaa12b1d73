// The library as it is sent: packed tighter than what hosts and browsers pack and unpack by themselves.
//
// A pack of the code is a number of pieces, for each its place in the module, its place in the weights and its length (four
// bytes each, little endian), and the module without those pieces, as an LZMA file. The pack of the weights is the length of an
// LZMA file, that file with the upper byte of each weight, and the lower bytes as they are, since nothing makes those smaller.
// web/pack.py writes both.

/** Numbers of contexts: where each kind of decision keeps its chances. */
const MATCH = 0;
const REPEATED = MATCH + (12 << 4);
const NOT_LAST = REPEATED + 12;
const NOT_SECOND = NOT_LAST + 12;
const NOT_THIRD = NOT_SECOND + 12;
const LONG = NOT_THIRD + 12;
const SLOT = LONG + (12 << 4);
const NEAR = SLOT + 4 * 64;
const ALIGN = NEAR + 115;
const LENGTH = ALIGN + 16;
const LENGTH_REPEATED = LENGTH + 514;
const LITERAL = LENGTH_REPEATED + 514;

/** What an LZMA file (".lzma", of a known size) holds. */
function lzma(packed) {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const contextBits = packed[0] % 9;
  const placeBits = Math.floor(packed[0] / 9) % 5;
  const stepMask = (1 << Math.floor(packed[0] / 45)) - 1;
  const out = new Uint8Array(view.getUint32(5, true));
  const chances = new Uint16Array(LITERAL + (0x300 << (contextBits + placeBits))).fill(1 << 10);
  let range = 0xffffffff;
  let code = view.getUint32(14);
  let at = 18;
  let filled = 0;
  let state = 0;
  let [last, second, third, fourth] = [0, 0, 0, 0];

  function refill() {
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[at++]) >>> 0;
    }
  }
  function bit(context) {
    const chance = chances[context];
    const bound = (range >>> 11) * chance;
    const one = code >= bound;
    if (one) {
      range -= bound;
      code -= bound;
      chances[context] = chance - (chance >> 5);
    } else {
      range = bound;
      chances[context] = chance + ((2048 - chance) >> 5);
    }
    refill();
    return one ? 1 : 0;
  }
  /** A number of so many bits that have equal chances. */
  function plain(bits) {
    let number = 0;
    for (; bits > 0; bits--) {
      range >>>= 1;
      const one = code >= range;
      if (one) code -= range;
      number = (number << 1) | (one ? 1 : 0);
      refill();
    }
    return number;
  }
  function tree(base, bits) {
    let node = 1;
    for (let step = 0; step < bits; step++) node = (node << 1) | bit(base + node);
    return node - (1 << bits);
  }
  function lowestFirst(base, bits) {
    let [node, number] = [1, 0];
    for (let step = 0; step < bits; step++) {
      const one = bit(base + node);
      node = (node << 1) | one;
      number |= one << step;
    }
    return number;
  }
  function length(base, step) {
    if (!bit(base)) return 2 + tree(base + 2 + (step << 3), 3);
    if (!bit(base + 1)) return 10 + tree(base + 130 + (step << 3), 3);
    return 18 + tree(base + 258, 8);
  }
  function literal() {
    const before = filled > 0 ? out[filled - 1] : 0;
    const place = ((filled & ((1 << placeBits) - 1)) << contextBits) + (before >> (8 - contextBits));
    const base = LITERAL + 0x300 * place;
    let node = 1;
    if (state >= 7) {
      let expected = out[filled - last - 1];
      while (node < 0x100) {
        const hint = (expected >> 7) & 1;
        expected <<= 1;
        const one = bit(base + ((1 + hint) << 8) + node);
        node = (node << 1) | one;
        if (hint !== one) break;
      }
    }
    while (node < 0x100) node = (node << 1) | bit(base + node);
    out[filled++] = node;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }
  function distance(copied) {
    const slot = tree(SLOT + Math.min(copied - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const most = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return most + lowestFirst(NEAR + most - slot, bits);
    const middle = plain(bits - 4) * 16;
    return most + middle + lowestFirst(ALIGN, 4);
  }
  /** Chooses one of the last four distances; whether it is one byte only. */
  function repeat(step) {
    if (!bit(NOT_LAST + state)) return !bit(LONG + (state << 4) + step);
    let chosen = second;
    if (bit(NOT_SECOND + state)) {
      chosen = third;
      if (bit(NOT_THIRD + state)) {
        chosen = fourth;
        fourth = third;
      }
      third = second;
    }
    [second, last] = [last, chosen];
    return false;
  }
  function copy(copied) {
    if (last >= filled || at > packed.length + 4) throw new Error("damaged");
    const end = Math.min(filled + copied, out.length);
    for (; filled < end; filled++) out[filled] = out[filled - last - 1];
  }

  while (filled < out.length) {
    const step = filled & stepMask;
    if (!bit(MATCH + (state << 4) + step)) {
      literal();
    } else if (!bit(REPEATED + state)) {
      [fourth, third, second] = [third, second, last];
      const copied = length(LENGTH, step);
      last = distance(copied);
      state = state < 7 ? 7 : 10;
      copy(copied);
    } else if (repeat(step)) {
      state = state < 7 ? 9 : 11;
      copy(1);
    } else {
      const copied = length(LENGTH_REPEATED, step);
      state = state < 7 ? 8 : 11;
      copy(copied);
    }
  }
  return out;
}

/** The module's bytes, of a pack of the code and the pack of the weights. */
export function unpacked(code, weights) {
  const numbers = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (bytes, at) => numbers(bytes).getUint32(4 * at, true);
  const split = 4 + number(weights, 0);
  const upper = lzma(weights.subarray(4, split));
  const lower = weights.subarray(split);
  const together = new Uint8Array(2 * upper.length);
  for (let at = 0; at < upper.length; at++) {
    together[2 * at] = lower[at];
    together[2 * at + 1] = upper[at];
  }
  const pieces = number(code, 0);
  const rest = lzma(code.subarray(4 + 12 * pieces));
  const whole = new Uint8Array(rest.length + together.length);
  let [filled, taken] = [0, 0];
  for (let piece = 0; piece < pieces; piece++) {
    const [place, begin, length] = [1, 2, 3].map((at) => number(code, 3 * piece + at));
    whole.set(rest.subarray(taken, taken + place - filled), filled);
    taken += place - filled;
    whole.set(together.subarray(begin, begin + length), place);
    filled = place + length;
  }
  whole.set(rest.subarray(taken), filled);
  return whole;
}
