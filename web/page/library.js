// The worker as the page sees it: one question, one answer; a worker that fell over is replaced.
import { byId } from "./dom.js";

// A function that uses one instruction on vectors: valid only where the browser has them.
const VECTORS = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Whether the build with vectors runs here; `?plain` asks for the other one. */
export const hasVectors = WebAssembly.validate(VECTORS) && !new URLSearchParams(location.search).has("plain");

/** Whether the page is one file that holds everything: such a page is opened from a disk, where nothing can be fetched. */
export const isWhole = byId("worker.js") !== null;

let module;
let worker;
let script;
let waiting = new Map();
let last = 0;

export class Fell extends Error {}

/** The bytes of one of the page's files. */
async function bytesOf(name) {
  if (isWhole) return Uint8Array.from(atob(byId(name).textContent), (letter) => letter.charCodeAt(0));
  const response = await fetch(new URL(name, document.baseURI));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function compiled() {
  const code = hasVectors ? "photocheck.pack" : "photocheck-plain.pack";
  const [packed, weights] = await Promise.all([code, "weights.pack"].map(bytesOf));
  return ask("compile", { code: packed, weights }, [packed.buffer, weights.buffer]);
}

function start() {
  script ??= isWhole ? URL.createObjectURL(new Blob([byId("worker.js").textContent], { type: "text/javascript" })) : new URL("worker.js", document.baseURI);
  const mine = new Worker(script);
  mine.addEventListener("message", ({ data }) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.fell) asked?.reject(new Fell(data.fell));
    else if (data.error) asked?.reject(data.error);
    else asked?.resolve(data.answer);
  });
  mine.addEventListener("error", (event) => {
    for (const asked of waiting.values()) asked.reject(new Fell(event.message));
    waiting.clear();
  });
  return mine;
}

/** Asks the library. Rejects with its own words (a string), or with `Fell`. */
export function ask(what, rest = {}, transfer = []) {
  return new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, ask: what, ...rest }, transfer);
  });
}

/** Opens the library, or opens it anew with memory as on the first day. */
export async function open() {
  worker?.terminate();
  waiting = new Map();
  worker = start();
  module ??= await compiled();
  return ask("open", { module });
}
