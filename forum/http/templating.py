"""What every template may use: words, digits, dates, isolation, addresses of assets."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request
from flask.templating import Environment as FlaskEnvironment
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from markupsafe import Markup, escape
from sqlalchemy.exc import DBAPIError, TimeoutError

from forum.boards import queries as boards
from forum.core import paths, version
from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.http import cookies, csrf, names, once, reader, shared
from forum.http.assets import Assets, brand_sheet
from forum.http.fragments import KeptExtension
from forum.i18n import bidi, catalog, dates, locale, numbers
from forum.site import queries as site

_STAND_IN = shared.hole("token")  # also in parts kept for many readers
_LANGUAGES = tuple((code, locale.NAMES[code], locale.direction(code)) for code in locale.LANGUAGES)


class Environment(FlaskEnvironment):
    """Flask's, with the words of a template in one plain dict: they are copied for each part that
    is rendered, and the ChainMap of Jinja2 is walked in Python."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def install(app: Flask) -> None:
    """Loader, words, filters and globals of the Jinja environment."""
    rooms = {
        folder.name: FileSystemLoader(folder / "templates")
        for folder in sorted(paths.TEMPLATES.iterdir())
        if (folder / "templates").is_dir()
    }
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(paths.TEMPLATES / "templates"), PrefixLoader(rooms)]
    )
    environment = app.jinja_env
    # It would work `8|num` out once, in the digits of whoever came first.
    environment.optimized = False
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension(KeptExtension)
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalog.gettext_raw,
        catalog.ngettext_raw,
        newstyle=True,
        pgettext=catalog.pgettext_raw,
        npgettext=catalog.npgettext_raw,
    )
    environment.filters.update(
        num=numbers.number,
        percent=numbers.percent,
        compact=numbers.compact,
        day=dates.day,
        moment=dates.moment,
        iso=dates.iso,
        other_calendar=dates.other_calendar,
        with_token=with_token,
    )
    environment.globals.update(
        avatar=names.avatar,
        bdi=names.bdi,
        icon=icon,
        isolate=bidi.isolate,
        asset=asset,
        csrf_field=csrf_field,
        csrf_token=csrf.token,
        STAND_IN=_STAND_IN,
        once_field=once_field,
        hole=shared.hole,
        P=Permission,
    )
    shared.install(app)
    app.before_request(_note_structure)
    app.context_processor(_context)


def icon(name: str, *, directional: bool = False, label: str = "") -> Markup:
    """One symbol of the sprite.

    `directional`: it shows a direction of reading and is mirrored in right-to-left pages (back,
    next, reply, undo, send; never a check, clock, media or search). `label`: only where no text
    stands beside it.
    """
    style = "icon directional" if directional else "icon"
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    symbol = f"{asset('icons')}#{name}"
    # A function, not a macro: each import of a macro compares all names of both templates.
    return Markup(f'<svg class="{style}" {said}><use href="{symbol}"/></svg>')  # noqa: S704 - escaped


def csrf_field() -> Markup:
    """The hidden token input, or room for it on a page that readers share."""
    return _STAND_IN if shared.is_rendering() else csrf.field()


def once_field() -> Markup:
    """The hidden once-token, or room for it."""
    return shared.hole("once") if shared.is_rendering() else once.field()


def with_token(text: str) -> Markup:
    """A part kept for many readers, with this one's token field where it left room for it."""
    if not shared.is_rendering() and _STAND_IN in text:
        text = text.replace(_STAND_IN, csrf.field())
    return Markup(text)  # noqa: S704 - rendered by Jinja, which escaped it


def asset(name: str) -> str | None:
    """Address of a built file by its short name; "brand" is None when no colour is set."""
    if name == "brand":
        colour = site.at_hand().brand_colour
        return f"/{brand_sheet(colour)[0]}" if colour else None
    assets: Assets = current_app.extensions["forum_assets"]
    return assets.urls.get(name)


def _context() -> dict[str, Any]:
    now = reader.current()
    actor = reader.actor()
    language = now.profile.language
    return {
        "kept_for": kept_for(),
        "is_shared": shared.is_rendering(),
        "profile": now.profile,
        "language": language,
        "dir": locale.direction(language),
        "theme": now.theme,
        "shortcuts_off": not now.has_shortcuts,
        "languages": _LANGUAGES,
        "tabs": _tabs(actor, language),
        "site": site.at_hand(),
        "actor": actor,
        "me": shared.own_name(actor),
        "here": _here(),
        "is_cached_page": _is_cached_page(),
        "flashes": _flashes(),
        "mail_is_unset": actor.is_administrator and not cookies.config().mail_url,
    }


def kept_for() -> tuple[object, ...]:
    """What every kept part depends on, whatever else it names."""
    structure = g.get("structure") or _structure()
    return (reader.current().profile, structure, shared.is_rendering())


def part(template: str, **context: Any) -> str:
    """A small part that asks nothing of the page around it: no site, no actor, no boards."""
    found = current_app.jinja_env.get_template(template)
    return found.render(kept_for=kept_for(), is_shared=False, **context)


def _note_structure() -> None:
    """Parts of this page are kept for the structure as it stands before the view reads any of
    it: kept for a later one, what was read earlier would never go."""
    g.structure = _structure()


def _structure() -> object:
    """What parts of pages are kept for; while the database is away nothing is."""
    try:
        return version.current().structure
    except (DBAPIError, TimeoutError):
        return object()


def _tabs(actor: Actor, language: str) -> tuple[tuple[str, str, bool], ...]:
    """(name, address, current) of the boards this reader may see; a page names its own."""
    here = g.get("current_board")
    try:
        visible = boards.visible_boards(actor)
    except (DBAPIError, TimeoutError):
        return ()  # this is the page that says that the database is away
    return tuple(
        (board.name_in(language), f"/b/{board.slug}", board.id == here) for board in visible
    )


def _here() -> str:
    """Path and query of this page; a query that the gate refused for not being ASCII is left."""
    query = request.query_string
    return f"{request.path}?{query.decode()}" if query and query.isascii() else request.path


def _is_cached_page() -> bool:
    """Whether this answer goes to every guest: it must hold no token and no name."""
    return bool(g.get("is_cacheable", False))


def _flashes() -> list[tuple[str, str]]:
    """Messages for this page; the cookie is not even read on a page that all guests share."""
    if _is_cached_page() or cookies.note_name(cookies.config()) not in request.cookies:
        return []
    found: list[Any] = list(get_flashed_messages(with_categories=True))
    return [(str(kind), str(text)) for kind, text in found]
