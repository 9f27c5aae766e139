"""XLSX for people: headings in their language, real numbers and dates, sheets in their direction.

Text is only ever written as text, so nothing in it can become a formula or a link.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO

from forum.exports import naming
from forum.exports.formats import cells
from forum.exports.rows import Head, Row
from forum.i18n import catalog, dates, locale
from forum.i18n.catalog import N_

ROWS_PER_SHEET = 1_048_575  # of 1,048,576 lines the first is the heading
CELL_LIMIT = 32_767  # UTF-16 units
_MOMENT = 'yyyy-mm-dd"T"hh:mm:ss"Z"'
Write = Callable[[Any, int, int, Row], None]


@dataclass(frozen=True)
class _Column:
    heading: str
    width: int
    write: Write


class XlsxFormat:
    extension = "xlsx"
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
        self._rows_per_sheet = rows_per_sheet

    def write(self, target: BinaryIO, head: Head, rows: Iterable[Row]) -> None:
        """As many sheets as the rows need, each with the heading."""
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with locale.use(head.profile), _workbook()(target, options) as book:
            book.set_properties({"title": head.title, "author": head.site_name})
            book.set_calc_mode("manual")
            columns = _columns(head, book)
            heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6F0EF"})
            for number, part in enumerate(_parts(rows, self._rows_per_sheet), start=1):
                sheet = _sheet(book, head, columns, heading, number)
                for line, row in enumerate(part, start=1):
                    for place, column in enumerate(columns):
                        column.write(sheet, line, place, row)


def _workbook() -> Any:
    """XlsxWriter, loaded by the first who writes: no start waits for it."""
    return pkgutil.resolve_name("xlsxwriter:Workbook")


def _parts(rows: Iterable[Row], size: int) -> Iterator[Iterator[Row]]:
    """The rows in stretches of `size`; one empty stretch when there are none."""
    source = iter(rows)
    yield islice(source, size)
    for first in source:
        yield chain((first,), islice(source, size - 1))


def _sheet(book: Any, head: Head, columns: list[_Column], heading: Any, number: int) -> Any:
    sheet = book.add_worksheet(_sheet_name(head.title, number))
    if locale.direction(head.profile.language) == "rtl":
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, heading)
    return sheet


def _sheet_name(title: str, number: int) -> str:
    """At most 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    kept = "".join(char for char in cells.clean(title) if char not in "[]:*?/\\\n").strip("' ")
    return f"{kept[:24]} {number}" if number > 1 else kept[:31] or "1"


def _columns(head: Head, book: Any) -> list[_Column]:
    """The chosen columns; the day of posting in the reader's calendar follows its moment."""
    formats = {
        "number": book.add_format({"num_format": "#,##0"}),
        "moment": book.add_format({"num_format": _MOMENT}),
    }
    mark = " … " + catalog.gettext(N_("(shortened)"))
    found = []
    for name in head.definition.columns:
        heading, width = catalog.gettext(naming.HEADINGS[name]), _WIDTHS[name]
        found.append(_Column(heading, width, _writer(name, formats, mark)))
        if name == "created_at":
            day = _text(lambda row: dates.day(row.created_at, profile=head.profile), mark)
            found.append(_Column(catalog.gettext(N_("Posted on")), 18, day))
    return found


def _writer(name: str, formats: dict[str, Any], mark: str) -> Write:
    if name in ("rank", "id", "votes", "comments"):
        style = formats["number"] if name in ("votes", "comments") else None
        return lambda sheet, line, at, row: sheet.write_number(line, at, getattr(row, name), style)
    if name in ("created_at", "updated_at"):
        return lambda sheet, line, at, row: sheet.write_datetime(
            line, at, _naive(getattr(row, name)), formats["moment"]
        )
    shown = "status_name" if name == "status" else name
    return _text(lambda row: getattr(row, shown), mark)


def _naive(moment: datetime) -> datetime:
    """UTC as a spreadsheet holds it: without a zone, to the second."""
    return moment.replace(tzinfo=None, microsecond=0)


def _text(value: Callable[[Row], str], mark: str) -> Write:
    def write(sheet: Any, line: int, at: int, row: Row) -> None:
        text = value(row)
        if text:
            sheet.write_string(line, at, fitting(cells.clean(text), mark))

    return write


def fitting(text: str, mark: str) -> str:
    """*text* as one cell can hold it, ending in *mark* when it had to be cut."""
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= CELL_LIMIT * 2:
        return text
    room = CELL_LIMIT * 2 - len(mark.encode("utf-16-le"))
    return units[:room].decode("utf-16-le", "ignore") + mark


_WIDTHS = {
    "rank": 7,
    "id": 9,
    "board": 20,
    "title": 56,
    "status": 16,
    "category": 18,
    "votes": 10,
    "comments": 10,
    "created_at": 22,
    "updated_at": 22,
    "official_response": 60,
    "url": 36,
}
