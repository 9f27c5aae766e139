// Copy buttons come hidden: they can do nothing without a script.
{
  const region = document.getElementById("toasts");
  const reveal = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });

  if (navigator.clipboard) {
    reveal();
    document.addEventListener("htmx:after:swap", reveal);
    document.addEventListener("click", async (event) => {
      const button = event.target.closest?.("[data-copy]");
      if (!button) return;
      await navigator.clipboard.writeText(button.dataset.copy);
      document.dispatchEvent(new CustomEvent("sada:toast", { detail: region?.dataset.copied }));
    });
  }
}
