"""What is wrong with a page as a browser shows it: axe's violations, and how wide it is."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def violations(page: Page) -> list[str]:
    """Every violation that axe finds, with the first elements it finds it on."""
    found = _AXE.run(page).response["violations"]
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
