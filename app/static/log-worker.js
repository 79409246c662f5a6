// Opens the log of one municipality while the network is away, from what log.js has put aside; all else goes its way.
"use strict";

const page = new URL(self.registration.scope).pathname;
const name = `indgang-log ${page}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const isPage = request.mode === "navigate" && url.pathname === page;
  const isPart = url.pathname.startsWith("/static/") || url.pathname.endsWith("/colours.css");
  if (isPage || isPart) event.respondWith(networkFirst(request, isPage ? page : request.url));
});

async function networkFirst(request, address) {
  try {
    return await fetch(request);
  } catch (failure) {
    const cache = await caches.open(name);
    const kept = await cache.match(address);
    if (kept) return kept;
    throw failure;
  }
}
