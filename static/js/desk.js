// The keys of the desk. Off while typing, in dialogs, and for whoever has switched single keys off.
{
  const desk = document.querySelector("[data-desk]");
  const off = () => document.documentElement.dataset.shortcuts === "off";
  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  const rows = () => [...desk.querySelectorAll("[data-row]")];
  const link = (row) => row.querySelector(".row-title");
  const current = () => document.activeElement.closest?.("[data-row]") ?? desk.querySelector("[data-row].current");

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    link(next).focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const verbs = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    o: () => { const row = current(); if (row) link(row).click(); },
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
    "/": () => desk.querySelector("[data-desk-filter]")?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
  };

  const pressed = (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    // The arrows scroll the reading pane; they move in the list only where the list has the focus.
    if (event.key.startsWith("Arrow") && !event.target.closest?.("[data-row]")) return;
    const verb = verbs[event.key];
    const control = /^[a-z]$/.test(event.key) ? desk.querySelector(`[data-key="${event.key}"]`) : null;
    if (!verb && !control) return;
    event.preventDefault();
    if (verb) verb();
    else control.click();
  };

  // The bar of what is chosen appears with the first choice.
  const choose = () => {
    const bar = desk.querySelector("[data-bulk]");
    if (!bar) return;
    const chosen = desk.querySelectorAll("[data-row] input:checked").length;
    bar.hidden = chosen === 0;
    const words = bar.querySelector("[data-bulk-count]");
    if (words) words.textContent = new Intl.NumberFormat(`en-u-nu-${document.documentElement.dataset.digits || "latn"}`).format(chosen);
  };

  if (desk) {
    document.addEventListener("keydown", pressed);
    desk.addEventListener("change", choose);
    document.addEventListener("htmx:after:swap", choose);
    choose();
    // On a phone the views are one scrolled line, and the chosen one may be out of sight.
    const shown = () => desk.querySelector(".desk-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    document.addEventListener("htmx:after:swap", shown);
    shown();
    desk.querySelector("[data-row].current")?.scrollIntoView({ block: "nearest" });
  }
}
