// Menus are <details>, which stay open by themselves; they close here as menus do. So do boxes loaded beside a button.
{
  const boxes = () => document.querySelectorAll(".pop-slot:not(:empty)");
  const open = () => document.querySelectorAll("details[data-menu][open]");

  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
    for (const box of boxes()) if (!box.parentElement.contains(event.target) && event.target.isConnected) box.replaceChildren();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const box of boxes()) {
      const within = box.contains(document.activeElement);
      box.replaceChildren();
      if (within) box.parentElement.querySelector(".vote")?.focus();
    }
    for (const menu of open()) {
      const within = menu.contains(document.activeElement);
      menu.open = false;
      if (within) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("details[data-menu][open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
