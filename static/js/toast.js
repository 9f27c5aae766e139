// Messages of the moment, and what to say when a request of htmx fails. The words come from the server, in data attributes.
{
  const region = document.getElementById("toasts");
  const lasting = 8000;

  const show = (text) => {
    if (!region || !text) return;
    const box = document.createElement("div");
    box.className = "toast";
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", region.dataset.close);
    close.addEventListener("click", () => box.remove());
    box.append(words, close);
    region.replaceChildren(box);
    let timer = setTimeout(() => box.remove(), lasting);
    // Whoever is reading it must not lose it.
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("focusin", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => { timer = setTimeout(() => box.remove(), lasting); });
  };

  // The error page says in plain words what happened; a toast repeats its heading and advice.
  const explained = (html) => {
    const page = new DOMParser().parseFromString(html || "", "text/html");
    return ["main h1", "main .lead"].map((part) => page.querySelector(part)?.textContent.trim()).filter(Boolean).join(" · ");
  };

  // What nobody asked for by hand is not missed.
  const isQuiet = (event) => event.target.dataset?.quiet !== undefined;

  document.addEventListener("htmx:response:error", (event) => {
    const { response, text } = event.detail.ctx;
    if (response.status === 422 || isQuiet(event)) return;
    const general = response.status === 429 ? "limited" : response.status >= 500 ? "error" : "refused";
    show(explained(text) || region?.dataset[general]);
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response && !isQuiet(event)) show(region?.dataset.offline);
  });
  document.addEventListener("sada:toast", (event) => show(event.detail?.value ?? event.detail));
}
