// "3 days ago" is written here and not by the server, because a guest's page is kept and shown to many.
{
  const root = document.documentElement;
  const tag = `${root.lang || "en"}-u-nu-${root.dataset.digits || "latn"}`;
  const steps = [["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  // Older than this, the day itself says more; and "last month" would be another one by the calendar.
  const recent = 28 * 86400;
  let words;
  try { words = new Intl.RelativeTimeFormat(tag, { numeric: "auto" }); } catch { words = null; }

  const relative = (moment) => {
    const seconds = Math.round((moment - Date.now()) / 1000);
    const size = Math.abs(seconds);
    if (size > recent || Number.isNaN(size)) return null;
    for (const [unit, length] of steps) {
      if (size >= length) return words.format(Math.trunc(seconds / length), unit);
    }
    return words.format(0, "second");
  };

  const refresh = (within) => {
    for (const time of within.querySelectorAll("time[data-ago]")) {
      time.dataset.absolute ??= time.textContent;
      const text = relative(Date.parse(time.dateTime));
      time.textContent = text ?? time.dataset.absolute;
      if (!text || time.dataset.titled) continue;
      time.title = [time.dataset.absolute, time.title].filter(Boolean).join(" · ");
      time.dataset.titled = "";
    }
  };

  if (words) {
    refresh(document);
    document.addEventListener("htmx:after:swap", () => refresh(document));
    setInterval(() => { if (!document.hidden) refresh(document); }, 60000);
    // On paper "yesterday" is wrong tomorrow.
    addEventListener("beforeprint", () => document.querySelectorAll("time[data-absolute]").forEach((time) => { time.textContent = time.dataset.absolute; }));
    addEventListener("afterprint", () => refresh(document));
  }
}
