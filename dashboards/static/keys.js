/* The keyboard: each key presses what the keyboard map shows beside it, so the map is always true. */

import { recall, remember } from "./memory.js";

const ENABLED = "netmon-keys";
const THEME = "netmon-theme";
const PATIENCE = 1_500;
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const map = document.getElementById("keys");
const enabled = document.getElementById("keys-on");
const finds = () => document.querySelector("[type=search]");
let begun = "";
let until = 0;

const DOES = {
  help() { if (map.open) map.close(); else map.showModal(); },
  search() { map.close(); finds()?.focus(); },
  theme() {
    const { dataset } = document.documentElement;
    const present = dataset.theme ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
    dataset.theme = present === "light" ? "dark" : "light";
    remember(THEME, dataset.theme);
  },
};

function isForUs(event) {
  const isChord = event.ctrlKey || event.altKey || event.metaKey;
  const isTyped = event.target instanceof Element && event.target.closest(TYPED_INTO) !== null;
  return enabled.checked && !event.defaultPrevented && !event.repeat && !event.isComposing && !isChord && !isTyped;
}

function press(event) {
  if (!isForUs(event) || event.key.length !== 1) return;
  const key = event.key.toLowerCase();
  const typed = performance.now() < until ? `${begun} ${key}` : key;
  until = 0;
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
map.querySelector(".does-search").hidden = finds() === null;
document.addEventListener("keydown", press);
document.addEventListener("click", (event) => DOES[event.target.closest("[data-does]")?.dataset.does]?.());
