"""CSV for spreadsheets and programs: UTF-8 with BOM, CRLF, quotes by RFC 4180."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, BinaryIO

from forum.exports.formats import cells
from forum.exports.rows import Head, Row
from forum.i18n import dates

# Every row has one of these few.
_safe_name = lru_cache(maxsize=256)(cells.safe)
# The others are numbers, and the address, which is ours.
_CONVERTERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("title", "official_response"), cells.safe),
    **dict.fromkeys(("board", "status", "category"), _safe_name),
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
            writer.writerows(_cells(columns, rows))
            text.flush()
        finally:
            text.detach()


def _cells(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[list[Any]]:
    places = [Row._fields.index(name) for name in columns]
    converted = [
        (place, _CONVERTERS[name]) for place, name in enumerate(columns) if name in _CONVERTERS
    ]
    for row in rows:
        line = [row[place] for place in places]
        for place, convert in converted:
            line[place] = convert(line[place])
        yield line
