/* The keyboard: each key presses what the keyboard map shows beside it, so the map is always true. */

import { recall, remember } from "./memory.js";

const ENABLED = "netmon-keys";
const THEME = "netmon-theme";
const PATIENCE = 1_500;
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const map = document.getElementById("keys");
const enabled = document.getElementById("keys-on");
const finds = () => document.querySelector("[type=search]");
const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => row.checkVisibility());
const turns = (way) => document.querySelector(`main a[rel=${way}]`);
const opens = (which) => document.querySelector(`main details.${which}`);
let begun = "";
let until = 0;

/* What has nothing to act on in the present page is not in its map. */
const HAS = {
  search: finds,
  next: () => rows().length,
  previous: () => rows().length,
  take: () => document.querySelector("main #duty button.take"),
  mute: () => opens("muting"),
  pass: () => opens("handing"),
  note: () => document.querySelector("main form.note textarea"),
  earlier: () => turns("prev"),
  later: () => turns("next"),
};

const DOES = {
  next() { step(1); },
  previous() { step(-1); },
  take() { map.close(); HAS.take()?.click(); },
  mute() { open("muting"); },
  pass() { open("handing"); },
  note() { map.close(); HAS.note()?.focus(); },
  earlier() { turns("prev")?.click(); },
  later() { turns("next")?.click(); },
  help() { if (map.open) map.close(); else { draw(); map.showModal(); } },
  search() { map.close(); finds()?.focus(); },
  theme() {
    const { dataset } = document.documentElement;
    const present = dataset.theme ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
    dataset.theme = present === "light" ? "dark" : "light";
    remember(THEME, dataset.theme);
  },
};

function draw() {
  for (const [does, has] of Object.entries(HAS)) map.querySelector(`.does-${does}`).hidden = !has();
}

/* From the row that has the focus to the next, and from nowhere to the first or the last; Enter opens it. */
function step(by) {
  map.close();
  const links = rows().map((row) => (row.matches("a") ? row : row.querySelector("a"))).filter(Boolean);
  const at = links.indexOf(document.activeElement);
  links.at(at < 0 ? Math.min(by, 0) : Math.min(Math.max(at + by, 0), links.length - 1))?.focus();
}

function open(which) {
  map.close();
  const place = opens(which);
  if (!place) return;
  place.open = true;
  place.querySelector("button").focus();
}

function isForUs(event) {
  /* On a Czech keyboard AltGr writes the brackets. */
  const isChord = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
  const isTyped = event.target instanceof Element && event.target.closest(TYPED_INTO) !== null;
  return enabled.checked && !event.defaultPrevented && !event.repeat && !event.isComposing && !isChord && !isTyped;
}

function press(event) {
  if (!isForUs(event) || event.key.length !== 1) return;
  const key = event.key.toLowerCase();
  const typed = performance.now() < until ? `${begun} ${key}` : key;
  until = 0;
  draw();
  const found = map.querySelector(`[data-keys="${CSS.escape(typed)}"]`);
  if (found && !found.closest("[hidden]")) {
    event.preventDefault();
    found.click();
  } else if (map.querySelector(`[data-keys^="${CSS.escape(typed)} "]`)) {
    begun = typed;
    until = performance.now() + PATIENCE;
  }
}

enabled.checked = recall(ENABLED) !== "off";
enabled.addEventListener("change", () => remember(ENABLED, enabled.checked ? "on" : "off"));
draw();
document.addEventListener("keydown", press);
document.addEventListener("click", (event) => DOES[event.target.closest("[data-does]")?.dataset.does]?.());
