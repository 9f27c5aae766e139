"""What the address of a list says, and the addresses that change one thing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from forum.boards.queries import BoardRow, name_in
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.i18n import bidi, locale
from forum.i18n.catalog import N_, gettext
from forum.suggestions import listing
from forum.suggestions.queries import lists, status_rows

SORT_NAMES = {
    "trending": N_("Trending"),
    "top": N_("Top"),
    "new": N_("Newest"),
    "discussed": N_("Most discussed"),
    "updated": N_("Recently updated"),
}
SHOWS = {"mine": N_("My suggestions"), "voted": N_("My votes")}
MAX_WORDS = 100  # characters
_MAX_DIGITS = 10  # of an id


@dataclass(frozen=True)
class Choice:
    """One entry of a menu: its words, where it leads, whether it is chosen, how many there are."""

    label: str
    href: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Tally:
    """Counts from the stored tallies: of the list (None: not known), by category."""

    total: int | None
    by_category: Mapping[int, int]

    @property
    def key(self) -> tuple[object, ...]:
        """All its numbers."""
        return (self.total, *sorted(self.by_category.items()))


@dataclass(frozen=True)
class Listing:
    """A list as its address describes it."""

    board: BoardRow
    sort: str = listing.DEFAULT_SORT
    status: str = ""
    category: int | None = None
    words: str = ""
    show: str = ""
    page: str = ""
    is_personal: bool = False

    @property
    def narrowed(self) -> lists.Filter:
        status_id = status_rows.status_by_key(self.status).id if self.status else None
        return lists.Filter(status_id, self.category)

    @property
    def key(self) -> tuple[object, ...]:
        """What decides how the filters look, without the page of the list."""
        asked = (self.sort, self.status, self.category, self.words, self.show)
        return (self.board.id, *asked, self.is_personal)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.status or self.category or self.words or self.show)

    def href(self, **changes: object) -> str:
        """The address of this list with some things changed, from its first page."""
        other = replace(self, page=str(changes.pop("page", "")), **changes)  # type: ignore[arg-type]
        parts: list[tuple[str, object]] = [
            ("sort", other.sort if other.sort != listing.DEFAULT_SORT else ""),
            ("status", other.status),
            ("category", other.category or ""),
            ("q", other.words),
            ("show", other.show),
            ("page", other.page),
        ]
        query = urlencode([(name, value) for name, value in parts if value])
        return f"/b/{self.board.slug}" + (f"?{query}" if query else "")

    def sorts(self) -> list[Choice]:
        return [
            Choice(gettext(name), self.href(sort=key, show=""), key == self.sort and not self.show)
            for key, name in SORT_NAMES.items()
        ]

    def statuses(self) -> list[Choice]:
        every = Choice(gettext(N_("All statuses")), self.href(status=""), not self.status)
        return [every] + [
            Choice(row.name, self.href(status=row.key), row.key == self.status)
            for row in status_rows.statuses()
        ]

    def shows(self) -> list[Choice]:
        """What a signed-in person may narrow to of his own."""
        if not self.is_personal:
            return []
        return [
            Choice(gettext(name), self.href(show="" if self.show == key else key), self.show == key)
            for key, name in SHOWS.items()
        ]

    def categories(self, tally: Tally) -> list[Choice]:
        language = locale.current().language
        return [
            Choice(
                name_in(row.names, language, self.board.language),
                self.href(category=None if row.id == self.category else row.id),
                row.id == self.category,
                tally.by_category.get(row.id, 0),
            )
            for row in self.board.categories
            if not row.is_archived
        ]

    def chips(self) -> list[Choice]:
        """What the list is narrowed to, each leading to the list without it."""
        found = [choice for choice in self.statuses()[1:] if choice.is_current]
        chips = [Choice(choice.label, self.href(status=""), True) for choice in found]
        chips += [
            Choice(choice.label, self.href(category=None), True)
            for choice in self.categories(Tally(None, {}))
            if choice.is_current
        ]
        chips += [
            Choice(choice.label, choice.href, True) for choice in self.shows() if choice.is_current
        ]
        if self.words:
            chips.append(Choice(f"«{self.words}»", self.href(words=""), True))
        return chips

    def tally(self, stored: Mapping[tuple[int, int, int], int]) -> Tally:
        """How many there are, when the stored counts know it."""
        status_id = self.narrowed.status_id
        by_category: dict[int, int] = {}
        for (_, of_status, of_category), count in stored.items():
            if status_id in (None, of_status):
                by_category[of_category] = by_category.get(of_category, 0) + count
        known = not self.words and not self.show
        total = by_category.get(self.category, 0) if self.category else sum(by_category.values())
        return Tally(total if known else None, by_category)


def read_listing(args: Mapping[str, str], board: BoardRow, actor: Actor) -> Listing:
    """The list an address asks for. Raises Invalid for what cannot be asked."""
    sort = args.get("sort", listing.DEFAULT_SORT)
    if sort not in listing.SORTS:
        raise Invalid(N_("There is no such order."))
    show = args.get("show", "")
    words = bidi.clean_line(args.get("q", ""))[:MAX_WORDS]
    return Listing(
        board=board,
        sort=sort,
        status=status_rows.status_by_key(args["status"]).key if args.get("status") else "",
        category=_category(args.get("category", ""), board),
        words=words,
        # The best of what was found comes first, whoever posted it.
        show=show if show in SHOWS and not actor.is_guest and not words else "",
        page=args.get("page", ""),
        is_personal=not actor.is_guest,
    )


def _category(text: str, board: BoardRow) -> int | None:
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    found = board.category(int(text)) if is_number else None
    if found is None:
        raise Invalid(N_("There is no such category."))
    return found.id
