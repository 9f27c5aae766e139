"""Adverse cases of exports, by their ids."""

import csv
import io
import json

import openpyxl
import pytest
from defusedcsv import csv as defusedcsv

from forum.exports.formats import cells
from forum.exports.formats.registry import FORMATS
from forum.exports.formats.xlsx import CELL_LIMIT
from tests.exports.sample import row, written

FORMULAS = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","click")',
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "|calc",
    "%0A=1",
    "'=1+1",
    "''=1+1",
]
PLAIN = ["'quoted' words", 'with "quotes", commas', "two\nlines", "1,234", "a=b", "؛=۱"]


def _csv_cells(values: list[str]) -> list[str]:
    rows = [row(rank, title=value) for rank, value in enumerate(values, start=1)]
    content = written(FORMATS["csv"], rows).decode("utf-8-sig")
    return [line["title"] for line in csv.DictReader(io.StringIO(content, newline=""))]


def test_adv_091_no_csv_cell_starts_a_formula() -> None:
    for cell in _csv_cells(FORMULAS):
        assert cell.startswith("'"), cell


def test_adv_091_the_original_comes_back() -> None:
    texts = FORMULAS + PLAIN
    back = [cells.original(cell) for cell in _csv_cells(texts)]
    assert back == [cells.clean(text) for text in texts]
    assert [cells.clean(text) for text in PLAIN] == PLAIN


def test_adv_091_a_negative_number_stays_one() -> None:
    content = written(FORMATS["csv"], [row(votes=-3)]).decode("utf-8-sig")
    assert ",-3," in content


def test_adv_092_a_sheet_has_text_only() -> None:
    rows = [
        row(rank, title=text, category=text, official_response=text, board=text)
        for rank, text in enumerate(FORMULAS, start=1)
    ]
    content = written(FORMATS["xlsx"], rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    found = [cell for line in sheet for cell in line if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in found)
    titles = [line[3].value for line in list(sheet)[1:]]
    assert titles == [cells.clean(text) for text in FORMULAS]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_adv_093_unwritable_characters_break_nothing(name: str) -> None:
    odd = "یک\x0b\x1f\x00\ud800دو\ufffe_x0041_"
    content = written(FORMATS[name], [row(title=odd)])
    if name == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        # openpyxl leaves the escape of "_x0041_" as it stands in the file; Excel reads it back.
        assert sheet["D2"].value.replace("_x005F_", "_") == "یکدو_x0041_"
    elif name == "csv":
        assert "یکدو_x0041_" in content.decode()
    else:
        assert json.loads(content)["rows"][0]["title"] == odd.replace("\ud800", "")


def test_adv_093_a_long_cell_is_cut_visibly() -> None:
    content = written(FORMATS["xlsx"], [row(official_response="آ" * 40_000)])
    line = list(openpyxl.load_workbook(io.BytesIO(content)).active)[1]
    cell = max((str(each.value) for each in line), key=len)
    assert len(cell) <= CELL_LIMIT
    assert cell.startswith("آآآ")
    assert not cell.endswith("آ")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_adv_094_every_script_comes_back_as_it_was(name: str) -> None:
    text = "می‌خواهم: «خروجی» ۱۲٪ — اقتراح رقم ٣ 👩‍💻 e\u0301 ‏RLM"
    content = written(FORMATS[name], [row(title=text)])
    if name == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(content)).active["D2"].value == text
    elif name == "csv":
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert next(lines)["title"] == text
    else:
        assert json.loads(content)["rows"][0]["title"] == text


def test_adv_091_a_second_guard_finds_nothing_left_to_do() -> None:
    """defusedcsv would change none of our cells."""
    guarded, plain = io.StringIO(), io.StringIO()
    for target, module in ((guarded, defusedcsv), (plain, csv)):
        module.writer(target).writerows([cell] for cell in _csv_cells(FORMULAS + PLAIN))
    assert guarded.getvalue() == plain.getvalue()
