"""`forum up`: from nothing to a page, what it refuses, and how it ends."""

import dataclasses
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from forum.cli import COMMANDS, locking, program, setting_up, swapping, up
from forum.core.config import Config, ConfigError
from forum.core.db import db
from tests import make
from tests.cli.calling import call
from tests.cli.running import Running, forum, free_port
from tests.databases import migrate

pytestmark = pytest.mark.xdist_group("servers")


def _until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_from_nothing_to_a_page_and_a_clean_end(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with Running(folder) as server:
        assert server.get("/healthz").text == "ok\n"
        assert server.get("/readyz").text == "ok\n"
        assert server.get("/").status == 200
        assert server.stop() == 0
        printed = server.output()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert f"http://127.0.0.1:{server.port}\n" in printed
    assert re.search(rf"http://127\.0\.0\.1:{server.port}/welcome/[\w-]{{40,}}\n", printed)
    assert "Traceback" not in printed
    assert (folder / "forum.pid").read_text() == ""
    assert not (folder / "forum.db-wal").exists()


@pytest.mark.database("sqlite")
def test_adv_015_the_link_is_for_a_forum_without_administrator(app: Flask, tmp_path: Path) -> None:
    make.person("Dana", role="administrator")
    db.session.remove()
    with Running(tmp_path) as server:
        assert server.get("/welcome/guessed").status == 404
        server.stop()
        assert "/welcome/" not in server.output()


@pytest.mark.database("sqlite")
def test_a_second_server_is_refused(app: Flask, config: Config, tmp_path: Path) -> None:
    db.session.remove()
    with Running(tmp_path / "var") as server:
        running = dataclasses.replace(config, data_dir=tmp_path / "var")
        same_folder = call(running, "up", "--port", str(free_port()))
        assert same_folder.exit_code == 3
        assert str(server.process.pid) in same_folder.stderr
        same_port = call(config, "up", "--port", str(server.port))
        assert same_port.exit_code == 3
        assert f"Port {server.port} is taken" in same_port.stderr
        assert server.get("/healthz").status == 200


def test_adv_189_a_request_under_way_finishes(tmp_path: Path) -> None:
    with Running(tmp_path) as server:
        body = b"language=fa&next=%2F"
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
            client.sendall(
                b"POST /preferences HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body[:5]
            )
            time.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1.0)
            with pytest.raises(OSError):
                server.get("/healthz")
            assert server.process.poll() is None
            time.sleep(1.5)
            client.sendall(body[5:])
            # Refused, because a guest's form without its token is; what counts is the answer.
            assert client.recv(100).startswith(b"HTTP/1.1 400 ")
        assert server.process.wait(timeout=30) == 0


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with Running(tmp_path) as server:
        before = set(server.children())
        assert len(before) == 3  # two for the web, one for jobs
        for pid in before:
            if Path(f"/proc/{pid}").exists() and _is_jobs(pid, server):
                os.kill(pid, signal.SIGKILL)
        _until(lambda: len(set(server.children()) - before) == 1)
        time.sleep(6)  # granian gives up on a web worker that dies within its first seconds
        web = min(before & set(server.children()))
        os.kill(web, signal.SIGKILL)
        _until(lambda: len(set(server.children()) - before) == 2)
        _until(lambda: server.get("/readyz").status == 200)
        assert server.stop(signal.SIGINT) == 0


@pytest.fixture
def processors() -> Iterator[set[int]]:
    """Two of those we have, which what is started here has too."""
    ours = os.sched_getaffinity(0)
    few = set(sorted(ours)[:2])
    os.sched_setaffinity(0, few)
    yield few
    os.sched_setaffinity(0, ours)


def test_as_many_web_workers_as_processors_have_one_each(
    tmp_path: Path, processors: set[int]
) -> None:
    with Running(tmp_path / "as-many", FORUM_WORKERS=str(len(processors))) as server:
        web, jobs = _processors_of_workers(server)
        assert sorted(web, key=min) == [{one} for one in sorted(processors)]
        assert jobs == processors
    with Running(tmp_path / "more", FORUM_WORKERS=str(len(processors) + 1)) as server:
        web, _ = _processors_of_workers(server)
        assert web == [processors] * (len(processors) + 1)


