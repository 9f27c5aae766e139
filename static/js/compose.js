// Writing: a counter, Ctrl+Enter, a draft that outlives a reload, the writing direction, a preview.
{
  const marks = /[\p{M}\u200c\u200d]/gu;
  const visible = (text) => [...text.replace(marks, "").trim()].length;
  const local = new Intl.NumberFormat(`${document.documentElement.lang || "en"}-u-nu-${document.documentElement.dataset.digits || "latn"}`);
  const draftKey = (field) => `sada-draft:${field.dataset.draft}:${field.name}`;

  // A browser may refuse storage; writing goes on without drafts then.
  const store = (act) => { try { return act(localStorage); } catch { return null; } };

  const count = (field) => {
    const counter = document.querySelector(`[data-counter-for="${CSS.escape(field.id)}"]`);
    if (!counter) return;
    const used = visible(field.value);
    const limit = Number(field.dataset.limit);
    counter.textContent = counter.dataset.text.replace("{used}", local.format(used));
    counter.classList.toggle("over", used > limit);
    // The figures matter near the end only.
    counter.hidden = used < limit * 0.6;
    if (used > limit) field.setAttribute("aria-invalid", "true");
    else if (!field.closest(".field")?.querySelector(".error")) field.removeAttribute("aria-invalid");
  };

  const drop = (draft) => {
    const start = `sada-draft:${draft}:`;
    store((box) => Object.keys(box).filter((key) => key.startsWith(start)).forEach((key) => box.removeItem(key)));
  };

  const prepare = (within) => {
    for (const field of within.querySelectorAll("[data-limit][id]")) count(field);
    for (const field of within.querySelectorAll("[data-draft]")) {
      const kept = store((box) => box.getItem(draftKey(field)));
      // The draft of an edit is named with the wording it was typed over, which it stands before.
      const isEdit = field.dataset.draft.startsWith("edit-");
      if (kept && (isEdit || !field.value)) { field.value = kept; count(field); }
    }
    for (const done of within.querySelectorAll("[data-draft-done]")) drop(done.dataset.draftDone);
    for (const hidden of within.querySelectorAll("[data-tabs] > * > [role=tablist][hidden], [data-tabs] > [role=tablist][hidden], [data-dir-toggle][hidden]")) hidden.hidden = false;
  };

  const changed = (field) => {
    if (field.dataset.limit) count(field);
    if (field.dataset.draft) store((box) => (field.value ? box.setItem(draftKey(field), field.value) : box.removeItem(draftKey(field))));
  };

  const toggleDirection = (button) => {
    const field = document.getElementById(button.dataset.dirToggle);
    if (!field) return;
    field.dir = getComputedStyle(field).direction === "rtl" ? "ltr" : "rtl";
    const name = `${field.name}.chosen`;
    const chosen = field.form.elements[name] ?? field.form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    chosen.value = field.dir;
    field.focus();
  };

  const choose = (tab) => {
    const list = tab.closest("[role=tablist]");
    for (const other of list.querySelectorAll("[role=tab]")) {
      const on = other === tab;
      other.setAttribute("aria-selected", String(on));
      other.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      panel.hidden = !on;
      if (on && panel.dataset.preview) preview(panel);
    }
  };

  const preview = (panel) => {
    const field = document.getElementById(panel.dataset.previewFrom);
    const token = field?.form?.querySelector("[name=csrf_token]");
    const chosen = field?.form?.elements[`${field.name}.chosen`]?.value ?? "";
    const values = { text: field?.value ?? "", chosen, ...(token ? { csrf_token: token.value } : {}) };
    htmx.ajax("POST", panel.dataset.preview, { source: panel, target: panel, swap: "innerHTML", values });
  };

  document.addEventListener("input", (event) => changed(event.target));
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && field.matches?.("textarea, input") && field.form?.matches("[data-compose]")) {
      event.preventDefault();
      field.form.requestSubmit();
    }
    if (field.matches?.("[role=tab]") && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      const tabs = [...field.parentElement.querySelectorAll("[role=tab]")];
      const forward = (event.key === "ArrowRight") === (getComputedStyle(field).direction === "ltr");
      const next = tabs[(tabs.indexOf(field) + (forward ? 1 : tabs.length - 1)) % tabs.length];
      choose(next);
      next.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const toggle = event.target.closest?.("[data-dir-toggle]");
    if (toggle) toggleDirection(toggle);
    const tab = event.target.closest?.("[role=tab]");
    if (tab) choose(tab);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (!form.matches("[data-compose]") || form.hasAttribute("data-hx-post")) return;
    // A second press while the page is on its way must not send twice; coming back by history frees the form.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    // The page may stay, because the line broke or the sending was stopped: then it can be sent again.
    setTimeout(() => delete form.dataset.sent, 8000);
  }, true);
  document.addEventListener("htmx:finally:request", (event) => { if (event.target instanceof HTMLFormElement) delete event.target.dataset.sent; });
  // Whoever leaves with the thanks before his eyes wants his own text no more.
  window.addEventListener("pagehide", () => document.querySelectorAll("[data-draft-left]:not([hidden])").forEach((left) => drop(left.dataset.draftLeft)));
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  // The desk's pane is morphed: what was typed and chosen for one suggestion is not the next one's.
  const about = () => document.querySelector("[data-about]")?.dataset.about;
  let shown = about();
  const renew = () => {
    if (about() === shown) return;
    shown = about();
    for (const form of document.querySelectorAll("[data-about] form")) form.reset();
  };
  document.addEventListener("htmx:after:swap", () => { renew(); prepare(document); });
  prepare(document);
  document.getElementById("error-summary")?.focus();
}
