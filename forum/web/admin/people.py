"""People of the site: the list, roles, blocking, invitations."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.accounts.actions import invitations, people
from forum.accounts.queries import invites
from forum.accounts.queries import people as queries
from forum.boards import schema
from forum.core import paging
from forum.core.permissions import STAFF, Permission, Role
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.http.addresses import absolute
from forum.http.forms import Form
from forum.i18n.catalog import gettext
from forum.web.admin.addresses import with_query
from forum.web.admin.forms import InviteForm, RoleForm

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@access.requires(Permission.MANAGE_PEOPLE)
def index() -> Response:
    asked = {key: request.args.get(key, "") for key in ("q", "role")}
    role = Role(asked["role"]) if asked["role"] in list(Role) else None
    page = queries.people_page(
        actor=reader.actor(),
        q=asked["q"],
        role=role,
        cursor=paging.decode(request.args.get("page")),
    )
    return answers.page(
        "admin/people.html",
        people=page.rows,
        q=asked["q"],
        role=role,
        role_names=role_names(),
        role_links=[("", with_query("/admin/people", q=asked["q"]))]
        + [(each, with_query("/admin/people", q=asked["q"], role=each)) for each in Role],
        invitations=invites.invitations(reader.actor()),
        newer=page.newer and with_query("/admin/people", **asked, page=page.newer),
        older=page.older and with_query("/admin/people", **asked, page=page.older),
    )


@bp.get("/<id:person_id>")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def show(person_id: int) -> Response:
    person = queries.get(person_id)
    return _page(RoleForm(data={"role": person.role}), 200, person_id)


@bp.get("/<id:person_id>/<any(role, block, unblock):_verb>")
@access.requires(Permission.MANAGE_PEOPLE)
def back(person_id: int, _verb: str) -> Response:
    """Where a fresh sign-in comes back to."""
    return answers.go(f"/admin/people/{person_id}")


@bp.post("/<id:person_id>/role")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def set_role(person_id: int) -> Response:
    form = RoleForm(request.form)
    if form.validate():
        with form.catching(), writing():
            people.set_role(actor=reader.actor(), person_id=person_id, role=Role(form.role.data))
        if not form.is_refused:
            answers.say("success", gettext("The role is changed; the person signs in again."))
            return answers.go(f"/admin/people/{person_id}")
    return _page(form, form.http_status, person_id)


@bp.post("/<id:person_id>/block")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def block(person_id: int) -> Response:
    form = Form()
    with form.catching(), writing():
        people.block(actor=reader.actor(), person_id=person_id)
    if form.is_refused:
        return _page(form, form.http_status, person_id)
    answers.say("success", gettext("The person is blocked and signed out everywhere."))
    return answers.go(f"/admin/people/{person_id}")


@bp.post("/<id:person_id>/unblock")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def unblock(person_id: int) -> Response:
    with writing():
        people.unblock(actor=reader.actor(), person_id=person_id)
    answers.say("success", gettext("The person may come in again."))
    return answers.go(f"/admin/people/{person_id}")


@bp.get("/invite")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def invitation() -> Response:
    return _invite_page(InviteForm(data={"role": Role.MODERATOR}), 200)


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
    return _invite_page(form, form.http_status)


@bp.get("/invitations/<id:invitation_id>/revoke")
@access.requires(Permission.MANAGE_PEOPLE)
def back_to_list(invitation_id: int) -> Response:
    """Where a fresh sign-in comes back to."""
    return answers.go("/admin/people#invitations")


@bp.post("/invitations/<id:invitation_id>/revoke")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def revoke(invitation_id: int) -> Response:
    with writing():
        invitations.revoke(actor=reader.actor(), invitation_id=invitation_id)
    answers.say("success", gettext("The invitation is taken back; its link is dead."))
    return answers.go("/admin/people#invitations")


def role_names() -> dict[str, str]:
    """Role → its translated name."""
    return {role: gettext(name) for role, name in schema.ROLE_NAMES.items()}


def staff_choices() -> list[tuple[str, str]]:
    """The roles one can be invited to, with their names."""
    names = role_names()
    return [(role, names[role]) for role in Role if role in STAFF]


def invited(email: str, token: str) -> Response:
    """The link, shown this once: to be handed over where mail does not come through."""
    link = absolute(f"/invite/{token}")
    return answers.page("admin/invited.html", email=email, link=link)


def _page(form: Form, status: int, person_id: int) -> Response:
    names = role_names()
    return answers.page(
        "admin/person.html",
        status,
        view=form.view(),
        person=queries.get(person_id),
        roles=[(role, names[role]) for role in Role],
        role_names=names,
    )


def _invite_page(form: InviteForm, status: int) -> Response:
    return answers.page("admin/invite.html", status, view=form.view(), roles=staff_choices())
