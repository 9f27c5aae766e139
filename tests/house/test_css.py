"""The look keeps its promises: one sheet for both directions, no inline style, contrast, size."""

import re
from itertools import product
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "forum" / "web").rglob("*.html"))
SCRIPTS = [STATIC / "vendor" / "htmx.min.js", *sorted((STATIC / "js").glob("*.js"))]
TOKENS = (STATIC / "css" / "tokens.css").read_text("utf-8")

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right|top|bottom)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|linear-gradient\(\s*to\s+(?:left|right)"
    r"|(?:min-|max-)?(?:width|height)\s*:(?![^()]*\)\s*(?:\{|and))|translateX|transform-origin|background-position)"
)
TEXT_ON = {
    "ground": ["ink", "ink-soft", "accent", "danger", "warn"],
    "surface": ["ink", "ink-soft", "accent", "danger", "warn"],
    "raised": ["ink", "ink-soft", "accent", "danger"],
    "sunken": ["ink", "ink-soft", "accent", "danger"],
    "accent-soft": ["ink", "ink-soft", "accent"],
    "danger-soft": ["ink", "danger"],
    "warn-soft": ["ink", "warn"],
    "mark": ["ink"],
    "accent": ["on-accent"],
    "danger": ["on-danger"],
    "ink": ["ground"],
}
STATUS = ["new", "review", "planned", "started", "done", "declined"]
THEMES = ["light", "dark"]

Rgb = tuple[float, float, float]


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def colour(token: str, theme: str) -> Rgb:
    """The token's colour in a theme as red, green, blue in 0..255."""
    found = re.search(rf"--{token}:\s*light-dark\((#[0-9a-f]{{6}}),\s*(#[0-9a-f]{{6}})\)", TOKENS)
    assert found, token
    digits = found[1 if theme == "light" else 2]
    red, green, blue = (int(digits[at : at + 2], 16) for at in (1, 3, 5))
    return (red, green, blue)


def mixed(front: Rgb, back: Rgb, share: float) -> Rgb:
    """CSS color-mix(in srgb, front share, back)."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(front, back, strict=True))
    return (red, green, blue)


def luminance(rgb: Rgb) -> float:
    """Relative luminance of WCAG 2.2, 0 to 1."""
    parts = [value / 255 for value in rgb]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheet_is_logical(sheet: Path) -> None:
    css = without_comments(sheet.read_text("utf-8"))
    assert [found[0] for found in PHYSICAL.finditer(css)] == []


def test_physical_rule_is_seen() -> None:
    for rule in (
        "margin-left: 1px",
        "left: 0",
        "text-align: right",
        "width: 3px",
        "border-top-left-radius: 1px",
    ):
        assert PHYSICAL.search(f"p {{ {rule}; }}"), rule
    assert not PHYSICAL.search(
        "@media (max-width: 44rem) { p { inline-size: 1px; border-start-start-radius: 0 } }"
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheet_is_layered(sheet: Path) -> None:
    css = without_comments(sheet.read_text("utf-8"))
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    outside, depth = "", 0
    for letter in css:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        outside += letter if depth == 0 and letter != "}" else ""
    assert re.fullmatch(r"\s*(?:@layer [\w, ]+;?\s*)*", outside), outside
    assert depth == 0


@pytest.mark.parametrize(
    ("theme", "back", "front"),
    [
        (theme, back, front)
        for theme, (back, fronts) in product(THEMES, TEXT_ON.items())
        for front in fronts
    ],
)
def test_text_can_be_read(theme: str, back: str, front: str) -> None:
    assert contrast(colour(front, theme), colour(back, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_pressed_button_can_be_read(theme: str) -> None:
    strong = mixed(colour("accent", theme), colour("ink", theme), 0.82)
    assert contrast(colour("on-accent", theme), strong) >= 4.5


@pytest.mark.parametrize(("theme", "status"), list(product(THEMES, STATUS)))
def test_status_can_be_read(theme: str, status: str) -> None:
    word = colour(status, theme)
    assert contrast(word, mixed(word, colour("surface", theme), 0.10)) >= 4.5


@pytest.mark.parametrize(
    ("theme", "back"), list(product(THEMES, ["surface", "ground", "sunken", "raised"]))
)
def test_edge_of_a_field_can_be_seen(theme: str, back: str) -> None:
    assert contrast(colour("line-strong", theme), colour(back, theme)) >= 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_obeys_the_content_policy(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=\s*[\"'{]", re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S))
    assert not re.search(r"\s(?:on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"']", text)
    assert not re.search(r"<style|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_names_known_icons(template: Path) -> None:
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    asked = set(re.findall(r"\bicon\(\s*\"([\w-]+)\"", template.read_text("utf-8")))
    assert asked <= known, asked - known


def test_weight() -> None:
    sheet = brotli.compress(b"".join(path.read_bytes() for path in SHEETS))
    script = brotli.compress(b"".join(path.read_bytes() for path in SCRIPTS))
    assert len(sheet) <= 20_000
    assert len(script) <= 25_000
    assert (STATIC / "fonts" / "vazirmatn-arabic.woff2").stat().st_size <= 46_500
    assert (STATIC / "fonts" / "vazirmatn-latin.woff2").stat().st_size <= 15_000
