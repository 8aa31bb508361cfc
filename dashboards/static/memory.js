/* What this browser remembers of its own accord: taste, never data. Where it may not, it forgets. */

export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function remember(key, value) {
  try { localStorage.setItem(key, value); } catch { /* forgotten with the page */ }
}
