// The page in a browser, as people meet it. Needs web/dist and web/photocheck.html (web/build), the packages of package.json,
// Chromium (CHROMIUM names it) and the program (PHOTOCHECK names it; target/debug/photocheck else). Portraits of strangers are
// checked too where a folder of them is there (STRANGERS names it); EVERY=1 takes all of them and not a sample.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const dist = join(root, "web/dist");
const whole = pathToFileURL(join(root, "web/photocheck.html")).href;
const strangers = process.env.STRANGERS ?? join(root, "../shared/strangers/photos");
/** Of the strangers each so many'th is taken, in batches of so many. */
const every = Number(process.env.EVERY ?? 14);
const BATCH = 49;
const fixtures = join(root, "fixtures");
const program = process.env.PHOTOCHECK ?? join(root, "target/debug/photocheck");
const shots = process.env.SCREENSHOTS;
const photos = readdirSync(fixtures).filter((name) => /\.(jpe?g|png|webp)$/.test(name)).sort();
const paths = (names) => names.map((name) => join(fixtures, name));

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".pack": "application/octet-stream", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };
let server;
let address;
let browser;
/** Every request that reached the host. */
let asked = [];

/** What was asked since; that the browser itself looks for a newer service worker after each load is no doing of the page. */
const since = (requests) => asked.slice(requests).filter((url) => url !== "/sw.js");

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url);
    const name = basename(request.url.split("?")[0]) || "index.html";
    try {
      const bytes = readFileSync(join(dist, name));
      response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${server.address().port}/`;
  browser = await launched();
});

function launched(...more) {
  const args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", ...more];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

after(async () => {
  await browser?.close();
  server?.close();
});

/** What a page asked for that is not inside it: a blob and a data address are. */
const outside = (requests) => requests.filter((url) => !/^(blob|data):/.test(url));

async function opened({ query = "", at = address, by = browser, ...options } = {}) {
  const context = await by.newContext({ locale: "zh-CN", acceptDownloads: true, ...options });
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(at + query);
  await page.waitForSelector("html[data-ready=yes]", { timeout: 120_000 });
  return { context, page, errors, requests };
}

async function checked(page, files, timeout = 600_000) {
  await page.evaluate(() => document.querySelector("#cards").replaceChildren());
  await page.setInputFiles("#files", files);
  await page.waitForFunction((all) => document.querySelectorAll("#cards .card").length === all && document.querySelector("#progress").hidden, files.length, { timeout });
}

async function saved(page, format) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#save [data-format=${format}]`)]);
  return readFileSync(await download.path(), "utf8");
}

