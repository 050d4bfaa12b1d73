// Keeps the page's own files, so that it opens without a network, and gives each a policy under which nothing leaves.
// `FILES` and `VERSION` are written by web/build.
const FILES = /*FILES*/ [];
const BUILDS = ["photocheck.pack", "photocheck-plain.pack"];
const VERSION = "/*VERSION*/";
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** The thread that sees photos gets its module from the page and may connect to nothing. */
const WORKER = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(old());
});

async function answer(request) {
  const url = new URL(request.url);
  url.search = "";
  const cache = await caches.open(VERSION);
  let kept = await cache.match(url.href);
  // Of the two builds of the library the one that this browser needs is kept when it is first asked for.
  if (!kept && BUILDS.some((name) => url.href === new URL(name, registration.scope).href)) {
    await cache.add(url.href);
    kept = await cache.match(url.href);
  }
  if (!kept) return Response.error();
  const headers = new Headers(kept.headers);
  headers.set("content-security-policy", url.pathname.endsWith("/worker.js") ? WORKER : POLICY);
  return new Response(kept.body, { status: kept.status, statusText: kept.statusText, headers });
}

// What is not one of the page's files is not fetched at all.
addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
