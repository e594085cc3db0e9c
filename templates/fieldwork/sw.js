// Keeps the shell of the workbench on the device, so that it opens without a signal.
//
// Only GET is ever touched, and only the page itself and its static files: nothing of
// a person goes into the cache. A new version is taken whole or not at all, and waits
// until a page says that nothing typed would be lost.

const PREFIX = "di-co-so-";
const CACHE = `${PREFIX}{{ version }}`;
const FILES = {{ files }};
const SHELL = FILES[0];

// Past the browser's own cache, which may hold a file of the version before.
const afresh = (address) => new Request(address, { cache: "no-cache" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map(afresh))));
});

self.addEventListener("message", ({ data }) => {
  if (data === "use") self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const dropOld = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(dropOld());
});

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  const isKept = origin === self.location.origin && FILES.includes(pathname);
  if (request.method !== "GET" || !isKept) return;
  event.respondWith(kept(pathname, request));
});
