// A vote for a similar suggestion ends the writing of one's own: the form gives way to a word of thanks, and comes back if wanted.
{
  const writing = document.querySelector("[data-writing]");
  const thanks = document.querySelector("[data-voted-instead]");
  const least = 3;
  const marks = /[\p{M}\u200c\u200d]/gu;

  const show = (isVoted) => {
    thanks.hidden = !isVoted;
    writing.hidden = isVoted;
    (isVoted ? thanks.querySelector("h2") : writing.querySelector("[name=title]")).focus();
  };

  const named = (row) => {
    const link = row.querySelector(".similar-to").cloneNode(true);
    link.removeAttribute("target");
    link.querySelector(".sr")?.remove();
    link.className = "link";
    thanks.querySelector("[data-voted-title]").replaceChildren(link);
  };

  if (writing && thanks) {
    // The button has turned already when the server agrees (vote.js).
    document.addEventListener("htmx:after:request", (event) => {
      const form = event.target.closest?.(".similar form[data-vote]");
      if (!form || event.detail.ctx.response.status !== 200 || !form.querySelector("[aria-pressed=true]")) return;
      named(form.closest("li"));
      show(true);
    });
    thanks.querySelector("[data-write-on]").addEventListener("click", () => show(false));
    // Nothing to ask about, and nothing to take away.
    writing.addEventListener("htmx:config:request", (event) => {
      if (event.target.name !== "title" || writing.querySelector(".similar > section")) return;
      if ([...event.target.value.replace(marks, "").trim()].length < least) event.preventDefault();
    });
    // A draft that came back is looked up too; htmx listens from its own timer on, which was set before this one.
    setTimeout(() => {
      const title = writing.querySelector("[name=title]");
      if (title.value && !writing.querySelector(".similar > section")) title.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
