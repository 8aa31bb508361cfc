/* Runs before anything is painted, so that no page flashes in the other theme. */

try {
  const theme = localStorage.getItem("netmon-theme");
  if (["dark", "light"].includes(theme)) document.documentElement.dataset.theme = theme;
} catch { /* the system's theme holds */ }
document.documentElement.dataset.scripted = "";
