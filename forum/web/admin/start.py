"""The first run: three short forms on one page, each of them skippable."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.accounts.actions import invitations
from forum.boards import schema as board_schema
from forum.boards.actions import boards
from forum.core.permissions import Permission, Role
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.http.forms import Form
from forum.i18n.catalog import gettext
from forum.i18n.locale import base
from forum.site import actions as site
from forum.site import queries as settings
from forum.web.admin import facts
from forum.web.admin.forms import InviteForm, StartBoardForm, StartSiteForm
from forum.web.admin.people import invited, staff_choices

bp = Blueprint("start", __name__, url_prefix="/start")


@bp.get("")
@access.requires(Permission.MANAGE_SITE, fresh=True)
def show() -> Response:
    return _page(200)


@bp.get("/<any(site, board, invite):_step>")
@access.requires(Permission.MANAGE_SITE)
def back(_step: str) -> Response:
    """Where a fresh sign-in comes back to."""
    return answers.go("/admin/start")


@bp.post("/site")
@access.requires(Permission.MANAGE_SITE, fresh=True)
def name_site() -> Response:
    form = StartSiteForm(request.form)
    if form.validate():
        with form.catching(), writing():
            site.change(actor=reader.actor(), values=form.values())
        if not form.is_refused:
            answers.say("success", gettext("The settings are saved."))
            return answers.go("/admin/start#board")
    return _page(form.http_status, site_form=form)


@bp.post("/board")
@access.requires(Permission.MANAGE_BOARDS)
def open_board() -> Response:
    form = StartBoardForm(request.form)
    if form.validate():
        with form.catching(), writing():
            boards.create(actor=reader.actor(), draft=form.draft())
        if not form.is_refused:
            answers.say("success", gettext("The board is there."))
            return answers.go("/admin/start#invite")
    return _page(form.http_status, board_form=form)


@bp.post("/invite")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def invite() -> Response:
    form = InviteForm(request.form)
    if form.validate():
        with form.catching(), writing():
            token = invitations.invite(
                actor=reader.actor(), email=form.email.data, role=Role(form.role.data)
            )
        if not form.is_refused:
            return invited(form.email.data, token)
    return _page(form.http_status, invite_form=form)


def _page(
    status: int,
    *,
    site_form: Form | None = None,
    board_form: Form | None = None,
    invite_form: Form | None = None,
) -> Response:
    now, steps = settings.current(), facts.first_steps(reader.actor())
    # Until the site has a name nobody chose its language: whoever sets it up most likely reads it.
    language = now.default_language if steps[0].is_done else base(reader.current().profile.language)
    site_values = {"name": next(iter(now.names), ""), "default_language": language}
    board_values = {"language": language, "visibility": "public"}
    return answers.page(
        "admin/start.html",
        status,
        steps=steps,
        site_view=(site_form or StartSiteForm(data=site_values)).view(),
        board_view=(board_form or StartBoardForm(data=board_values)).view(),
        languages_of_boards=board_schema.BY_KEY["language"].choices,
        visibilities=board_schema.BY_KEY["visibility"].choices,
        invite_view=(invite_form or InviteForm(data={"role": Role.MODERATOR})).view(),
        roles=staff_choices(),
    )
