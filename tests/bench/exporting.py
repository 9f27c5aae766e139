"""Exports of all rows against the barest loop that writes the same columns.

`python -m tests.bench.exporting csv|xlsx FOLDER` with the settings in the environment; prints
JSON. Memory is what the process grows by above the start of the writing.
"""

import csv
import io
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import Connection, text

from forum.app import create_app
from forum.core import actor
from forum.core.config import Config
from forum.core.db import db
from forum.exports import naming, queries
from forum.exports.definition import Definition
from forum.exports.formats.registry import FORMATS
from forum.i18n.locale import Profile
from tests.bench import sized

_ROUNDS = 3
_PAGE = os.sysconf("SC_PAGE_SIZE")
_ALL = """
    SELECT s.id, b.slug, s.title, st.key, s.category_id, s.vote_count, s.comment_count,
           s.created_at, s.updated_at, r.body
    FROM suggestion s JOIN board b ON b.id = s.board_id JOIN status st ON st.id = s.status_id
    LEFT JOIN official_response r ON r.suggestion_id = s.id
    WHERE s.state = 'published' ORDER BY s.vote_count DESC, s.id DESC
"""


class _FirstByte(io.FileIO):
    """A file that notes when it got its first byte."""

    first: float = 0.0

    def write(self, data: Any) -> int:
        self.first = self.first or time.perf_counter()
        return super().write(data) or 0


class _Memory(threading.Thread):
    """The most the process holds, above what it held at first, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._end, self._first = threading.Event(), _resident()
        self.most = 0

    def run(self) -> None:
        while not self._end.wait(0.005):
            self.most = max(self.most, _resident() - self._first)

    def stop(self) -> int:
        self._end.set()
        self.join()
        return self.most


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def timed(act: Callable[[], None]) -> tuple[float, int]:
    """(seconds, bytes of growth)."""
    memory = _Memory()
    memory.start()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began, memory.stop()


def _in_batches(connection: Connection) -> Connection:
    """PostgreSQL hands rows out in batches only inside a transaction."""
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection.execution_options(yield_per=500)


def bare_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file, db.engine.connect() as connection:
        rows = _in_batches(connection).execute(text(_ALL))
        csv.writer(file).writerows(
            (rank, *row, f"http://127.0.0.1/s/{row[0]}") for rank, row in enumerate(rows, 1)
        )


def bare_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    with db.engine.connect() as connection:
        rows = _in_batches(connection).execute(text(_ALL))
        for rank, row in enumerate(rows, 1):
            values = (rank, *row, f"http://127.0.0.1/s/{row[0]}")
            sheet.write_row(
                rank, 0, [str(v) if v.__class__.__name__ == "datetime" else v for v in values]
            )
    book.close()


def ours(kind: str, path: Path) -> tuple[int, float]:
    """(rows, seconds to the first byte)."""
    profile, began = (
        Profile(language="fa", digits="arabext", calendar="persian"),
        time.perf_counter(),
    )
    wanted = Definition()
    head = naming.head(wanted, profile, sized.END)
    someone = actor.system("cli")
    with (
        _FirstByte(str(path), "wb") as raw,
        queries.snapshot(someone, wanted, profile, "http://127.0.0.1") as found,
    ):
        FORMATS[kind].write(raw, head, found.rows)  # type: ignore[arg-type]
        return found.total, (raw.first or time.perf_counter()) - began


def rounds(kind: str, folder: Path) -> dict[str, float]:
    """Both in turn: the round of the median ratio, and the most that memory grew."""
    bare = {"csv": bare_csv, "xlsx": bare_xlsx}[kind]
    times, firsts, most, rows = list[tuple[float, float]](), list[float](), 0, 0

    def make() -> None:
        nonlocal rows
        rows, first = ours(kind, folder / f"ours.{kind}")
        firsts.append(first)

    for _ in range(_ROUNDS):
        beside, _ = timed(lambda: bare(folder / f"bare.{kind}"))
        took, grown = timed(make)
        times.append((beside, took))
        most = max(most, grown)
    by_ratio = sorted(times, key=lambda pair: pair[1] / pair[0])
    beside, took = by_ratio[len(times) // 2]
    return {
        "rows": rows,
        "bare_seconds": beside,
        "seconds": took,
        "growth": most,
        "first_byte": statistics.median(firsts),
    }


def main(kind: str, folder: Path) -> None:
    app = create_app(Config.from_env(os.environ))
    with app.app_context():
        queries.exportable_boards(actor.system("cli"))
        print(json.dumps(rounds(kind, folder)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
