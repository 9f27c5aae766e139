"""Pictures of the main pages of a demo forum, in every look.

    python -m tests.browser.shots OUTDIR [--only NAME] [--language fa] [--theme light] [--width 390]

Writes OUTDIR/<page>.<language>.<theme>.<width>.png; README's pictures come from here too.
"""

import argparse
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from forum.accounts.models import Person
from forum.app import create_app
from forum.boards import queries as boards
from forum.cli import demo, schema
from forum.core import jobs
from forum.core.actor import system
from forum.core.config import Config
from forum.core.db import db
from forum.http import cookies
from forum.suggestions.queries import lists
from forum.suggestions.queries import single as suggestions
from tests import make
from tests.browser.driving import Seat, chromium_at
from tests.browser.serving import serving
from tests.cli.running import free_port
from tests.visitor import Client, Visitor

LANGUAGES, THEMES, WIDTHS = ("fa", "ar", "en"), ("light", "dark"), (390, 1280)


@dataclass(frozen=True)
class Shot:
    """A page as somebody of this role sees it. `path` may hold {board} and {suggestion}."""

    name: str
    role: str
    path: str


SHOTS = (
    Shot("home", "guest", "/"),
    Shot("list", "guest", "/b/{board}"),
    Shot("list-signed-in", "customer", "/b/{board}?sort=top"),
    Shot("suggestion", "customer", "/s/{suggestion}"),
    Shot("vote", "guest", "/s/{suggestion}/vote"),
    Shot("new", "customer", "/b/{board}/new"),
    Shot("search", "customer", "/search?q=excel"),
    Shot("search-none", "guest", "/search?q=qwxz"),
    Shot("mine", "customer", "/me/suggestions"),
    Shot("sign-in", "guest", "/account/sign-in"),
    Shot("account", "customer", "/account"),
    Shot("preferences", "guest", "/preferences"),
    Shot("desk", "moderator", "/desk/waiting"),
    Shot("desk-all", "moderator", "/desk/all?id={suggestion}"),
    Shot("desk-duplicates", "moderator", "/desk/duplicates"),
    Shot("admin", "administrator", "/admin"),
    Shot("admin-site", "administrator", "/admin/site"),
    Shot("admin-people", "administrator", "/admin/people"),
    Shot("admin-search", "administrator", "/admin/search"),
    Shot("exports", "administrator", "/exports"),
    Shot("missing", "guest", "/nowhere"),
)


def main() -> int:
    """Take the pictures that were asked for; how many there are goes to stdout."""
    wanted = _arguments()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as data_dir:
        app, port = _demo_site(Path(data_dir))
        with serving(app, port) as base, chromium_at(_chromium()) as browser, app.app_context():
            count = sum(1 for _ in _taken(app, browser, base, wanted))
    print(f"{count} pictures in {wanted.folder}")
    return 0 if count else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUTDIR")
    parser.add_argument("--only", action="append", choices=[shot.name for shot in SHOTS])
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--width", action="append", type=int)
    return parser.parse_args()


def _chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is not there: install it (Debian: apt-get install chromium)")
    return path


def _demo_site(data_dir: Path) -> tuple[Flask, int]:
    """A forum with a year of demo data, a moderator and an administrator."""
    port = free_port()
    config = Config(
        data_dir=data_dir,
        secret_key="a secret of the pictures, long enough",
        database_url=f"sqlite:///{data_dir / 'forum.db'}",
        base_url=f"http://127.0.0.1:{port}",
        workers=1,
        is_testing=True,
    )
    app = create_app(config)
    app.test_client_class = Client
    with app.app_context():
        schema.upgrade()
        demo.load()
        jobs.run_all()
        for role, name in (("moderator", "ليلى"), ("administrator", "Dana")):
            make.person(name, email=f"{role}@example.com", role=role)
    return app, port


def _taken(app: Flask, browser: Browser, base: str, wanted: argparse.Namespace) -> Iterator[Path]:
    for language in wanted.language or LANGUAGES:
        places = _places(language)
        for theme in wanted.theme or THEMES:
            for shot in SHOTS:
                if wanted.only and shot.name not in wanted.only:
                    continue
                seat = _seat(app, browser, base, shot.role, language, theme)
                seat.page.goto(shot.path.format(**places))
                for width in wanted.width or WIDTHS:
                    seat.page.set_viewport_size({"width": width, "height": 900})
                    path = wanted.folder / f"{shot.name}.{language}.{theme}.{width}.png"
                    seat.page.screenshot(path=path, full_page=width < 600)
                    yield path
                seat.close()


def _places(language: str) -> dict[str, object]:
    """The board of this language and an answered suggestion that people talk about."""
    board = next(one for one in boards.visible_boards(system()) if one.language == language)
    rows = lists.cards([board.id], sort="discussed").rows
    answered = next(row.id for row in rows if suggestions.response_of(row.id))
    return {"board": board.slug, "suggestion": answered}


def _seat(app: Flask, browser: Browser, base: str, role: str, language: str, theme: str) -> Seat:
    """A browser of somebody of this role who reads this language."""
    seat = Seat(browser, base, language, theme=theme)
    if role != "guest":
        person = db.session.query(Person).filter_by(role=role).order_by(Person.id).first()
        assert person is not None, f"the demo forum has no {role}"
        db.session.expunge(person)
        visitor = Visitor(app).sign_in(person)
        visitor.post("/preferences", {"language": language, "theme": theme})
        name = cookies.session_name(app.extensions["forum_config"])
        seat.context.add_cookies([{"name": name, "value": visitor.cookie(name) or "", "url": base}])
    return seat


if __name__ == "__main__":
    sys.exit(main())
