"""Where on the desk somebody is: all of it stands in the address, so that pages can be sent on
and every act leads back."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from flask import request

from forum.http.converters import number

MODES = ("reject", "edit", "move", "block", "history")
_LONGEST_NEEDLE = 120


@dataclass(frozen=True)
class Place:
    """`id` is the suggestion that lies open, `mode` the form or tab shown for it; `next` the row
    that follows it; `done` and `was` the act before and its suggestion (for "undo")."""

    view: str = ""
    board: int | None = None
    q: str = ""
    page: str = ""
    id: int | None = None
    mode: str = ""
    next: int | None = None
    done: str = ""
    was: int | None = None

    @classmethod
    def of_request(cls, view: str | None = None) -> Self:
        """What the address says; values that cannot be are left out."""
        given = request.args
        mode = given.get("mode", "")
        return cls(
            view=view if view is not None else given.get("view", ""),
            board=number(given.get("board")),
            q=given.get("q", "")[:_LONGEST_NEEDLE],
            page=given.get("page", ""),
            id=number(given.get("id")),
            mode=mode if mode in MODES else "",
            next=number(given.get("next")),
            done=given.get("done", "")[:20],
            was=number(given.get("was")),
        )

    def but(self, **changes: object) -> Self:
        """The same place with some things different."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def url(self) -> str:
        """The desk's page of this place."""
        return f"/desk/{self.view}" + self._query("board", "q", "page", "id", "mode", "done", "was")

    def act(self, verb: str, suggestion_id: int) -> str:
        """Where the form of a verb is sent; it leads back here."""
        query = self._query("view", "board", "q", "page", "next")
        return f"/desk/s/{suggestion_id}/{verb}{query}"

    def bulk(self) -> str:
        """Where the form of the chosen rows is sent."""
        return "/desk/bulk" + self._query("view", "board", "q", "page")

    def _query(self, *names: str) -> str:
        found = {name: getattr(self, name) for name in names}
        kept = {name: value for name, value in found.items() if value not in (None, "")}
        return f"?{urlencode(kept)}" if kept else ""
