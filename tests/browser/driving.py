"""A real browser for the tests: Debian's Chromium under Playwright, strict about errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCALES = {"fa": "fa-IR", "ar": "ar-EG", "en": "en-US"}


@contextmanager
def chromium_at(path: str) -> Iterator[Browser]:
    """A headless browser; everything of it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Seat:
    """One person at one browser: his context, a page, and what the console complained about."""

    def __init__(
        self,
        browser: Browser,
        base: str,
        language: str,
        *,
        scripts: bool = True,
        width: int = 1280,
        theme: Any = "light",
    ) -> None:
        self.base = base
        self.context: BrowserContext = browser.new_context(
            base_url=base,
            locale=LOCALES[language],
            java_script_enabled=scripts,
            color_scheme=theme,
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._refuse_dialog)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _refuse_dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: str) -> Page:
        """Open a path of the site; it must answer 200."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def close(self) -> None:
        self.context.close()
