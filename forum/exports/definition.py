"""What an export holds: one definition for the page, the command line and the stored row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from forum.core.errors import Invalid
from forum.i18n import dates, digits, locale
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile

T = TypeVar("T")
# The keys of CSV and JSON, in the order of the file.
COLUMNS = (
    "rank",
    "id",
    "board",
    "title",
    "status",
    "category",
    "votes",
    "comments",
    "created_at",
    "updated_at",
    "official_response",
    "url",
)
ORDERS = ("votes", "trending", "new", "comments")
HIGHEST_NUMBER = 2**31 - 1
_LONGEST_NUMBER = 10
_EXAMPLE = date(2026, 3, 21)


@dataclass(frozen=True)
class Definition:
    """Which suggestions, in which order, with which columns.

    Empty ids and keys mean all. `since` and `until` are whole days of `zone`, both included, by
    the moment of posting. `limit`: the first so many rows, None for all.
    """

    board_ids: tuple[int, ...] = ()
    status_keys: tuple[str, ...] = ()
    category_ids: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    order: str = "votes"
    columns: tuple[str, ...] = COLUMNS
    limit: int | None = None
    zone: str = "UTC"

    @property
    def starts_at(self) -> datetime | None:
        """The first moment of the period, in UTC."""
        return _midnight(self.since, self.zone) if self.since else None

    @property
    def ends_at(self) -> datetime | None:
        """The first moment after the period, in UTC."""
        return _midnight(self.until + timedelta(days=1), self.zone) if self.until else None

    def to_json(self) -> dict[str, Any]:
        """Plain values for the stored row, the audit log and the head of a JSON export."""
        return {
            "board_ids": list(self.board_ids),
            "status_keys": list(self.status_keys),
            "category_ids": list(self.category_ids),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "order": self.order,
            "columns": list(self.columns),
            "limit": self.limit,
            "zone": self.zone,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Definition":
        """The definition that `to_json` wrote; other keys are left alone."""
        return cls(
            board_ids=tuple(stored["board_ids"]),
            status_keys=tuple(stored["status_keys"]),
            category_ids=tuple(stored["category_ids"]),
            since=date.fromisoformat(stored["since"]) if stored["since"] else None,
            until=date.fromisoformat(stored["until"]) if stored["until"] else None,
            order=stored["order"],
            columns=tuple(stored["columns"]),
            limit=stored["limit"],
            zone=stored["zone"],
        )


def parse(
    *,
    profile: Profile,
    boards: Iterable[str | int] = (),
    statuses: Iterable[str] = (),
    categories: Iterable[str | int] = (),
    since: str = "",
    until: str = "",
    order: str = "",
    columns: Iterable[str] = (),
    limit: str | int = "",
) -> Definition:
    """The definition meant by typed words; empty ones mean all.

    Days and numbers may be in any digits, days in the reader's calendar. Raises Invalid with
    the field ("board", "status", "category", "since", "until", "order", "columns", "limit").
    """
    first, last = _day(since, "since", profile), _day(until, "until", profile)
    if first and last and last < first:
        raise Invalid(N_("The period ends before it starts."), field="until")
    if order and order not in ORDERS:
        raise Invalid(N_("Choose one of the list."), field="order")
    wanted = tuple(dict.fromkeys(name.strip() for name in columns if name.strip()))
    if any(name not in COLUMNS for name in wanted):
        raise Invalid(N_("Choose columns of the list only."), field="columns")
    return Definition(
        board_ids=_each(boards, lambda word: _number(word, "board")),
        status_keys=_each(statuses, lambda word: str(word).strip()),
        category_ids=_each(categories, lambda word: _number(word, "category")),
        since=first,
        until=last,
        order=order or "votes",
        columns=wanted or COLUMNS,
        limit=_number(limit, "limit") if str(limit).strip() else None,
        zone=profile.zone,
    )


def _each(words: Iterable[str | int], read: Callable[[str | int], T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(read(word) for word in words if str(word).strip()))


def _number(word: str | int, field: str) -> int:
    text = digits.to_ascii(str(word)).strip()
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        found = int(text)
        if 0 < found <= HIGHEST_NUMBER:
            return found
    raise Invalid(N_("Write a whole number above zero."), field=field)


def _day(word: str, field: str, profile: Profile) -> date | None:
    if not word.strip():
        return None
    try:
        found = dates.parse_day(word, profile)
        _midnight(found + timedelta(days=1), profile.zone)
    except (ValueError, OverflowError):
        raise Invalid(
            N_("Write a date as year/month/day, like %(example)s."),
            field=field,
            example=example_day(profile),
        ) from None
    return found


def example_day(profile: Profile) -> str:
    """A day as it may be typed: ۱۴۰۵/۱/۱ or 2026/3/21."""
    if profile.calendar == "persian":
        return dates.day(_EXAMPLE, "short", profile)
    return digits.localize(f"{_EXAMPLE.year}/{_EXAMPLE.month}/{_EXAMPLE.day}", profile.digits)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, locale.zone_info(zone)).astimezone(UTC)
