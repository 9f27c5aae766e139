"""What is wrong with a page as a browser shows it: axe's violations, and how wide it is."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def violations(page: Page) -> list[str]:
    """Every violation that axe finds, with the first elements it finds it on."""
    return _found(page, {})


def contrast(page: Page, theme: Any) -> list[str]:
    """What axe finds about the colours alone, which are all that another theme changes."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    # The page hears of it a little later, and colours may still be on their way.
    page.wait_for_function(
        "theme => matchMedia(`(prefers-color-scheme: ${theme})`).matches"
        " && document.getAnimations().every(one => one.playState !== 'running')",
        arg=theme,
    )
    return _found(page, {"runOnly": ["color-contrast", "link-in-text-block"]})


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    # Nothing to preload: no style of ours comes from elsewhere, no media plays.
    options = {"resultTypes": ["violations"], "preload": False, **options}
    found = _AXE.run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']}: "
        + " ; ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window: a reader would have to pan."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
