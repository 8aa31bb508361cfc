/* Keeps an unattended screen alive: awake, unburnt, of the present build, and heard if somebody wishes so. */

import { recall, remember } from "./memory.js";

const SHIFT_EVERY = 60_000;
const SHIFTS = 8;
const SOUND = "netmon-sound";
const TONES = [[880, 0], [660, 0.22], [880, 0.44]];
const LOUDNESS = 0.4;
const LASTS = 0.4;

const button = document.getElementById("sound");
let audio = null;

const isWished = () => recall(SOUND) === "on";
const isHeard = () => isWished() && audio?.state === "running";

function shift() {
  document.body.dataset.shift = (Number(document.body.dataset.shift ?? 0) + 1) % SHIFTS;
}

/* Browsers let go of the screen whenever the page is hidden. */
async function stayAwake() {
  if (document.hidden || !navigator.wakeLock) return;
  try { await navigator.wakeLock.request("screen"); } catch { /* the screen's own settings hold */ }
}

function reloadIfBuiltAnew({ detail: fresh }) {
  const build = fresh.body.dataset.build;
  if (build && build !== document.body.dataset.build) location.reload();
}

function say() {
  button.textContent = button.dataset[isHeard() ? "on" : isWished() ? "blocked" : "off"];
}

/* Browsers let nothing sound before the first press; after a reload any press anywhere will do. */
async function wake() {
  audio ??= new AudioContext();
  audio.onstatechange = say;
  if (audio.state !== "running") await audio.resume();
  say();
}

function ring() {
  if (!isHeard()) return;
  for (const [pitch, after] of TONES) sound(pitch, audio.currentTime + after);
}

function sound(pitch, start) {
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(LOUDNESS, start);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + LASTS);
  tone.connect(loudness).connect(audio.destination);
  tone.start(start);
  tone.stop(start + LASTS);
}

async function press() {
  remember(SOUND, isHeard() ? "off" : "on");
  if (isWished()) await wake();
  say();
  ring();
}

setInterval(shift, SHIFT_EVERY);
document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("netmon:renewed", reloadIfBuiltAnew);
document.addEventListener("netmon:critical", ring);
document.addEventListener("pointerdown", (press) => isWished() && !button.contains(press.target) && wake());
stayAwake();
if (window.AudioContext) {
  button.hidden = false;
  button.addEventListener("click", press);
  say();
  if (isWished() && navigator.userActivation?.hasBeenActive) wake();
}
