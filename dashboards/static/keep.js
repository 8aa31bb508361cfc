/* Keeps what somebody pressed while the line is bad, and sends it again until it is heard: the person sees that it
   waits. Without this script the browser says itself that it could not be sent. */

const PATIENCE = 15 * 60_000;
const ANSWER_WITHIN = 12_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
const TRY_AGAIN = new Set([408, 429, 502, 503, 504]);

const place = document.getElementById("keeping");
const sleep = (pause) => new Promise((wake) => {
  setTimeout(wake, pause);
  addEventListener("online", wake, { once: true });
});

let busy = false;

/* True once it was heard, false where asking again may help; an answer that says no is the browser's to show. */
async function send(form, fields) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields), signal: AbortSignal.timeout(ANSWER_WITHIN) });
    if (answer.ok) location.assign(answer.url);
    else if (!TRY_AGAIN.has(answer.status)) form.isConnected ? form.submit() : location.reload();
    return answer.ok || !TRY_AGAIN.has(answer.status);
  } catch {
    return false;
  }
}

async function keep(form) {
  const fields = new FormData(form);
  const until = performance.now() + PATIENCE;
  for (let pause = FIRST_PAUSE, tries = 1; performance.now() < until; pause = Math.min(2 * pause, LONGEST_PAUSE), tries += 1) {
    if (await send(form, fields)) return true;
    fields.set("again", String(tries));
    place.textContent = place.dataset.waits.replace("{n}", tries);
    await sleep(pause);
  }
  return false;
}

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("form[data-keep]") || event.defaultPrevented) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  place.textContent = "";
  if (!await keep(event.target)) place.textContent = place.dataset.lost;
  busy = false;
});

/* Who leaves while something waits is asked by the browser. */
addEventListener("beforeunload", (event) => { if (busy && place.textContent) event.preventDefault(); });
