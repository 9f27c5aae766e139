// A small file comes at once and the page stays: its list, and the token of the next sending, are fetched anew.
{
  const renew = async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-exports] [name=once]");
    const list = page.querySelector(".exports-mine");
    if (!token || !list) return;
    form.elements.once.value = token.value;
    document.querySelector(".exports-mine").replaceWith(list);
    htmx.process(list);
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-exports]")) setTimeout(renew, 1500, event.target);
  });
}
