"""CSV for spreadsheets and programs: UTF-8 with BOM, CRLF, quotes by RFC 4180."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from forum.exports.formats import cells
from forum.exports.rows import Head, Row
from forum.i18n import dates

# The others are numbers, and the address, which is ours.
_CONVERTERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("board", "title", "status", "category", "official_response"), cells.safe),
    **dict.fromkeys(("created_at", "updated_at"), dates.iso),
}


class CsvFormat:
    extension = "csv"
    mimetype = "text/csv; charset=utf-8"

    def write(self, target: BinaryIO, head: Head, rows: Iterable[Row]) -> None:
        """Keys as the first line. Numbers stay bare; text never starts a formula."""
        columns = head.definition.columns
        text = io.TextIOWrapper(target, encoding="utf-8", newline="")
        try:
            text.write("\ufeff")
            writer = csv.writer(text, dialect="excel", lineterminator="\r\n")
            writer.writerow(columns)
            plan = [(Row._fields.index(name), _CONVERTERS.get(name)) for name in columns]
            writer.writerows(
                [convert(row[place]) if convert else row[place] for place, convert in plan]
                for row in rows
            )
            text.flush()
        finally:
            text.detach()
