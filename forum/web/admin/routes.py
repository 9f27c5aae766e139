"""The first page of the administration, and all pages below it."""

from flask import Blueprint
from werkzeug.wrappers.response import Response

from forum.boards import queries as boards
from forum.core.permissions import Permission
from forum.http import access, answers, cookies, reader
from forum.site import queries as site
from forum.web.admin import (
    boards as board_pages,
)
from forum.web.admin import (
    categories,
    facts,
    log,
    mails,
    members,
    people,
    start,
)
from forum.web.admin import (
    search as search_pages,
)
from forum.web.admin import (
    site as site_pages,
)

bp = Blueprint("admin", __name__, url_prefix="/admin")
for _part in (
    start,
    site_pages,
    board_pages,
    categories,
    members,
    people,
    log,
    mails,
    search_pages,
):
    bp.register_blueprint(_part.bp)


@bp.get("")
@access.requires(Permission.MANAGE_SITE)
def index() -> Response:
    config = cookies.config()
    return answers.page(
        "admin/index.html",
        findings=facts.findings(config),
        steps=facts.first_steps(reader.actor()),
        settings=site.current(),
        base_url=config.base_url,
        database="SQLite" if config.is_sqlite else "PostgreSQL",
        boards_count=len(boards.directory().boards),
    )