const answer = (args, cwd = fixtures) => {
  try {
    return execFileSync(program, args, { cwd, maxBuffer: 1 << 28, encoding: "utf8" });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
};

/**
 * The same outcomes, sentences and limits, so every number to the digits shown. Behind them a number may differ by what fused
 * and plain multiply-adds make of it: a twentieth of its uncertainty, or five thousandths where it has none.
 */
let widest = 0;
/** Sentences in which a number shows its last digit one higher or lower, since what stands behind it lies between the two. */
let rounded = [];
const NUMBER = /\d+(?:\.\d+)?/g;

function isRounded(found, expected) {
  if (typeof found !== "string" || typeof expected !== "string" || found.replace(NUMBER, "#") !== expected.replace(NUMBER, "#")) return false;
  const decimals = (text) => text.split(".")[1]?.length ?? 0;
  const numbers = expected.match(NUMBER) ?? [];
  return (found.match(NUMBER) ?? []).every((text, at) => Math.abs(text - numbers[at]) <= 1.001 * 10 ** -Math.max(decimals(text), decimals(numbers[at])));
}

function assertSame(found, expected, place, uncertainty) {
  if (typeof expected === "number" && typeof found === "number") {
    const bearable = uncertainty === undefined ? 5e-3 * Math.max(1, Math.abs(expected)) : 0.05 * uncertainty;
    if (uncertainty > 0) widest = Math.max(widest, Math.abs(found - expected) / uncertainty);
    assert.ok(Math.abs(found - expected) <= bearable, `${place}: ${found}, the program ${expected}`);
  } else if (expected !== null && typeof expected === "object" && found !== null && typeof found === "object") {
    assert.deepEqual(Object.keys(found), Object.keys(expected), place);
    const its = expected.uncertainty ?? (Array.isArray(expected) ? uncertainty : undefined);
    for (const key of Object.keys(expected)) {
      const measured = Array.isArray(expected) || ["value", "margin", "uncertainty"].includes(key);
      assertSame(found[key], expected[key], `${place} ${expected.rule ?? ""} ${key}`, measured ? its : undefined);
    }
  } else if (found !== expected && isRounded(found, expected)) {
    rounded.push(`${place}: ${found} | ${expected}`);
  } else {
    assert.deepEqual(found, expected, place);
  }
}

/** Checks the photos by the page and by the program; what they say is the same. */
async function compared(page, folder, names) {
  const expected = JSON.parse(answer(["check", "--format", "json", "--lang", "zh", ...names], folder));
  const begun = performance.now();
  await checked(page, names.map((name) => join(folder, name)), 3_600_000);
  const each = (performance.now() - begun) / names.length;
  const found = JSON.parse(await saved(page, "json"));
  assert.deepEqual(found.photos.map((photo) => photo.file), expected.photos.map((photo) => photo.file));
  for (const [at, photo] of expected.photos.entries()) assertSame(found.photos[at], photo, photo.file);
  assert.deepEqual(found.summary, expected.summary);
  // Numbers that lie on the edge between two digits are few.
  assert.ok(rounded.length <= names.length / 10, rounded.join("\n"));
  rounded.forEach((it) => console.log(it));
  rounded = [];
  return each;
}

for (const query of ["", "?plain"]) {
  test(`the page says what the program says of every fixture${query}`, { timeout: 900_000 }, async () => {
    const { context, page, errors } = await opened({ query });
    const requests = asked.length;
    const each = await compared(page, fixtures, photos);
    console.log(`${each.toFixed(0)} ms a photo ${query || "with vectors"}`);
    assert.deepEqual(since(requests), [], "while photos are checked nothing is asked");
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test("the page says what the program says of real people", { timeout: 7_200_000, skip: !existsSync(strangers) }, async () => {
  const names = readdirSync(strangers).filter((name) => /\.jpe?g$/i.test(name)).sort().filter((_, at) => at % every === 0);
  assert.ok(names.length >= 40, `${names.length} portraits`);
  const { context, page } = await opened();
  for (let at = 0; at < names.length; at += BATCH) {
    const each = await compared(page, strangers, names.slice(at, at + BATCH));
    console.log(`${at} and on: ${each.toFixed(0)} ms a photo; numbers differ by at most ${(100 * widest).toFixed(1)} % of their uncertainty`);
  }
  await context.close();
});

test("a browser without vectors takes the plain build by itself and says the same", { timeout: 900_000 }, async () => {
  const old = await launched("--js-flags=--no-enable-sse4-1");
  const { context, page, requests } = await opened({ by: old });
  assert.ok(requests.some((url) => url.endsWith("/photocheck-plain.pack")), requests.join(" "));
  assert.ok(!requests.some((url) => url.endsWith("/photocheck.pack")));
  const each = await compared(page, fixtures, photos.slice(0, 12));
  console.log(`${each.toFixed(0)} ms a photo without vectors`);
  await context.close();
  await old.close();
});

test("one file from a disk does the same and asks for nothing at all", { timeout: 900_000 }, async () => {
  for (const query of ["", "?plain"]) {
    const { context, page, errors, requests } = await opened({ at: whole, query, permissions: [] });
    assert.deepEqual(outside(requests), [whole + query], "it has everything inside");
    await compared(page, fixtures, ["fail-head-height-small.jpg", "pass-man-blue.jpg", "turned-exif.jpg"]);
    assert.equal(await page.locator("#cards img, #cards svg image").count() > 0, true, "photos are shown");
    const reached = await page.evaluate(() => fetch("http://127.0.0.1:1/").then(() => "reached", (error) => error.name));
    const [worker] = page.workers();
    const reachedFromWorker = await worker.evaluate(() => fetch("http://127.0.0.1:1/").then(() => "reached", (error) => error.name));
    assert.deepEqual([reached, reachedFromWorker], ["TypeError", "TypeError"]);
    assert.deepEqual(outside(requests), [whole + query]);
    const refused = errors.filter((text) => !/connect-src|127\.0\.0\.1/.test(text));
    assert.deepEqual(refused, []);
    await context.close();
  }
});

test("a browser loads at most 5 MB, whatever the host compresses", { timeout: 120_000 }, async () => {
  const requests = asked.length;
  const { context } = await opened();
  const names = new Set(asked.slice(requests).map((url) => basename(url.split("?")[0]) || "index.html"));
  const bytes = [...names].reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
  console.log(`${bytes} bytes: ${[...names].join(" ")}`);
  assert.ok(names.has("weights.pack") && names.has("photocheck.pack") && !names.has("photocheck-plain.pack"));
  assert.ok(bytes <= 5_000_000, `${bytes} bytes`);
  await context.close();
});

test("nothing leaves, and after the first load no network is needed", { timeout: 300_000 }, async () => {
  const { context, page } = await opened();
  await context.setOffline(true);
  const requests = asked.length;
  await page.reload();
  await page.waitForSelector("html[data-ready=yes]", { timeout: 120_000 });
  await checked(page, paths(["pass-woman-blue.jpg"]));
  assert.deepEqual(since(requests), []);
  assert.equal(await page.locator("#cards .badge.pass, #cards .badge.review").count(), 1);
  await context.setOffline(false);
  const [worker] = page.workers();
  const reached = await worker.evaluate(() => fetch("/index.html").then(() => true, () => false));
  assert.equal(reached, false, "the thread that sees photos can connect to nothing");
  const elsewhere = await page.evaluate(() => fetch("http://example.invalid/").then(() => "reached", (error) => error.name));
  assert.equal(elsewhere, "TypeError");
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
  assert.deepEqual(kept, [0, 0, 0, ""]);
  await context.close();
});

test("several sets, one's own rules, both languages, reports to save", { timeout: 300_000 }, async () => {
  const { context, page, errors } = await opened();
  await checked(page, paths(["fail-head-height-small.jpg", "pass-man-blue.jpg"]));
  await page.click("#lang");
  assert.match(await page.textContent("#state"), /2 checked/);
  await page.click("details summary >> nth=0");
  await page.check("#more input[value=icao]");
  await page.waitForSelector("#table table");
  assert.equal(await page.locator("#table tbody tr").count(), 2);
  assert.equal(await page.locator("#table tbody td .badge").count(), 4);
  assert.match(await saved(page, "html"), /^<!DOCTYPE html>/);
  assert.match(await saved(page, "csv"), /fail-head-height-small\.jpg/);
  const wrong = 'schema = 1\n[set]\nid = "x"\ntitle = { zh = "某", en = "x" }\nextends = "icaoo"\n';
  await page.setInputFiles("#own", { name: "own.toml", mimeType: "application/toml", buffer: Buffer.from(wrong) });
  await page.waitForSelector("#problems p:nth-child(2)");
  assert.match(await page.textContent("#problems"), /line 5: .*icaoo.*icao/);
  const right = wrong.replace("icaoo", "icao");
  await page.setInputFiles("#own", { name: "own.toml", mimeType: "application/toml", buffer: Buffer.from(right) });
  await page.waitForFunction(() => document.querySelectorAll("#table thead th").length === 4);
  assert.equal(await page.textContent("#problems"), "");
  assert.deepEqual(errors, []);
  await context.close();
});

test("photos that are dropped or pasted are checked", { timeout: 300_000 }, async () => {
  const { context, page, errors } = await opened();
  const bytes = readFileSync(join(fixtures, "pass-man-blue.jpg")).toString("base64");
  for (const kind of ["drop", "paste"]) {
    await page.evaluate(([kind, bytes]) => {
      document.querySelector("#cards").replaceChildren();
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (it) => it.charCodeAt(0))], `${kind}.jpg`, { type: "image/jpeg" }));
      const event = kind === "drop" ? new DragEvent(kind, { dataTransfer: data, bubbles: true }) : new ClipboardEvent(kind, { clipboardData: data, bubbles: true });
      document.body.dispatchEvent(event);
    }, [kind, bytes]);
    await page.waitForSelector("#cards .card.pass", { timeout: 120_000 });
    assert.match(await page.textContent("#cards .card"), new RegExp(`${kind}\\.jpg`));
  }
  assert.deepEqual(errors, []);
  await context.close();
});

