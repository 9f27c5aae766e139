"""Stylesheets and scripts joined at start into hashed, precompressed files."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli

from forum.site import contrast

URL = "/static/"
_CSS_ORDER = ("tokens", "base", "layout", "parts")
_FONT = re.compile(r'url\("?\.\./fonts/([\w.-]+)"?\)')
_COMPRESSIBLE = {".css", ".js", ".svg", ".json", ".webmanifest"}
IMMUTABLE = re.compile(r"^.+\.[0-9a-f]{12}\..+$")


@dataclass(frozen=True)
class Assets:
    """`urls`: our short name ("css", "js", "icons", …) → address with the hash in it."""

    folder: Path
    urls: dict[str, str]


def build(source: Path, target: Path) -> Assets:
    """Write what pages need from `source` (static/) into `target`; quick when it is there."""
    target.mkdir(parents=True, exist_ok=True)
    urls: dict[str, str] = {}
    fonts = {}
    for path in sorted((source / "fonts").glob("*.woff2")):
        fonts[path.name] = _write(target, path.stem, ".woff2", path.read_bytes())
        urls[f"font-{path.stem.rpartition('-')[2]}"] = URL + fonts[path.name]
    css = _FONT.sub(lambda found: f'url("{fonts[found[1]]}")', _join_css(source / "css"))
    urls["css"] = URL + _write(target, "app", ".css", css.encode())
    urls["js"] = URL + _write(target, "app", ".js", _join_js(source).encode())
    for name, file in (("icons", "icons.svg"), ("favicon", "favicon.svg"), ("touch", "touch.png")):
        path = source / file
        if path.exists():
            urls[name] = URL + _write(target, path.stem, path.suffix, path.read_bytes())
    return Assets(target, urls)


def _join_css(folder: Path) -> str:
    first = [folder / f"{name}.css" for name in _CSS_ORDER]
    rest = sorted(path for path in folder.glob("*.css") if path not in first)
    return "\n".join(path.read_text("utf-8") for path in [*first, *rest] if path.exists())


def _join_js(source: Path) -> str:
    vendored = sorted((source / "vendor").glob("*.js"))
    ours = sorted(path for path in (source / "js").glob("*.js") if path.name != "main.js")
    return "\n;\n".join(path.read_text("utf-8") for path in [*vendored, *ours])


def _write(folder: Path, stem: str, suffix: str, content: bytes) -> str:
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
    path = folder / name
    if not path.exists():
        if suffix in _COMPRESSIBLE:
            (folder / f"{name}.br").write_bytes(brotli.compress(content))
            (folder / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        partial = path.with_suffix(path.suffix + ".part")
        partial.write_bytes(content)
        partial.rename(path)  # whole or not there, whoever starts at the same time
    return name


@lru_cache(maxsize=8)
def brand_sheet(colour: str) -> tuple[str, bytes]:
    """(name, content) of the small stylesheet that sets the site's own colour."""
    dark = contrast.readable_on(colour, contrast.DARK_GROUND)
    soft = contrast.mixed(colour, "#ffffff", 0.88)
    soft_dark = contrast.mixed(dark, "#0e1313", 0.82)
    content = (
        "@layer tokens{:root{"
        f"--accent:light-dark({colour},{dark});"
        f"--accent-soft:light-dark({soft},{soft_dark});"
        "--on-accent:light-dark(#ffffff,#05211f)}}"
    ).encode()
    return f"brand.{hashlib.sha256(content).hexdigest()[:12]}.css", content
