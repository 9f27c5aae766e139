"""What all tests stand on: real databases, one application a test, a mailbox, a visitor."""

import dataclasses
import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from forum.app import create_app
from forum.core import jobs, mail, unit_of_work
from forum.core.config import DEFAULT_LIMITS, Config
from forum.core.db import db
from tests import make, sockets
from tests.counting import Counted, counting
from tests.databases import NO_POSTGRES, Postgres, Sqlite
from tests.visitor import Client, Visitor

DATABASES = ("sqlite", "postgres")
NO_CHROMIUM = "Chromium is not there: install it (Debian: apt-get install chromium)"
_POSTGRES = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="whole matrices, nothing may be skipped")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database(*names): only on these databases")
    config.addinivalue_line("markers", "limits(**named): rate limits as shipped, but for these")
    config.addinivalue_line("markers", "config(**changes): settings that differ in this test")
    config.addinivalue_line("markers", "browser: needs Chromium")
    config.addinivalue_line("markers", "full: long, and only with --full")
    config.addinivalue_line("markers", "long: begun first, so that no process is left with it")
    # Taken out of the environment, because the forum refuses FORUM_ names it does not know.
    given = os.environ.pop("FORUM_TEST_POSTGRES", "")
    worker = getattr(config, "workerinput", None)
    config.stash[_POSTGRES] = worker["postgres"] if worker is not None else given
    sockets.close()
    # As the server does (forum.cli.serving); what is imported by now stays to the end.
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres"] = node.config.stash[_POSTGRES]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses `app` runs on both databases, unless marked `database`."""
    if "database" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("database")
        metafunc.parametrize("database", marker.args if marker else DATABASES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first: two processes that end together are sooner done."""
    if not is_full(config):
        left_out = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each thing that this machine lacks."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for reason in (NO_POSTGRES, NO_CHROMIUM):
        count = sum(reason in text for text in skipped)
        if count:
            terminalreporter.write_line(f"{count} tests not run. {reason}", yellow=True)
    if skipped and is_full(terminalreporter.config):
        terminalreporter.write_line("A full run must skip nothing:", red=True)
        for text in sorted(set(skipped)):
            terminalreporter.write_line(f"  {text}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a full run whatever was skipped was not shown: that is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if reporter is None or is_worker or not is_full(session.config):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_full(config: pytest.Config) -> bool:
    """Whether everything must run: --full, or on a CI machine."""
    return bool(config.getoption("--full")) or os.environ.get("CI") == "true"


def lacking(config: pytest.Config, reason: str) -> None:
    """Skip the test for what the machine lacks; in a full run that is a failure."""
    if is_full(config):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    return is_full(pytestconfig)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all tests of this process may share: built assets, compiled words and templates."""
    folder = tmp_path_factory.mktemp("shared")
    for name in ("assets", "cache", "templates"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="session")
def sqlite_source(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> str:
    """Address of a PostgreSQL server on which databases may be made."""
    server = pytestconfig.stash[_POSTGRES]
    if not server:
        lacking(pytestconfig, NO_POSTGRES)
    return server


@pytest.fixture(scope="session")
def postgres_source(postgres_server: str) -> Iterator[Postgres]:
    source = Postgres(postgres_server, f"sada_test_{os.getpid()}")
    yield source
    source.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a migrated, empty database: SQLite, then PostgreSQL."""
    source: Sqlite | Postgres = request.getfixturevalue(f"{request.param}_source")
    return source.fresh(tmp_path)


@pytest.fixture
def config(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, shared_folder: Path
) -> Config:
    """Settings of the test's forum; rate limits are a thousand times as high as shipped."""
    for name in ("assets", "cache"):
        (tmp_path / name).symlink_to(shared_folder / name, target_is_directory=True)
    limited = request.node.get_closest_marker("limits")
    limits = DEFAULT_LIMITS | (limited.kwargs if limited else {})
    if limited is None:
        limits = {
            name: re.sub(r"^\d+", lambda found: f"{found[0]}000", text)
            for name, text in limits.items()
        }
    settings = Config(
        data_dir=tmp_path,
        secret_key="a secret of the tests, long enough to be one",
        database_url=database,
        base_url="http://localhost",
        workers=1,
        limits=limits,
        is_testing=True,
    )
    changes = request.node.get_closest_marker("config")
    return dataclasses.replace(settings, **(changes.kwargs if changes else {}))


@pytest.fixture
def app(config: Config, shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on a fresh database, its context pushed for calls of rooms.

    Mails end in memory (`mails`), jobs wait for `run_jobs`.
    """
    made = create_app(config)
    made.test_client_class = Client
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared_folder / "templates"))
    mail.install(mail.MemoryTransport(), config.mail_from)
    monkeypatch.setattr(jobs, "_deliver", lambda job_id: None)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def mails(app: Flask) -> list[EmailMessage]:
    """What was sent, oldest first (after `run_jobs`)."""
    transport = mail.MemoryTransport()
    mail.install(transport, "Sada <sada@localhost>")
    return transport.sent


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Run all jobs that are due, here and now; how many there were."""

    def run() -> int:
        unit_of_work.end_read()
        return jobs.run_all()

    return run


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The bare client; each request in a context of its own."""
    return app.test_client()


@pytest.fixture
def guest(app: Flask) -> Visitor:
    """A browser of somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., Visitor]:
    """`sign_in(person)`: a browser of that person."""

    def signed_in(person: Any) -> Visitor:
        return Visitor(app).sign_in(person)

    return signed_in


@pytest.fixture
def cast(app: Flask) -> make.Cast:
    """Sara, Omid (customers), Layla (moderator), Reza (product), Dana (administrator)."""
    return make.cast()


@pytest.fixture
def queries(app: Flask) -> Callable[[], AbstractContextManager[Counted]]:
    """`with queries() as counted:` then `counted.count` statements, without BEGIN and PRAGMA."""
    return lambda: counting(db.engine)


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> str:
    """Path of the machine's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        lacking(pytestconfig, NO_CHROMIUM)
        raise AssertionError
    return path
