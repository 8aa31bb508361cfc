/* Keeps an open page true: counts the age of the data, and swaps what has changed.
   Without this script the page reads the same; it only does not renew itself. */

const EVENTS = document.body.dataset.events;
const POLL_EVERY = 15_000;
const QUIET_FOR = 2_000;
const RENEW_EVERY = 30_000;
const POINTER_RESTS = 10_000;

let loadedAt = performance.now();
let heard = null;
let nextTry = 0;
let shown = document.body.dataset.version;
let wanted = false;
let busy = false;
let pointedUntil = 0;
let known = criticals(document);

const strip = () => document.getElementById("strip");
const elapsed = () => performance.now() - loadedAt;

function span(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) return `${seconds}\u00a0s`;
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}\u00a0min`;
}

function age() {
  return heard ? heard.age + performance.now() - heard.at : Number(strip().dataset.ageMs) + elapsed();
}

function tick() {
  const place = strip();
  if (!place) return;
  const now = new Date(Number(place.dataset.now) + elapsed());
  for (const node of document.querySelectorAll("[data-age]")) node.textContent = span(age());
  for (const node of document.querySelectorAll("[data-clock]")) {
    node.textContent = now.toLocaleTimeString("cs", { timeZone: "Europe/Prague", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }
  document.documentElement.classList.toggle("stale", age() > Number(place.dataset.staleMs));
  if (wanted || elapsed() > RENEW_EVERY) refresh();
}

/* Nothing moves under a moving pointer or under the keyboard's focus; a pointer left lying does not
   stop the wall. */
function isInUse(region) {
  const pointed = region.id !== "strip" && region.matches(":hover") && performance.now() < pointedUntil;
  return pointed || region.querySelector(":focus-visible") !== null;
}

/* A form's token wears another mask in each answer; the one that this page has stays good, and changes nothing. */
function keepToken(fresh) {
  const ours = document.querySelector("input[name=csrf_token]")?.getAttribute("value");
  if (ours) for (const token of fresh.querySelectorAll("input[name=csrf_token]")) token.setAttribute("value", ours);
}

function swap(fresh) {
  let all = true;
  keepToken(fresh);
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (!next || next.isEqualNode(region)) continue;
    if (isInUse(region)) { all = false; continue; }
    for (const open of region.querySelectorAll("details[open]")) {
      const twin = next.querySelectorAll("details")[[...region.querySelectorAll("details")].indexOf(open)];
      if (twin) twin.open = true;
    }
    region.replaceWith(document.importNode(next, true));
  }
  return all;
}

function criticals(page) {
  return new Set((page.body.dataset.critical ?? "").split(" ").filter(Boolean));
}

/* What is newly critical is told once, politely, in a place that is never replaced: a live region that comes
   together with its text is not read, and one around the cards would read every change of them. */
function tell(fresh) {
  const present = criticals(fresh);
  const news = [...present].filter((key) => !known.has(key));
  known = present;
  const announcer = document.getElementById("announcer");
  announcer.textContent = news.map((key) => [announcer.dataset.news, ...titleOf(key, fresh)].join(": ")).join("; ");
  if (news.length) document.dispatchEvent(new Event("netmon:critical"));
}

/* A title where its card is on the page. */
function titleOf(key, page) {
  const titles = page.querySelectorAll(`[data-incident="${CSS.escape(key)}"] .card-title`);
  return [...titles].slice(0, 1).map((title) => title.textContent.trim().replace(/\s+/g, " "));
}

/* Once a login is over nothing that it showed may stay; an answer that is no page of ours says nothing of it. */
function isForSomebodyElse(fresh) {
  const who = fresh.body.dataset.who;
  return who !== undefined && who !== document.body.dataset.who;
}

async function refresh() {
  wanted = true;
  if (busy || document.hidden || performance.now() < nextTry) return;
  busy = true;
  let pause = POLL_EVERY;
  try {
    /* The header tells that nobody asked for this: it must not keep a login alive. */
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Netmon-Live": "1" } });
    if (answer.redirected) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isForSomebodyElse(fresh)) return location.reload();
    if (!answer.ok) return;
    loadedAt = performance.now();
    heard = null;
    wanted = !swap(fresh);
    tell(fresh);
    document.dispatchEvent(new CustomEvent("netmon:renewed", { detail: fresh }));
    document.title = fresh.title;
    pause = QUIET_FOR;
  } catch {
    /* netmon is away: the age goes on growing, and the page dies by itself */
  } finally {
    nextTry = performance.now() + pause;
    busy = false;
  }
}

function listen() {
  const source = new EventSource(EVENTS);
  source.onmessage = (message) => {
    const { version, age } = JSON.parse(message.data);
    heard = { age, at: performance.now() };
    if (String(version) === shown) return;
    shown = String(version);
    refresh();
  };
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    refresh();
    setTimeout(listen, POLL_EVERY);
  };
}

setInterval(tick, 1000);
document.addEventListener("pointermove", () => { pointedUntil = performance.now() + POINTER_RESTS; }, { passive: true });
document.addEventListener("visibilitychange", () => wanted && refresh());
if (EVENTS) listen();
