"""`forum backup` and `forum restore`: a moment of a running forum, and back."""

import contextlib
import hashlib
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.actions import sessions
from forum.cli import doctor, locking
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import writing
from tests import make
from tests.cli.calling import call
from tests.cli.running import Running, Voter, forum
from tests.databases import migrate, newest_revision

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.xdist_group("servers")]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def archive(config: Config, app: Flask, tmp_path: Path) -> Path:
    """A backup of a forum with a suggestion and a session."""
    made = make.suggestion()
    make.vote(made)
    with writing():
        sessions.start(person_id=made.author_id, user_agent="", address="")
    result = call(config, "backup", str(tmp_path / "backup.zip"))
    assert result.exit_code == 0, result.output
    return tmp_path / "backup.zip"


def _repack(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the archive with other members."""
    with zipfile.ZipFile(archive) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as changed:
        for name, content in members.items():
            changed.writestr(name, content)
    return target


def test_a_backup_is_one_private_file(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in archive.parent.glob("backup.zip*")) == ["backup.zip"]
    with zipfile.ZipFile(archive) as found:
        manifest = json.loads(found.read("manifest.json"))
    assert manifest["schema"] == newest_revision()
    assert manifest["format"] == 1


def test_restore_brings_the_rows_back_and_keeps_the_old_ones(
    config: Config, archive: Path, tmp_path: Path
) -> None:
    make.suggestion(title="پس از پشتیبان")
    result = call(config, "restore", str(archive))
    assert result.exit_code == 0, result.output
    path = tmp_path / "forum.db"
    assert _rows(path, "SELECT count(*) FROM suggestion") == [(1,)]
    assert _rows(path, "SELECT count(*) FROM session") == [(1,)]
    (aside,) = tmp_path.glob("forum.db.before-restore-*")
    assert _rows(aside, "SELECT count(*) FROM suggestion") == [(2,)]
    assert doctor.drifted(fix=False) == []


def test_restore_can_sign_everybody_out(config: Config, archive: Path, tmp_path: Path) -> None:
    before = _rows(tmp_path / "forum.db", "SELECT stamp FROM person ORDER BY id")
    assert call(config, "restore", str(archive), "--sign-everybody-out").exit_code == 0
    after = _rows(tmp_path / "forum.db", "SELECT stamp FROM person ORDER BY id")
    assert [stamp for (stamp,) in after] == [int(str(stamp)) + 1 for (stamp,) in before]
    assert _rows(tmp_path / "forum.db", "SELECT count(*) FROM session") == [(0,)]


def _newer(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest.update(schema="roadmap_07", release="9.4.0")
    members["manifest.json"] = json.dumps(manifest).encode()


def _outside(members: dict[str, bytes]) -> None:
    members["../../evil.db"] = members.pop("forum.db")


def _altered(members: dict[str, bytes]) -> None:
    content = bytearray(members["forum.db"])
    content[5000] ^= 1
    members["forum.db"] = bytes(content)


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_newer, "release 9.4.0 (schema roadmap_07)"),
        (_outside, "other files"),
        (_altered, "checksum"),
        (_no_manifest, "other files"),
    ],
)
def test_adv_208_what_is_not_restored(
    config: Config,
    archive: Path,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], None],
    said: str,
) -> None:
    db.session.remove()
    before = _digest(tmp_path / "forum.db")
    result = call(config, "restore", str(_repack(archive, change)))
    assert result.exit_code == 1
    assert said in result.stderr
    assert _digest(tmp_path / "forum.db") == before
    assert list(tmp_path.glob("forum.db.*")) == []
    assert not (tmp_path.parent / "evil.db").exists()


@pytest.mark.parametrize("cut", [10, 0.5, 0.98])
def test_adv_208_a_cut_archive_is_refused(
    config: Config, archive: Path, tmp_path: Path, cut: float
) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(cut if cut > 1 else len(content) * cut)])
    before = _digest(tmp_path / "forum.db")
    result = call(config, "restore", str(archive))
    assert result.exit_code == 1
    assert "damaged or not a backup" in result.stderr
    assert _digest(tmp_path / "forum.db") == before


def test_adv_208_an_older_backup_is_brought_up(config: Config, app: Flask, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    migrate(f"sqlite:///{old / 'forum.db'}", "follows_01")
    file = tmp_path / "old.zip"
    assert forum("backup", str(file), "--data-dir", str(old)).returncode == 0
    assert call(config, "restore", str(file)).exit_code == 0
    revision = _rows(tmp_path / "forum.db", "SELECT version_num FROM alembic_version")
    assert revision == [(newest_revision(),)]


def test_a_running_forum_is_not_restored_over(config: Config, archive: Path) -> None:
    with locking.held(config):
        result = call(config, "restore", str(archive))
    assert result.exit_code == 3
    assert "Stop it first" in result.stderr


def test_adv_207_a_backup_under_load_is_a_point_in_time(
    app: Flask, config: Config, tmp_path: Path
) -> None:
    suggestions = [make.suggestion() for _ in range(15)]
    cookies = []
    for _ in range(4):
        person = make.person()
        with writing():
            token = sessions.start(person_id=person.id, user_agent="", address="")
        cookies.append((person.id, f"sada_session={token}"))
    acknowledged: list[tuple[int, int]] = []
    db.session.remove()

    def vote(server: Running, person_id: int, cookie: str) -> None:
        voter = Voter(server, cookie)
        for one in suggestions:
            assert voter.vote(one.id).status == 303
            acknowledged.append((person_id, one.id))

    with Running(tmp_path, FORUM_LIMIT_VOTES="100000/minute") as server:
        threads = [
            threading.Thread(target=vote, args=(server, person_id, cookie))
            for person_id, cookie in cookies
        ]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 10:
            threads[0].join(0.01)
        before = set(acknowledged)
        result = forum("backup", str(tmp_path / "b.zip"), "--data-dir", str(tmp_path))
        assert result.returncode == 0, result.stderr
        for thread in threads:
            thread.join()
        assert len(acknowledged) == 60
    clean = tmp_path / "clean"
    assert forum("restore", str(tmp_path / "b.zip"), "--data-dir", str(clean)).returncode == 0
    kept = set(_rows(clean / "forum.db", "SELECT voter_id, suggestion_id FROM vote"))
    assert before <= kept
    assert kept <= set(acknowledged)
    healthy = forum("doctor", "--data-dir", str(clean))
    assert "Every stored count equals its rows." in healthy.stdout
