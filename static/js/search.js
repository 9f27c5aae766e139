// The search box of the header: offers while somebody types, chosen by arrows; "/" leads to it.
{
  const form = document.querySelector("[data-search]");
  const box = form?.querySelector("input");
  const list = form?.querySelector("[role=listbox]");
  const say = form?.querySelector("[data-search-say]");
  const PAUSE = 200; // ms without a key before the server is asked
  let timer, asking, chosen = -1, shown = "";

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const all = options();
    chosen = at < -1 ? all.length - 1 : at >= all.length ? -1 : at;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const open = () => {
    if (!list.children.length) return;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(-1);
  };

  const ask = async () => {
    const words = box.value.trim();
    if (words === shown && list.children.length) { open(); return; }
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/offers?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" }, signal: asking.signal });
      if (answer.status !== 200) { close(); return; }
      const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
      list.replaceChildren(...page.querySelectorAll("[role=option]"));
      shown = words;
      open();
      say.textContent = list.querySelector("[data-say]")?.dataset.say ?? "";
    } catch (error) {
      if (error.name !== "AbortError") close(); // without the server the box still sends its form
    }
  };

  const keys = {
    ArrowDown: () => (list.hidden ? ask() : choose(chosen + 1)),
    ArrowUp: () => (list.hidden ? ask() : choose(chosen - 1)),
    Escape: () => (list.hidden ? (box.value = "") : close()),
    Enter: () => { location.href = options()[chosen].dataset.href; },
  };

  if (form) {
    box.addEventListener("input", () => {
      clearTimeout(timer);
      if (box.value.trim().length < 2) { close(); return; }
      timer = setTimeout(ask, PAUSE);
    });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || !keys[event.key] || (event.key === "Enter" && chosen < 0)) return;
      event.preventDefault();
      keys[event.key]();
    });
    // Before the box loses the focus: a click on an option must not close the list first.
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) location.href = option.dataset.href;
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.documentElement.dataset.shortcuts === "off" || document.querySelector("[data-desk]")) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    event.preventDefault();
    if (box?.checkVisibility()) box.focus();
    else location.href = "/search";
  });
}
