// The library in a thread of its own, so that the page stays alive while a photo is checked. It gets its module from the
// page and asks the network for nothing.
import { unpacked } from "./unpack.js";

const { Checker, Guide, built_in_sets, version, definitions } = wasm_bindgen;
let memory;
let checker;
let guide;

const answers = {
  /** The module of its packs, for this thread and those that follow it. */
  compile: ({ code, weights }) => WebAssembly.compile(unpacked(code, weights)),
  async open({ module }) {
    ({ memory } = await wasm_bindgen({ module_or_path: module }));
    return { sets: JSON.parse(built_in_sets()), version: version(), definitions: definitions() };
  },
  begin({ names, own, photos }) {
    checker = new Checker(names, own, photos);
  },
  add({ name, bytes }) {
    checker.add(name, new Uint8Array(bytes));
  },
  finish() {
    checker.finish();
    return JSON.parse(checker.sets());
  },
  cards: ({ set, lang }) => checker.cards(set, lang),
  report: ({ format, lang }) => checker.report(format, lang),
  /** Bytes that the library has had at most. */
  memory: () => memory.buffer.byteLength,
  advice({ name, bytes }) {
    if (guide?.name !== name) guide = { name, by: new Guide(name) };
    return JSON.parse(guide.by.advice(new Uint8Array(bytes)));
  },
};

addEventListener("message", async ({ data: { id, ask, ...rest } }) => {
  try {
    postMessage({ id, answer: await answers[ask](rest) });
  } catch (error) {
    // A text is the library's own answer; anything else means that it fell over and has to be opened again.
    postMessage({ id, error: typeof error === "string" ? error : null, fell: typeof error === "string" ? null : String(error) });
  }
});
