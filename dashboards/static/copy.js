/* Copies an address that lasts, where the browser lets us; elsewhere the link simply leads there. */

document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.pin") : null;
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    document.getElementById("announcer").textContent = link.dataset.copied;
    link.textContent = link.dataset.copied;
  } catch {
    location.assign(link.href);
  }
});
