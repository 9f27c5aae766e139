"""The desk as one page: views, list and reading pane, made for a place and an actor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers.response import Response

from forum.boards import queries as boards
from forum.core import paging
from forum.core.actor import Actor
from forum.core.errors import Forbidden, Missing
from forum.core.paging import Page
from forum.core.permissions import Permission
from forum.http import answers, reader
from forum.http.forms import FormView
from forum.i18n import texts
from forum.i18n.catalog import N_, gettext
from forum.moderation import policy, views
from forum.moderation.actions import Outcome
from forum.moderation.queries import case as cases
from forum.moderation.queries import queue
from forum.moderation.queries.case import Case
from forum.suggestions import drafting
from forum.suggestions.limits import BODY_MAX, REASON_MAX, RESPONSE_MAX, TITLE_MAX
from forum.suggestions.queries import single as suggestions
from forum.suggestions.queries import status_rows
from forum.web.moderation import words
from forum.web.moderation.place import Place

_LIMITS = {
    "edit": {"title": TITLE_MAX, "body": BODY_MAX},
    "reject": {"reason": REASON_MAX},
    "": {"body": RESPONSE_MAX},
}


@dataclass(frozen=True)
class Row:
    """A row of the list, ready to be drawn."""

    id: int
    url: str
    title: str
    language: str
    dir: str
    votes: int
    author: str
    board: str
    at: Any
    status: Any
    flag: str | None
    flags: int
    is_current: bool


def home(actor: Actor) -> Place:
    """Where the desk begins for this actor. Raises Forbidden when no view is his."""
    found = policy.open_views(actor)
    if not found:
        raise Forbidden(N_("You may not see this page."))
    return Place(view=found[0].key)


def show(
    place: Place,
    *,
    code: int = 200,
    form: FormView | None = None,
    outcomes: Sequence[Outcome] = (),
    bulk_error: str = "",
    chosen: Collection[int] = (),
) -> Response:
    """The desk at this place. `form`: one that came back, shown for `place.mode`; `bulk_error`:
    why nothing was done with the `chosen` rows.

    Raises Missing for an unknown view or a suggestion that is not the actor's, Forbidden.
    """
    actor, language = reader.actor(), reader.current().profile.language
    view = views.named(place.view)
    page = queue.queue(
        actor=actor,
        view=view,
        board_id=place.board,
        q=place.q,
        cursor=paging.decode(place.page),
    )
    names = boards.names_by_id(actor, language)
    opened = _opened(actor, place, page)
    rows = _rows(place, page, opened.suggestion.id if opened else None, names)
    here = place.but(next=_following(rows), done="", was=None)
    return answers.page(
        "moderation/desk.html",
        code,
        place=here,
        rows=rows,
        words=words,
        nav=nav(actor, place),
        board_links=_board_links(actor, place, view, names),
        board_name=names.get(place.board or 0),
        newer=_page_url(place, page.newer),
        older=_page_url(place, page.older),
        outcomes=outcomes,
        bulk_error=bulk_error,
        chosen=chosen,
        done=_done(actor, place),
        **_pane(actor, here, opened, form, names, language),
    )


def _opened(actor: Actor, place: Place, page: Page[queue.QueueRow]) -> Case | None:
    """What was asked for, else the first row."""
    if place.id is not None:
        return cases.case(actor, place.id)
    return cases.case(actor, page.rows[0].id) if page.rows else None


def _rows(
    place: Place, page: Page[queue.QueueRow], current: int | None, names: Mapping[int, str]
) -> list[Row]:
    base = place.but(id=None, mode="", done="", was=None).url()
    start = f"{base}{'&' if '?' in base else '?'}id="
    statuses = {row.id: row for row in status_rows.statuses()}
    reasons = {key: gettext(name) for key, (name, _) in words.FLAG_REASONS.items()}
    return [
        Row(
            id=row.id,
            url=f"{start}{row.id}",
            title=row.title,
            language=row.language,
            dir=row.dir,
            votes=row.vote_count,
            author=row.author,
            board=names.get(row.board_id, ""),
            at=row.created_at,
            status=statuses[row.status_id] if row.state == "published" else None,
            flag=reasons.get(row.flag_reason or ""),
            flags=row.flag_count,
            is_current=row.id == current,
        )
        for row in page.rows
    ]


def _following(rows: Sequence[Row]) -> int | None:
    """The row after the open one, or the one before it when it is the last."""
    at = next((index for index, row in enumerate(rows) if row.is_current), None)
    if at is None or len(rows) < 2:
        return None
    return rows[at + 1].id if at + 1 < len(rows) else rows[at - 1].id


def nav(actor: Actor, place: Place) -> list[tuple[str, str, str, int, bool, bool]]:
    """(name, address, icon, count, whether current, whether work waits in it) of each view."""
    found = queue.counts(actor=actor, board_id=place.board)
    return [
        (
            gettext(words.VIEWS[view.key][0]),
            Place(view=view.key, board=place.board).url(),
            words.VIEWS[view.key][1],
            found.get(view.key, 0),
            view.key == place.view,
            view.key in words.QUEUES,
        )
        for view in policy.open_views(actor)
    ]


def _board_links(
    actor: Actor, place: Place, view: views.View, names: Mapping[int, str]
) -> list[tuple[str, str, bool, None]]:
    there = policy.boards_in(view, actor, names)
    links: list[tuple[str, str, bool, None]] = [
        (gettext(N_("All boards")), Place(view=place.view).url(), place.board is None, None)
    ]
    return links + [
        (names[found], Place(view=place.view, board=found).url(), found == place.board, None)
        for found in there
    ]


def _page_url(place: Place, cursor: str | None) -> str | None:
    return Place(place.view, place.board, place.q, cursor).url() if cursor else None


def _done(actor: Actor, place: Place) -> dict[str, str] | None:
    """What was done just now, and how to take it back."""
    if place.done not in words.DONE or place.was is None:
        return None
    try:
        found = suggestions.get(actor, place.was)
    except Missing:
        return None
    undo = words.UNDO.get(place.done)
    back = place.but(id=None, next=found.id)
    return {
        # What was typed and is stored now; other acts leave a draft alone.
        "draft": f"answer-{found.id}" if place.done == "decide" else "",
        "message": words.DONE[place.done],
        "title": found.title,
        "undo": back.act(undo, found.id) if undo else "",
    }


def _pane(
    actor: Actor,
    place: Place,
    opened: Case | None,
    form: FormView | None,
    names: Mapping[int, str],
    language: str,
) -> dict[str, Any]:
    if opened is None:
        return {"case": None}
    suggestion = opened.suggestion
    mode = place.mode
    return {
        "case": opened,
        "s": suggestion,
        "status": status_rows.status_of(suggestion.status_id),
        "statuses": [(row.key, row.name) for row in status_rows.statuses()],
        "board": names.get(suggestion.board_id, ""),
        "category": boards.category_names(actor, language).get(suggestion.category_id or 0, ""),
        "mode": mode,
        "view": form or _fresh(mode, opened),
        "can": _can(opened),
        "canned": words.canned_for(suggestion.language) if mode == "reject" else (),
        "places": _places(actor, language, opened) if mode == "move" else (),
        "categories": _categories(actor, language, opened) if mode == "edit" else (),
        "record": cases.record(actor, suggestion.id) if mode == "history" else (),
        "status_names": {row.id: row for row in status_rows.statuses()},
        "place_names": names,
    }


def _fresh(mode: str, opened: Case) -> FormView:
    """The form of this mode before anything is typed."""
    suggestion, response = opened.suggestion, opened.response
    chosen = ""
    if mode == "edit":
        chosen = drafting.chosen_dir(suggestion)
    elif response and not mode:
        chosen = texts.chosen_dir(response.body, response.language, response.dir)
    return FormView(
        values=_values(mode, opened),
        limits=_LIMITS.get(mode, {}),
        directions={"body": chosen} if chosen else {},
    )


def _values(mode: str, opened: Case) -> dict[str, str]:
    """What a fresh form of this mode holds."""
    suggestion, response = opened.suggestion, opened.response
    category = str(suggestion.category_id or "")
    if mode == "edit":
        return {"title": suggestion.title, "body": suggestion.body, "category": category}
    if mode == "move":
        return {"place": f"{suggestion.board_id}.{category}".rstrip(".")}
    status = status_rows.status_of(suggestion.status_id).key
    return {"status_key": status, "body": response.body if response else ""}


def _can(opened: Case) -> dict[str, bool]:
    """Verb → whether its button is shown; the rooms check again."""
    state, may = opened.suggestion.state, opened.may
    return {
        "approve": state in ("pending", "rejected") and Permission.APPROVE in may,
        "reject": state == "pending" and Permission.APPROVE in may,
        "hide": state == "published" and Permission.HIDE in may,
        "restore": state == "hidden" and Permission.HIDE in may,
        "edit": Permission.EDIT_ANY in may,
        "move": Permission.MOVE in may,
        "lock": Permission.LOCK_COMMENTS in may,
        "decide": state == "published" and Permission.RESPOND in may,
        "flags": Permission.HIDE in may,
        "block": opened.author.may_be_blocked,
    }


def _places(actor: Actor, language: str, opened: Case) -> list[tuple[str, str]]:
    """Boards and their categories that the actor may move it to, as choices."""
    found = []
    for board in boards.visible_boards(actor):
        if not actor.may(Permission.MOVE, board.id):
            continue
        name = board.name_in(language)
        found.append((str(board.id), name))
        for category in board.offered(opened.suggestion.category_id):
            label = boards.name_in(category.names, language, board.language)
            found.append((f"{board.id}.{category.id}", f"{name} · {label}"))
    return found


def _categories(actor: Actor, language: str, opened: Case) -> list[tuple[str, str]]:
    edited = opened.suggestion
    board = boards.get(actor, edited.board_id)
    return [("", gettext(N_("No category")))] + [
        (str(row.id), boards.name_in(row.names, language, board.language))
        for row in board.offered(edited.category_id)
    ]
