// The three-tap log while the network is away: every call is kept on this device before it is sent, and goes from here
// when the house has said that it has it. Each has a key of its own, so that what is sent twice is kept once.
"use strict";

(() => {
  const form = document.getElementById("call");
  if (!form || !window.isSecureContext || !window.indexedDB || !navigator.locks) return;

  const OFTEN = 5_000; // milliseconds: while there is no connection, as not every device says when it is back
  const AGAIN = 30_000;
  const LONGEST = 15_000;
  const CPR = /(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[\s.\u2010-\u2015-]{0,3}\d{4}(?!\d)/g;
  const page = new URL(form.action).pathname;
  const waiting = document.getElementById("waiting");
  const said = waiting.dataset;
  const state = { away: false, signedOut: false };
  let lookedAt = ""; // the key of a call that was not taken and stands in the form again

  // --- the calls on this device

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("indgang-log", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("calls", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function inStore(mode, act) {
    const transaction = (await opened).transaction("calls", mode, { durability: "strict" });
    const request = act(transaction.objectStore("calls"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const keep = (call) => inStore("readwrite", (store) => store.put(call));
  const kept = (key) => inStore("readonly", (store) => store.get(key));
  const remove = (key) => inStore("readwrite", (store) => store.delete(key));
  const all = async () => {
    const calls = await inStore("readonly", (store) => store.getAll());
    return calls.filter((call) => call.page === page).sort((a, b) => a.fields.happened_at.localeCompare(b.fields.happened_at));
  };
  const isMine = (call) => call.whose === form.dataset.whose;

  // --- from the form to this device

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const outcome = event.submitter?.value || "solved";
    if (!isComplete()) return;
    const fields = Object.fromEntries(new FormData(form));
    delete fields.form_token;
    // A key of its own for each: the page's is the same whenever the device opens the page that it has put aside.
    fields.key = lookedAt || crypto.randomUUID();
    fields.outcome = outcome;
    fields.text = fields.text.replace(CPR, "[CPR •••]");
    fields.happened_at = new Date().toISOString();
    const call = { key: fields.key, page, whose: form.dataset.whose, fields };
    try {
      await keep(call);
    } catch {
      return sendAsForm(outcome); // this browser keeps nothing: then as without a script
    }
    makeReady();
    await Promise.all([show(), sendAll(call.key)]);
  });

  function isComplete() {
    const minutes = form.elements.minutes.value.trim();
    const faults = [];
    if (!form.elements.topic.value) faults.push(["topic", said.noTopic]);
    if (minutes && (!/^\d{1,3}$/.test(minutes) || Number(minutes) > 600)) faults.push(["minutes", said.badMinutes]);
    document.querySelectorAll(".log-fault").forEach((fault) => fault.remove());
    for (const [name, sentence] of faults) {
      const field = document.getElementById(name);
      const fault = make("span", sentence, "form-error-message log-fault");
      fault.setAttribute("role", "alert");
      if (name === "topic") field.closest("fieldset").querySelector("legend").after(fault);
      else field.before(fault);
    }
    if (faults.length) document.getElementById(faults[0][0]).focus();
    return !faults.length;
  }

  function makeReady() {
    lookedAt = "";
    form.elements.text.value = form.elements.minutes.value = form.elements.asking_as.value = "";
    form.querySelectorAll("[name=topic]").forEach((tile) => (tile.checked = false));
    document.getElementById("said").replaceChildren();
    document.getElementById("topic").focus();
  }

  function sendAsForm(outcome) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "outcome", value: outcome });
    form.append(field);
    form.submit();
  }

  // --- from this device to the house

  async function sendAll(now = "") {
    await navigator.locks.request("indgang-log", async () => {
      for (const call of await all()) {
        if (!isMine(call) || (call.refused && call.key !== now)) continue;
        if (!(await kept(call.key))) continue; // another tab was faster
        if (!(await send(call, call.key === now))) break;
      }
    });
    await show();
  }

  // Whether to go on with the next one.
  async function send(call, isNow, again = true) {
    let answer, answered;
    try {
      answer = await fetch(page, {
        method: "POST",
        body: new URLSearchParams({ ...call.fields, form_token: form.elements.form_token.value }),
        signal: AbortSignal.timeout(LONGEST),
      });
      answered = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      state.away = true;
      return false;
    }
    const there = answered.getElementById("call");
    state.away = answer.status >= 500 || answer.status === 429;
    state.signedOut = answer.status === 401 || answer.status === 404;
    if (answer.ok || answer.status === 409) {
      await remove(call.key);
      const isElsewhere = answer.ok && new URL(answer.url).pathname !== page;
      if (isElsewhere && isNow) location.assign(answer.url);
      else if (there) take(answered);
      else await look();
      return true;
    }
    if (answer.status === 403 && there && again) {
      // Signed in anew: the form's mark is another one. The call goes only in the name of whoever logged it.
      form.elements.form_token.value = there.elements.form_token.value;
      form.dataset.whose = there.dataset.whose;
      return isMine(call) ? send(call, isNow, false) : false;
    }
    if (answer.status === 413 || answer.status === 422) {
      await keep({ ...call, refused: true });
      return true;
    }
    return false;
  }

  // The page as it is now; from it we know, too, that the network is back.
  async function look() {
    try {
      const answer = await fetch(page, { signal: AbortSignal.timeout(LONGEST) });
      const answered = new DOMParser().parseFromString(await answer.text(), "text/html");
      state.away = answer.status >= 500;
      state.signedOut = new URL(answer.url).pathname !== page;
      if (answered.getElementById("call")) take(answered);
    } catch {
      state.away = true;
    }
  }

  // What the house answered: the line about this call, and the list below; the form stays as it is.
  function take(answered) {
    for (const part of ["#said", "#mine", "header.header"]) {
      const fresh = answered.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(fresh);
    }
    form.elements.form_token.value = answered.getElementById("call").elements.form_token.value;
    form.dataset.whose = answered.getElementById("call").dataset.whose;
  }

  // --- what waits

  async function show() {
    const calls = await all();
    const count = (which) => calls.filter(which).length;
    const mine = count((call) => isMine(call) && !call.refused);
    const others = count((call) => !isMine(call));
    const refused = calls.filter((call) => isMine(call) && call.refused);
    const lines = [];
    if (state.away) lines.push(make("p", said.away));
    if (state.signedOut && calls.length) {
      const line = make("p", `${said.signedOut} `);
      const link = make("a", said.signIn);
      link.href = form.dataset.signIn;
      line.append(link);
      lines.push(line);
    }
    if (mine) lines.push(make("p", said.kept.replace("{count}", mine), "waiting-count"));
    if (others) lines.push(make("p", said.others.replace("{count}", others)));
    if (refused.length) {
      const line = make("p", `${said.refused.replace("{count}", refused.length)} `);
      const button = make("button", said.look, "button button-unstyled");
      button.type = "button";
      button.addEventListener("click", () => fill(refused[0].fields));
      line.append(button);
      lines.push(line);
    }
    if (waiting.textContent !== lines.map((line) => line.textContent).join("")) waiting.replaceChildren(...lines);
    waiting.hidden = !lines.length;
  }

  function make(tag, text, className = "") {
    return Object.assign(document.createElement(tag), { textContent: text, className });
  }

  function fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && name !== "outcome") field.value = value;
    }
    lookedAt = fields.key;
    form.querySelector("details").open = true;
    form.elements.text.focus();
  }

  // --- the page itself, for when it is opened while the network is away

  async function keepPage() {
    if (!navigator.serviceWorker || state.away) return;
    await navigator.serviceWorker.register(form.dataset.worker, { scope: page });
    const answer = await fetch(`${page}?away=1`);
    if (!answer.ok || answer.redirected) return;
    const there = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const named = [...there.querySelectorAll("link[href], script[src]")].map((each) => each.getAttribute("href") || each.getAttribute("src"));
    const loaded = performance.getEntriesByType("resource").map((each) => each.name);
    const cache = await caches.open(`indgang-log ${page}`);
    const wanted = new Set([...named, ...loaded].map((each) => new URL(each, location.href)).filter(isOurs).map((each) => each.href));
    await Promise.all([...wanted].map(async (each) => (await cache.match(each)) || cache.add(each)));
    await cache.put(page, answer);
    for (const old of await cache.keys()) {
      if (!wanted.has(old.url) && new URL(old.url).pathname !== page) await cache.delete(old);
    }
  }

  const isOurs = (each) => each.origin === location.origin && (each.pathname.startsWith("/static/") || each.pathname.endsWith("/colours.css"));

  // --- the keyboard: in the tiles, a digit takes the one of this number

  form.querySelector(".walk-hint").removeAttribute("hidden");
  form.querySelector(".tiles").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !/^\d$/.test(event.key)) return;
    const tile = form.querySelector(`.tile input[accesskey="${event.key}"]`);
    if (!tile) return;
    event.preventDefault();
    tile.checked = true;
    tile.focus();
  });

  async function again() {
    if ((await all()).length) await sendAll();
    if (state.away && !(await all()).some(isMine)) await look();
    await show();
  }

  window.addEventListener("online", again);
  window.addEventListener("offline", () => {
    state.away = true;
    show();
  });
  window.setInterval(again, AGAIN);
  window.setInterval(() => state.away && navigator.onLine && again(), OFTEN);
  window.addEventListener("load", async () => {
    state.away = navigator.onLine === false || form.dataset.isAway !== undefined;
    await again();
    await keepPage().catch(() => {});
  });
})();