def _processors_of_workers(server: Running) -> tuple[list[set[int]], set[int]]:
    """Where the threads of each web worker may run, and those of the job worker."""

    def threads(pid: int) -> list[int]:
        return [int(found.name) for found in Path(f"/proc/{pid}/task").iterdir()]

    # Each begins its threads when it has loaded the application.
    _until(lambda: all(len(threads(pid)) > 1 for pid in server.children()))
    found = {
        pid: set[int]().union(*map(os.sched_getaffinity, threads(pid))) for pid in server.children()
    }
    jobs = next(pid for pid in found if _is_jobs(pid, server))
    return [those for pid, those in found.items() if pid != jobs], found[jobs]


def _is_jobs(pid: int, server: Running) -> bool:
    """The job worker stands in a process group of its own."""
    return os.getpgid(pid) != os.getpgid(server.process.pid)


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    with Running(tmp_path) as server:
        workers = server.children()
        server.process.kill()
        server.process.wait(timeout=10)
        _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    lock = locking.FolderLock(tmp_path)
    assert lock.was_unclean
    lock.release()
    assert not locking.FolderLock(tmp_path).was_unclean


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("damage", ["header", "page", "empty", "gone"])
def test_adv_196_a_damaged_database_is_never_replaced(
    app: Flask, config: Config, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "forum.db"
    for _ in range(40):
        make.suggestion()
    db.session.remove()
    db.engine.dispose()
    swapping.settle(path)
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:16] = b"not a database.."
    elif damage == "page":
        for page in range(3 * 4096, len(content), 2 * 4096):
            content[page : page + 512] = b"\xff" * 512
    elif damage == "empty":
        content.clear()
    if damage == "gone":
        path.rename(tmp_path / "forum.db-wal")
    else:
        path.write_bytes(content)
    result = call(config, "up", "--port", str(free_port()))
    assert result.exit_code == 3, result.output
    assert "forum restore" in result.stderr
    if damage == "gone":
        assert not path.exists()
    else:
        assert path.read_bytes() == bytes(content)


def test_adv_205_an_older_embedded_schema_is_brought_up(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'forum.db'}", "follows_01")
    with Running(tmp_path) as server:
        assert server.get("/readyz").status == 200
        assert server.get("/").status == 200


def _stand_at(revision: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


@pytest.fixture
def at_revision(app: Flask) -> Iterator[Callable[[str], None]]:
    """Sets the schema's mark; the database is used again, so it is put back."""
    with db.engine.connect() as connection:
        present = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    yield _stand_at
    _stand_at(present)


@pytest.mark.parametrize("words", [("up", "--port", "65000"), ("db", "upgrade"), ("worker",)])
def test_adv_205_a_newer_schema_is_refused(
    config: Config, at_revision: Callable[[str], None], words: tuple[str, ...]
) -> None:
    at_revision("roadmap_07")
    result = call(config, *words)
    assert result.exit_code == 3, result.output
    assert "newer release" in result.stderr
    assert "roadmap_07" in result.stderr


@pytest.mark.database("postgres")
@pytest.mark.parametrize("words", [("up", "--port", "65000"), ("worker",)])
def test_adv_205_an_older_schema_on_a_server_is_left_to_its_command(
    config: Config, at_revision: Callable[[str], None], words: tuple[str, ...]
) -> None:
    at_revision("follows_01")
    result = call(config, *words)
    assert result.exit_code == 3, result.output
    assert "Run: forum db upgrade" in result.stderr


def test_adv_212_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    result = forum(
        *("up", "--data-dir", str(tmp_path)),
        FORUM_WORKERS="many",
        FORUM_SQLITE_SYNC="SOMETIMES",
        FORUM_WORKRES="2",
        FORUM_BASE_URL="http://forum.example.com",
    )
    assert result.returncode == 2
    for name in ("FORUM_WORKERS", "FORUM_SQLITE_SYNC", "FORUM_WORKRES", "FORUM_INSECURE=1"):
        assert name in result.stderr
    assert "NORMAL, FULL" in result.stderr
    assert not (tmp_path / "forum.db").exists()


def test_adv_193_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "var"
    with pytest.raises(ConfigError) as refused:
        setting_up.config_for(str(folder))
    assert f"cannot write {folder}" in refused.value.problems[0]


@pytest.mark.parametrize("words", [["up", "--port", "0"], ["dwon"], ["demo", "lod"]])
def test_wrong_use_is_exit_code_2(words: list[str]) -> None:
    assert CliRunner().invoke(program, words).exit_code == 2


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_base_address_follows_where_it_listens(host: str, address: str) -> None:
    assert up.base_url(host, 8000) == address


def test_every_command_has_a_help_text() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(program, [name, "--help"])
        assert result.exit_code == 0, result.output
        assert result.output.count("\n") > 4
