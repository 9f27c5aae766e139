"""The three formats: the same values, each in its own way, in flat memory."""

import csv
import io
import json
import tempfile
import tracemalloc
from datetime import datetime

import openpyxl
import pytest

from forum.exports.definition import COLUMNS
from forum.exports.formats import xlsx
from forum.exports.formats.registry import FORMATS
from forum.exports.formats.xlsx import XlsxFormat
from tests.exports.sample import head, row, written


def test_csv_has_a_bom_crlf_and_english_keys() -> None:
    content = written(FORMATS["csv"], [row()])
    assert content.startswith(b"\xef\xbb\xbfrank,id,board,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(found[0]) == COLUMNS
    assert found[1][:5] == ["1", "41", "تابلوی اصلی", "حالت تاریک", "planned"]
    assert found[1][6:10] == ["1234", "5", "2026-03-21T10:30:15Z", "2026-03-21T10:30:15Z"]


def test_json_is_one_object_with_its_definition() -> None:
    content = written(FORMATS["json"], [row(1), row(2)]).decode()
    found = json.loads(content)
    assert found["generated_at"] == "2026-03-21T10:30:15Z"
    assert found["definition"]["order"] == "votes"
    assert [tuple(each) for each in found["rows"]] == [COLUMNS, COLUMNS]
    assert found["rows"][1]["votes"] == 1234
    assert "حالت تاریک" in content


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_without_rows_is_whole(name: str) -> None:
    content = written(FORMATS[name], [])
    if name == "json":
        assert json.loads(content)["rows"] == []
    elif name == "csv":
        assert content.decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert [sheet.max_row for sheet in book] == [1]


def test_only_the_chosen_columns_in_their_order() -> None:
    about = head(columns=("votes", "title"))
    assert written(FORMATS["csv"], [row()], about).decode("utf-8-sig").splitlines() == [
        "votes,title",
        "1234,حالت تاریک",
    ]
    assert json.loads(written(FORMATS["json"], [row()], about))["rows"] == [
        {"votes": 1234, "title": "حالت تاریک"}
    ]


@pytest.mark.parametrize(("language", "is_rtl"), [("fa", True), ("ar", True), ("en", False)])
def test_sheets_run_as_their_reader_reads(language: str, is_rtl: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(FORMATS["xlsx"], [row()], head(language))))
    assert bool(book.active.sheet_view.rightToLeft) is is_rtl
    assert book.active.freeze_panes == "A2"


def test_a_sheet_holds_real_numbers_and_dates() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(FORMATS["xlsx"], [row()]))).active
    cells = dict(zip([*COLUMNS[:9], "day", *COLUMNS[9:]], sheet[2], strict=True))
    assert cells["votes"].value == 1234
    assert cells["votes"].data_type == "n"
    assert cells["created_at"].value == datetime(2026, 3, 21, 10, 30, 15)
    assert cells["created_at"].is_date
    assert "T" in cells["created_at"].number_format
    assert cells["day"].value == "۱ فروردین ۱۴۰۵"
    assert cells["status"].value == "برنامه‌ریزی‌شده"


def test_more_rows_than_a_sheet_holds_make_more_sheets() -> None:
    content = written(XlsxFormat(rows_per_sheet=2), [row(rank) for rank in range(1, 6)])
    book = openpyxl.load_workbook(io.BytesIO(content))
    ranks = [[line[0].value for line in list(sheet)[1:]] for sheet in book]
    assert ranks == [[1, 2], [3, 4], [5]]
    assert len({sheet["A1"].value for sheet in book}) == 1
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_exactly_one_sheet_full() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(written(XlsxFormat(rows_per_sheet=2), [row(1), row(2)]))
    )
    assert len(book.worksheets) == 1


def test_the_cell_limit_counts_as_excel_does() -> None:
    assert xlsx.fitting("ب" * xlsx.CELL_LIMIT, "…") == "ب" * xlsx.CELL_LIMIT
    cut = xlsx.fitting("😀" * 20_000, "…")
    assert len(cut.encode("utf-16-le")) // 2 <= xlsx.CELL_LIMIT
    assert cut.endswith("😀…")


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_memory_does_not_grow_with_the_rows(name: str, full: bool) -> None:
    few, many = (5_000, 30_000) if full else (1_000, 6_000)
    text = "پاسخ رسمی به این درخواست. " * 10

    def peak(count: int) -> int:
        with tempfile.TemporaryFile() as target:
            tracemalloc.start()
            rows = (row(rank, official_response=text) for rank in range(1, count + 1))
            FORMATS[name].write(target, head(), rows)
            _, found = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return found

    peak(100)
    assert peak(many) - peak(few) < 1_000_000