test("what cannot be read is told with its cure", { timeout: 300_000 }, async () => {
  const { context, page } = await opened();
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(64)]);
  await page.setInputFiles("#files", [{ name: "IMG_1.HEIC", mimeType: "image/heic", buffer: heic }]);
  await page.waitForSelector("#told p");
  assert.match(await page.textContent("#told"), /IMG_1\.HEIC.*兼容性最佳/);
  await page.setInputFiles("#files", [{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("x") }]);
  await page.waitForFunction(() => /没有照片/.test(document.querySelector("#told").textContent));
  await page.setInputFiles("#files", [{ name: '"><img src=x onerror=alert(1)>.jpg', mimeType: "image/jpeg", buffer: Buffer.from("x") }]);
  await page.waitForSelector("#cards .card.fail");
  assert.equal(await page.locator("#cards img").count(), 0);
  await context.close();
});

test("a HEIC photo is checked where the browser can decode it", { timeout: 300_000 }, async () => {
  const { context, page } = await opened();
  // Chromium cannot: it is lent the picture that another browser would find inside.
  const jpeg = readFileSync(join(fixtures, "pass-man-blue.jpg")).toString("base64");
  await page.evaluate((jpeg) => {
    const own = createImageBitmap;
    const inside = new Blob([Uint8Array.from(atob(jpeg), (it) => it.charCodeAt(0))], { type: "image/jpeg" });
    window.createImageBitmap = () => own(inside);
  }, jpeg);
  await checked(page, [{ name: "IMG_1.HEIC", mimeType: "image/heic", buffer: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(64)]) }]);
  const { photos: [photo] } = JSON.parse(await saved(page, "json"));
  assert.equal(photo.file, "IMG_1.jpg");
  assert.equal(photo.findings.find((it) => it.rule === "one-face").outcome, "pass");
  await context.close();
});

