// A vote shows at once and is taken back, with a reason, when the server refuses it.
{
  const digitsFrom = { latn: 0x30, arab: 0x660, arabext: 0x6f0 };
  const script = document.documentElement.dataset.digits || "latn";
  const zero = digitsFrom[script] ?? 0x30;
  const format = new Intl.NumberFormat(`en-u-nu-${script}`);

  const read = (text) => Number([...text].filter((c) => /\p{Nd}/u.test(c)).map((c) => {
    const point = c.codePointAt(0);
    return point >= 0x6f0 ? point - 0x6f0 : point >= 0x660 ? point - 0x660 : point - 0x30;
  }).join(""));
  const write = (count) => (zero === 0x30 ? format.format(count) : format.format(count).replaceAll(",", "٬"));

  const turn = (form) => {
    const button = form.querySelector("[aria-pressed]");
    if (!button) return;
    const count = button.querySelector("[data-votes]");
    const voted = button.getAttribute("aria-pressed") === "true";
    form.sadaBefore = [String(voted), count?.textContent];
    button.setAttribute("aria-pressed", String(!voted));
    // A compact number such as "1.2K" cannot be counted on; the answer brings the new one.
    if (count && /^[\p{Nd}٬,]+$/u.test(count.textContent)) count.textContent = write(Math.max(0, read(count.textContent) + (voted ? -1 : 1)));
  };

  const restore = (form) => {
    const button = form.querySelector("[aria-pressed]");
    if (!form.sadaBefore || !button) return;
    button.setAttribute("aria-pressed", form.sadaBefore[0]);
    const count = button.querySelector("[data-votes]");
    if (count && form.sadaBefore[1] !== undefined) count.textContent = form.sadaBefore[1];
    form.sadaBefore = null;
  };

  const voteForm = (event) => (event.target instanceof Element ? event.target.closest("form[data-vote]") : null);

  document.addEventListener("htmx:config:request", (event) => {
    const form = voteForm(event);
    if (!form) return;
    if (form.sadaBusy) { event.preventDefault(); return; }
    form.sadaBusy = true;
    turn(form);
  });
  for (const failure of ["htmx:response:error", "htmx:error"]) {
    document.addEventListener(failure, (event) => { const form = voteForm(event); if (form) restore(form); });
  }
  document.addEventListener("htmx:finally:request", (event) => {
    const form = voteForm(event);
    if (form) form.sadaBusy = false;
  });
}
