"""How the site reads: chosen here by guests (a cookie) and by people (their account as well)."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import people
from forum.core import clock
from forum.core.unit_of_work import writing
from forum.http import access, answers, cookies, preferences, reader
from forum.http.addresses import safe_path
from forum.http.forms import FormView
from forum.http.preferences import Preferences
from forum.i18n import catalog, dates, locale, numbers
from forum.i18n.catalog import N_
from forum.site import queries as site

bp = Blueprint("preferences", __name__)
_NAMES = tuple(vars(Preferences()))
_CALENDARS = {
    "gregorian": N_("Gregorian"),
    "persian": N_("Persian (solar hijri)"),
    "umalqura": N_("Hijri (Umm al-Qura)"),
}
_DIGITS = {"latn": "1234567890", "arab": "١٢٣٤٥٦٧٨٩٠", "arabext": "۱۲۳۴۵۶۷۸۹۰"}


@bp.get("/preferences")
@access.public()
def show() -> BaseResponse:
    """The form; a language in the address is chosen already."""
    chosen = _overlaid(_current())
    now = reader.current()
    return answers.page(
        "home/preferences.html",
        view=FormView(vars(chosen) | {"shortcuts": "on" if now.has_shortcuts else ""}),
        example=_example(chosen),
        choices=_choices(),
        next=safe_path(request.args.get("next")),
        is_person=not reader.actor().is_guest,
    )


@bp.get("/preferences/example")
@access.public()
def example() -> BaseResponse:
    """A day and some numbers as they would read, for the form while it is filled in."""
    return answers.page("home/_example.html", example=_example(_overlaid(_current())))


@bp.post("/preferences")
@access.public()
def save() -> BaseResponse:
    """Keep what was chosen; what the form does not hold stays as it was."""
    sent = {name: values[-1] for name, values in request.form.lists()}
    chosen = _checked(replace(_cookie(), **{name: sent[name] for name in _NAMES if name in sent}))
    actor = reader.actor()
    if not actor.is_guest:
        with writing():
            people.set_preferences(actor=actor, values=_for_account(chosen, sent))
    response = answers.go(sent.get("next", "/"))
    cookies.set_preferences(response, chosen.encode())
    return response


def _for_account(chosen: Preferences, sent: dict[str, str]) -> dict[str, str]:
    values = {name: value for name, value in vars(chosen).items() if name in sent}
    if not values.get("language"):
        values.pop("language", None)
    if "shortcuts" in sent:
        values["shortcuts"] = "off" if sent["shortcuts"] == "off" else "on"
    return values


def _cookie() -> Preferences:
    return preferences.decode(request.cookies.get(cookies.PREFERENCES, ""))


def _current() -> Preferences:
    """What is in force for the reader; "" where the language or the site decides."""
    return replace(reader.current().chosen, language=reader.current().profile.language)


def _overlaid(under: Preferences) -> Preferences:
    """With what the address asks for instead."""
    asked = {name: request.args[name] for name in _NAMES if name in request.args}
    return _checked(replace(under, **asked))


def _checked(wanted: Preferences) -> Preferences:
    return preferences.decode(wanted.encode())


def _example(chosen: Preferences) -> dict[str, str]:
    settings = site.current()
    profile = preferences.profile_for(
        chosen,
        reader.current().profile.language,
        settings.arabic_digits,
        settings.zone,
        settings.first_weekday,
    )
    now = clock.now()
    return {
        "language": profile.language,
        "dir": locale.direction(profile.language),
        "day": dates.day(now, "full", profile),
        "time": dates.moment(now, profile),
        "number": numbers.number(1234567.89, profile),
        "percent": numbers.percent(0.25, profile),
    }


def _choices() -> dict[str, Any]:
    usual = catalog.gettext("Usual for the language")
    own_name = Markup('<span class="own-name" lang="{}" dir="{}">{}</span>')
    return {
        "languages": [
            (code, own_name.format(code, locale.direction(code), locale.NAMES[code]))
            for code in locale.LANGUAGES
        ],
        "calendars": [
            ("", usual),
            *((code, catalog.gettext(name)) for code, name in _CALENDARS.items()),
        ],
        "digits": [("", usual), *_DIGITS.items()],
        "zones": [
            ("", catalog.gettext("The site's: %(zone)s", zone=site.current().zone)),
            *((name, name) for name in preferences.zones()),
        ],
    }
