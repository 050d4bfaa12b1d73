// The page: takes photos, hands their bytes to the library, shows what the library says. Keeps nothing.
import { byId, element } from "./dom.js";
import { lang, say } from "./words.js";
import { Fell, ask, hasVectors, isWhole, open } from "./library.js";
import { watch } from "./camera.js";

const root = document.documentElement;
/** Most bytes of a photo, as the program has it. */
const MOST = 64 << 20;

let sets = [];
let version = "";
let own = null;
let chosen = [];
let judged = null;
let names = [];
let shown = 0;
let busy = Promise.resolve();
let state = ["opening", {}];

// --- what is said

function tell(name, holes = {}) {
  state = [name, holes];
  byId("state").textContent = say(name, holes);
}

function setLang(to) {
  root.dataset.lang = to;
  root.lang = to === "zh" ? "zh-CN" : "en";
  document.title = to === "zh" ? "证件照检查 photocheck" : "photocheck: check an ID photo";
  tell(...state);
  listSets();
  if (version) byId("version").textContent = say("version", { version, how: hasVectors ? "" : say("plain") });
  if (judged) show();
}

function listSets() {
  const [select, more] = [byId("set"), byId("more")];
  const [now, also] = [select.value, checkedMore()];
  const title = (set) => set.title[lang()];
  select.replaceChildren(...sets.map((set) => element("option", title(set), { value: set.name })));
  if (now) select.value = now;
  more.replaceChildren(...sets.map((set) => {
    const label = element("label", "");
    const box = element("input", "", { type: "checkbox", value: set.name });
    box.checked = also.includes(set.name);
    label.append(box, title(set));
    return label;
  }));
}

const checkedMore = () => [...byId("more").querySelectorAll("input:checked")].map((box) => box.value);

// --- checking

const isHeic = (bytes) => {
  const brand = new TextDecoder("latin1").decode(bytes.slice(4, 12));
  return /^ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/.test(brand);
};

/** The bytes to check: the file's own, or what this browser can decode of a HEIC file. */
async function photoOf(file) {
  const bytes = await file.arrayBuffer();
  if (!isHeic(new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)))) return { name: file.name, bytes };
  try {
    const picture = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
    return { name: file.name.replace(/\.hei[cf]$/i, ".jpg"), bytes: await jpeg.arrayBuffer() };
  } catch {
    byId("told").append(element("p", say("heic", { name: file.name })));
    return null;
  }
}

function ruleNames() {
  const also = checkedMore().filter((name) => name !== byId("set").value);
  return { names: [byId("set").value, ...also], own: own ?? "" };
}

function showProblems(error) {
  const list = JSON.parse(error);
  const said = list.map((it) => element("p", (it.line ? say("line", { line: it.line }) : "") + it[lang()]));
  byId("problems").replaceChildren(element("p", say("ownRules")), ...said);
}

async function begin(photos) {
  try {
    // A new instance for each batch: its memory goes back when the last one's worker ends.
    await open();
    await ask("begin", { ...ruleNames(), photos });
    byId("problems").replaceChildren();
    return true;
  } catch (error) {
    if (typeof error !== "string") throw error;
    showProblems(error);
    return false;
  }
}

async function check(files) {
  const photos = files
    .filter((file) => file.type.startsWith("image/") || /\.(jpe?g|jfif|png|webp|gif|bmp|tiff?|hei[cf]|avif)$/i.test(file.name))
    .sort((a, b) => compare(a.name, b.name));
  byId("told").replaceChildren();
  if (photos.length === 0) return byId("told").append(element("p", say("noPhoto")));
  if (!(await begin(photos.length))) return;
  const bar = byId("progress");
  [bar.hidden, bar.value, bar.max] = [false, 0, photos.length];
  names = [];
  for (const [at, file] of photos.entries()) {
    tell("checking", { at: at + 1, all: photos.length });
    if (file.size > MOST) {
      byId("told").append(element("p", say("tooLarge", { name: file.name, size: (file.size / 1e6).toFixed(0) })));
      continue;
    }
    const photo = await photoOf(file);
    if (photo === null) continue;
    try {
      await ask("add", photo, [photo.bytes]);
      names.push(photo.name);
    } catch (error) {
      if (!(error instanceof Fell)) throw error;
      // What was read is gone with the instance: start again without this photo.
      byId("told").append(element("p", say("fell", { name: file.name })));
      const rest = photos.filter((other) => other !== file);
      return rest.length ? check(rest) : undefined;
    }
    bar.value = at + 1;
  }
  judged = await ask("finish");
  bar.hidden = true;
  shown = 0;
  tell(photos.length === 1 ? "one" : "done", { all: names.length });
  await show();
  byId("result").focus({ preventScroll: false });
}

