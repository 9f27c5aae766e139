"""CSV for spreadsheets and programs: UTF-8 with BOM, CRLF, quotes by RFC 4180."""

import io
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import BinaryIO

from defusedcsv import csv

from forum.exports.formats import cells
from forum.exports.rows import Head, Row
from forum.i18n import dates


class CsvFormat:
    extension = "csv"
    mimetype = "text/csv; charset=utf-8"

    def write(self, target: BinaryIO, head: Head, rows: Iterable[Row]) -> None:
        """Keys as the first line. Numbers stay bare; text never starts a formula."""
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
        try:
            text.write("\ufeff")
            writer = csv.writer(text, dialect="excel", lineterminator="\r\n")
            writer.writerow(head.definition.columns)
            values = [_value_of(name) for name in head.definition.columns]
            writer.writerows([value(row) for value in values] for row in rows)
            text.flush()
        finally:
            text.detach()


def _value_of(name: str) -> Callable[[Row], str | int]:
    place = Row._fields.index(name)
    if name in ("rank", "id", "votes", "comments"):
        return itemgetter(place)
    if name in ("created_at", "updated_at"):
        return lambda row: dates.iso(getattr(row, name))
    return lambda row: _safe(getattr(row, name))


def _safe(text: str) -> str:
    return cells.neutral(cells.clean(text))