test("while many photos are checked the page stays alive and shows how far it is", { timeout: 300_000 }, async () => {
  const { context, page } = await opened();
  const many = photos.slice(0, 30);
  // How far the bar stands at each frame, and the longest that a frame let wait.
  await page.evaluate(() => {
    const bar = document.querySelector("#progress");
    window.seen = { shares: new Set(), longest: 0 };
    let before = performance.now();
    const frame = (now) => {
      seen.longest = Math.max(seen.longest, now - before);
      before = now;
      if (!bar.hidden) seen.shares.add(bar.value / bar.max);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await checked(page, paths(many));
  const { shares, longest } = await page.evaluate(() => ({ shares: [...seen.shares], longest: seen.longest }));
  assert.ok(shares.length >= 5 && shares.every((share, at) => at === 0 || share > shares[at - 1]), shares.join(" "));
  console.log(`${shares.length} steps; the longest wait for a frame was ${longest.toFixed(0)} ms`);
  assert.ok(longest < 1000, `${longest} ms without a frame`);
  await context.close();
});

test("a photo of 12 megapixels stays within 300 MB, and what EXIF turns is upright", { timeout: 300_000 }, async () => {
  const { context, page } = await opened();
  const original = readFileSync(join(fixtures, "pass-man-blue.jpg")).toString("base64");
  const large = await page.evaluate(async (original) => {
    const picture = Object.assign(new Image(), { src: `data:image/jpeg;base64,${original}` });
    await picture.decode();
    const canvas = new OffscreenCanvas(3000, 4000);
    canvas.getContext("2d").drawImage(picture, 0, 0, 3000, 4000);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })).arrayBuffer());
    return Array.from(bytes);
  }, original);
  const begun = performance.now();
  await checked(page, [{ name: "large.jpg", mimeType: "image/jpeg", buffer: Buffer.from(large) }]);
  const memory = await page.workers()[0].evaluate(() => answers.memory());
  console.log(`12 megapixels: ${(performance.now() - begun).toFixed(0)} ms, ${(memory / 1e6).toFixed(0)} MB`);
  assert.ok(memory < 300e6, `${memory} bytes`);
  assert.match(await page.textContent("#cards figcaption"), /3000 × 4000/);
  await checked(page, paths(["turned-exif.jpg"]));
  assert.match(await page.textContent("#cards figcaption"), /480 × 640/);
  await context.close();
});

test("the camera guides before the picture is taken", { timeout: 300_000 }, async () => {
  const { context, page } = await opened({ permissions: ["camera"] });
  await page.click("#camera");
  await page.waitForSelector("#advice li", { timeout: 60_000 });
  assert.ok((await page.textContent("#advice")).length > 3);
  await page.click("#shoot");
  await page.waitForSelector("#cards .card", { timeout: 120_000 });
  assert.equal(await page.isVisible("#live"), false);
  await context.close();
});

test("everyone can use it: axe finds nothing, the keyboard reaches everything, a phone's width is enough", { timeout: 300_000 }, async () => {
  const axe = readFileSync(join(root, "web/node_modules/axe-core/axe.min.js"), "utf8");
  for (const [locale, colorScheme] of [["zh-CN", "light"], ["en-GB", "dark"]]) {
    for (const [size, width, height] of [["phone", 390, 844], ["desk", 1280, 900]]) {
      const { context, page } = await opened({ locale, colorScheme, viewport: { width, height } });
      await checked(page, paths(["fail-head-height-small.jpg", "pass-man-blue.jpg"]));
      // The page's own policy lets no script in from elsewhere; the inspector may.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
      assert.deepEqual(violations.map((it) => [it.id, it.nodes.slice(0, 3).map((node) => node.html)]), [], `${locale} ${size}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${size}: ${overflow} px wider than the screen`);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${locale}-${size}.png`), fullPage: true });
      }
      await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
      const reached = new Set();
      for (let step = 0; step < 30; step++) {
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.dataset.format));
      }
      for (const id of ["lang", "files", "camera", "set", "html", "csv", "json"]) assert.ok(reached.has(id), `${id} is reached: ${[...reached]}`);
      await context.close();
    }
  }
});
