"""The site's settings on one generic page."""

from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, preferences, reader
from forum.http.forms import Form
from forum.i18n.catalog import gettext
from forum.site import actions, contrast, queries, schema
from forum.web.admin import typed
from forum.web.admin.forms import SiteForm

bp = Blueprint("site", __name__)
OURS = "#0a6b66"


@dataclass(frozen=True)
class Colour:
    """A brand colour as it would be used; `dark` is what the dark theme makes of it."""

    light: str
    dark: str
    ratio: float
    is_ours: bool

    @property
    def is_readable(self) -> bool:
        return self.ratio >= contrast.MINIMUM


def _colour(text: str) -> Colour | None:
    """What the colour looks like, None when it is no colour (yet)."""
    value = text.strip().lower() or OURS
    if not schema.is_colour(value):
        return None
    return Colour(
        light=value,
        dark=contrast.readable_on(value, contrast.DARK_GROUND),
        ratio=contrast.ratio(value, "#ffffff"),
        is_ours=not text.strip(),
    )


@bp.get("/site")
@access.requires(Permission.MANAGE_SITE, fresh=True)
def show() -> Response:
    return _page(SiteForm(data=vars(queries.current())), 200)


@bp.post("/site")
@access.requires(Permission.MANAGE_SITE, fresh=True)
def change() -> Response:
    form = SiteForm(request.form)
    if form.validate():
        with form.catching(), writing():
            actions.change(actor=reader.actor(), values=typed.values(form, schema.FIELDS))
        if not form.is_refused:
            answers.say("success", gettext("The settings are saved."))
            return answers.go("/admin/site")
    return _page(form, form.http_status)


@bp.get("/site/colour")
@access.requires(Permission.MANAGE_SITE)
def colour() -> Response:
    """The part that shows a colour while it is typed."""
    return answers.page("admin/_colour.html", colour=_colour(request.args.get("brand_colour", "")))


def _page(form: Form, status: int) -> Response:
    return answers.page(
        "admin/site.html",
        status,
        view=form.view(),
        brand=schema.BRAND,
        names=schema.NAMES,
        taglines=schema.TAGLINES,
        fields=schema.SETTINGS,
        zones=[(zone, zone) for zone in preferences.zones()],
        colour=_colour(form["brand_colour"].data),
    )
