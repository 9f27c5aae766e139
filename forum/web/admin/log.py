"""The audit log, newest first."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.accounts.queries import people
from forum.audit import queries
from forum.boards import queries as boards
from forum.core import paging
from forum.core.permissions import Permission
from forum.http import access, answers, reader
from forum.http.converters import number
from forum.i18n.catalog import gettext
from forum.web.admin import log_words
from forum.web.admin.addresses import with_query

bp = Blueprint("log", __name__)
_PATH = "/admin/audit"
_FILTERS = ("kind", "board", "person")


@bp.get("/audit")
@access.requires(Permission.READ_AUDIT)
def index() -> Response:
    asked = {key: request.args.get(key, "") for key in _FILTERS}
    page = queries.entries_page(
        actor=reader.actor(),
        cursor=paging.decode(request.args.get("page")),
        only=queries.Narrowing(
            kind=asked["kind"] if asked["kind"] in log_words.KINDS else "",
            board_id=number(asked["board"]),
            actor_id=number(asked["person"]),
        ),
    )
    board_names = boards.names_by_id(reader.actor(), reader.current().profile.language)
    actors = people.names_of({row.actor_id for row in page.rows if row.actor_id})
    subjects = people.names_of(
        {row.subject_id for row in page.rows if row.subject_id and row.subject_kind == "person"}
    )
    return answers.page(
        "admin/audit.html",
        lines=[_line(row, actors, subjects, board_names) for row in page.rows],
        kinds=_links("kind", {key: gettext(name) for key, name in log_words.KINDS.items()}, asked),
        boards=_links("board", {str(key): name for key, name in board_names.items()}, asked),
        person=people.names_of([number(asked["person"]) or 0]).get(number(asked["person"]) or 0),
        without_person=with_query(_PATH, **{**asked, "person": ""}),
        is_narrowed=any(asked.values()),
        newer=page.newer and with_query(_PATH, **asked, page=page.newer),
        older=page.older and with_query(_PATH, **asked, page=page.older),
    )


def _line(
    row: Any, actors: dict[int, str], subjects: dict[int, str], board_names: dict[int, str]
) -> dict[str, Any]:
    """What the template shows of an entry."""
    return {
        "at": row.at,
        "actor_id": row.actor_id,
        "actor": actors.get(row.actor_id or 0, ""),
        "via": row.via,
        "what": log_words.of_action(row.action),
        "subject": _subject(row, subjects),
        "board": board_names.get(row.board_id or 0, ""),
        "changes": log_words.changes(row.before, row.after),
    }


def _subject(row: Any, subjects: dict[int, str]) -> tuple[str, str] | None:
    """(name, address) of what was acted on, where there is a page for it."""
    if row.subject_id is None:
        return None
    if row.subject_kind == "person":
        name = subjects.get(row.subject_id) or f"#{row.subject_id}"
        return name, f"/admin/people/{row.subject_id}"
    if row.subject_kind == "suggestion":
        return f"#{row.subject_id}", f"/s/{row.subject_id}"
    return None


def _links(
    key: str, names: dict[str, str], asked: dict[str, str]
) -> list[tuple[str, str, bool, str | None]]:
    """The entries of one filter's menu: (label, address, is chosen, icon)."""
    every = (gettext("All"), with_query(_PATH, **{**asked, key: ""}), not asked[key], None)
    return [
        every,
        *(
            (name, with_query(_PATH, **{**asked, key: value}), asked[key] == value, None)
            for value, name in names.items()
        ),
    ]
