"""`forum export top-requests`: the page's definition from the command line."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.boards.models import Board
from forum.core import unit_of_work
from forum.core.config import Config
from forum.core.db import db
from forum.exports import making
from tests import make
from tests.exports.test_make import asked, fetched


@pytest.fixture
def board(app: Flask) -> Board:
    board = make.board("main", names={"fa": "تابلوی اصلی", "en": "Main board"})
    mobile = make.category(board, "موبایل")
    most = make.suggestion(board, title="خروجی اکسل", category=mobile)
    make.vote(most)
    make.suggestion(board, title="=1+1", status="planned")
    make.suggestion(make.board("other"), title="جای دیگر")
    return board


def run(config: Config, *words: str) -> subprocess.CompletedProcess[bytes]:
    unit_of_work.end_read()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    environ |= {
        "FORUM_DATA_DIR": str(config.data_dir),
        "FORUM_SECRET_KEY": config.secret_key,
        "FORUM_BASE_URL": config.base_url,
        "DATABASE_URL": config.database_url,
    }
    return subprocess.run(
        [sys.executable, "-m", "forum.cli", "export", "top-requests", *words],
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_to_standard_output_with_its_own_columns(config: Config, board: Board) -> None:
    done = run(config, "--board", "main", "--columns", "rank,title,votes", "--language", "fa")
    assert done.returncode == 0, done.stderr.decode()
    found = list(csv.reader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert found == [["rank", "title", "votes"], ["1", "خروجی اکسل", "1"], ["2", "'=1+1", "0"]]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.via, entry.actor_id) == ("exports.made", "cli", None)
    assert entry.after is not None
    assert entry.after["rows"] == 2
    assert entry.after["board_ids"] == [board.id]


def test_a_file_by_its_ending(config: Config, board: Board, tmp_path: Path) -> None:
    target = tmp_path / "گزارش.xlsx"
    done = run(
        config, "--language", "fa", "--since", "1404/1/1", "--category", "موبایل",
        "--output", str(target),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b""
    sheet = openpyxl.load_workbook(target).active
    assert sheet.sheet_view.rightToLeft
    assert [line[3].value for line in list(sheet)[1:]] == ["خروجی اکسل"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_page_and_the_command_write_the_same(
    config: Config, board: Board, cast: make.Cast
) -> None:
    actor = make.actor(cast.dana)
    export_id = asked(actor, format="json")
    from_page = json.loads(fetched(actor, export_id))
    done = run(config, "--format", "json", "--language", "fa")
    from_command = json.loads(done.stdout)
    assert from_command["rows"] == from_page["rows"]
    assert making.expire() == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--board", "nowhere"], 1),
        (["--status", "beautiful"], 2),
        (["--category", "nothing"], 2),
        (["--since", "1404/13/1"], 2),
        (["--columns", "email"], 2),
        (["--format", "pdf"], 2),
        (["--output", "/nowhere/at/all.csv"], 2),
    ],
)
@pytest.mark.database("sqlite")
def test_wrong_words_end_with_their_code(
    config: Config, board: Board, words: list[str], code: int
) -> None:
    done = run(config, *words)
    assert done.returncode == code, done.stderr.decode()
    assert done.stderr
    assert b"Traceback" not in done.stderr