/** Order of code points, as the program sorts. */
function compare(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const step = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (step !== 0) return step;
  }
  return left.length - right.length;
}

async function show() {
  const cards = [];
  for (const set of judged.keys()) {
    const part = document.createElement("template");
    part.innerHTML = await ask("cards", { set, lang: lang() });
    cards.push(part.content);
  }
  byId("table").replaceChildren(...(judged.length > 1 ? [table(cards)] : []));
  byId("save").hidden = names.length === 0;
  byId("cards").replaceChildren(...(names.length === 0 ? [] : [cards[shown]]));
}

/** One row a photo, one column a set, each cell the verdict of its card; the chosen column's cards stand below. */
function table(cards) {
  const made = element("table", "");
  const head = made.createTHead().insertRow();
  head.append(element("th", say("photo"), { scope: "col" }));
  judged.forEach((set, at) => {
    const cell = element("th", "", { scope: "col" });
    const button = element("button", set.title[lang()], { type: "button", "aria-pressed": String(at === shown) });
    button.addEventListener("click", () => { shown = at; enqueue(show); });
    cell.append(button);
    head.append(cell);
  });
  const badges = cards.map((part) => [...part.querySelectorAll(".card .badge")].map((badge) => badge.cloneNode(true)));
  const body = made.createTBody();
  names.forEach((name, row) => {
    const line = body.insertRow();
    line.append(element("th", name, { scope: "row" }));
    for (const column of badges) line.insertCell().append(column[row]);
  });
  return made;
}

async function save(format) {
  const text = await ask("report", { format, lang: lang() });
  const type = { html: "text/html", csv: "text/csv", json: "application/json" }[format];
  const link = element("a", "", { download: `photocheck.${format}` });
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// --- one thing at a time

function enqueue(work) {
  busy = busy.then(work).catch((error) => {
    byId("progress").hidden = true;
    tell("cannotOpen", { why: error.message ?? String(error) });
  });
  return busy;
}

function take(files) {
  const all = [...files];
  if (all.length) {
    chosen = all;
    enqueue(() => check(all));
  }
}

const again = () => chosen.length && enqueue(() => check(chosen));

// --- what a person does

byId("lang").addEventListener("click", () => setLang(lang() === "zh" ? "en" : "zh"));
byId("files").addEventListener("change", (event) => { take(event.target.files); event.target.value = ""; });
byId("set").addEventListener("change", again);
byId("more").addEventListener("change", again);
byId("own").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  own = file ? await file.text() : null;
  if (chosen.length) again();
  else if (own !== null) enqueue(() => begin(0));
});
byId("save").addEventListener("click", (event) => {
  const format = event.target.closest("button")?.dataset.format;
  if (format) enqueue(() => save(format));
});
const drop = byId("drop");
for (const kind of ["dragover", "dragenter"]) addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files); });
addEventListener("paste", (event) => {
  const named = (file) => file.name ? file : new File([file], say("pasted", { kind: file.type.split("/")[1] }), { type: file.type });
  take([...event.clipboardData.files].map(named));
});
watch({ set: () => byId("set").value, take, enqueue });

// --- opening

async function controlled() {
  if (isWhole || !("serviceWorker" in navigator) || !isSecureContext) return;
  await navigator.serviceWorker.register("sw.js");
  if (navigator.serviceWorker.controller) return;
  // The worker's own policy comes with what the service worker answers, so it is started after that.
  await new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    setTimeout(done, 5000);
  });
}

enqueue(async () => {
  setLang(/^zh/i.test(navigator.language) ? "zh" : "en");
  if (typeof WebAssembly !== "object") return tell("old");
  await controlled().catch(() => {});
  const opened = await open();
  sets = opened.sets;
  version = opened.version;
  byId("definitions").innerHTML = opened.definitions;
  setLang(lang());
  tell("ready");
  root.dataset.ready = "yes";
});
