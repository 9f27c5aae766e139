"""Where static files, translations and migrations lie, in a checkout and in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED = _PACKAGE / "_shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

STATIC = _ROOT / "static"
TRANSLATIONS = _ROOT / "translations"
MIGRATIONS = _ROOT / "migrations"
TEMPLATES = _PACKAGE / "web"
