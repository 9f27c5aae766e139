"""Settings are read once and whole; what cannot be used is named, all of it at once."""

import stat
from pathlib import Path

import pytest

from forum.core.config import DEFAULT_LIMITS, Config, ConfigError

SECRET = "0123456789abcdef0123456789abcdef"


def read(folder: Path, **environ: str) -> Config:
    return Config.from_env({"FORUM_DATA_DIR": str(folder), **environ})


def problems(folder: Path, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(folder, **environ)
    return refused.value.problems


def test_nothing_set_is_an_embedded_forum(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path / 'forum.db'}"
    assert config.is_sqlite
    assert config.base_url == "http://127.0.0.1:8000"
    assert config.limits == DEFAULT_LIMITS
    assert len(config.secret_key) >= 32


def test_the_embedded_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("secret", ["", "dev", "secret", "31 bytes are not enough for it .."[:31]])
def test_adv_030_a_database_server_needs_a_real_secret(tmp_path: Path, secret: str) -> None:
    environ = {"DATABASE_URL": "postgresql://db/sada", "FORUM_SECRET_KEY": secret}
    (problem,) = problems(tmp_path, **environ)
    assert problem.startswith("FORUM_SECRET_KEY")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_driver_is_filled_in(tmp_path: Path, scheme: str) -> None:
    config = read(tmp_path, DATABASE_URL=f"{scheme}://db/sada", FORUM_SECRET_KEY=SECRET)
    assert config.database_url == "postgresql+psycopg://db/sada"


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n")
    config = read(tmp_path, FORUM_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert config.secret_key == SECRET
    (problem,) = problems(tmp_path, FORUM_SECRET_KEY_FILE=str(tmp_path / "gone"))
    assert "FORUM_SECRET_KEY_FILE" in problem


def test_adv_212_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        FORUM_WORKERS="many",
        FORUM_TRUSTED_PROXIES="-1",
        FORUM_SQLITE_SYNC="OFF",
        FORUM_LOG_LEVEL="loud",
        FORUM_BASE_URL="ftp://sada.example",
        FORUM_MAIL_URL="http://mail.example",
        REDIS_URL="127.0.0.1:6379",
        FORUM_WOKERS="2",
        FORUM_LIMIT_VOTE="1/minute",
    )
    assert [problem.partition(":")[0] for problem in sorted(found)] == [
        "FORUM_BASE_URL",
        "FORUM_LIMIT_VOTE",
        "FORUM_LOG_LEVEL",
        "FORUM_MAIL_URL",
        "FORUM_SQLITE_SYNC",
        "FORUM_TRUSTED_PROXIES",
        "FORUM_WOKERS",
        "FORUM_WORKERS",
        "REDIS_URL",
    ]
    assert any("from 1 to 64" in problem for problem in found)
    assert any("NORMAL, FULL" in problem for problem in found)


@pytest.mark.parametrize("digits", ["٢", "2.0", "0x2", " 2 3", "-1", "65"])
def test_numbers_are_ascii_and_in_range(tmp_path: Path, digits: str) -> None:
    assert problems(tmp_path, FORUM_WORKERS=digits)[0].startswith("FORUM_WORKERS")


@pytest.mark.parametrize("limit", ["often", "10", "/minute", "0x5/hour"])
def test_a_rate_limit_that_is_none_is_named(tmp_path: Path, limit: str) -> None:
    assert problems(tmp_path, FORUM_LIMIT_VOTES=limit)[0].startswith("FORUM_LIMIT_VOTES")


@pytest.mark.parametrize("url", ["http://sada.example", "http://10.0.0.1:80"])
def test_plain_http_beyond_this_machine_wants_to_be_meant(tmp_path: Path, url: str) -> None:
    assert problems(tmp_path, FORUM_BASE_URL=url)[0].startswith("FORUM_BASE_URL")
    assert not read(tmp_path, FORUM_BASE_URL=url, FORUM_INSECURE="1").is_https


def test_a_base_url_has_no_slash_at_its_end(tmp_path: Path) -> None:
    config = read(tmp_path, FORUM_BASE_URL="https://sada.example/")
    assert (config.base_url, config.host, config.is_https) == (
        "https://sada.example",
        "sada.example",
        True,
    )


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    environ = {
        "FORUM_SECRET_KEY": SECRET,
        "DATABASE_URL": "postgresql://u:hunter2@db/sada",
        "FORUM_MAIL_URL": "smtp://u:hunter2@mail",
        "REDIS_URL": "redis://:hunter2@redis",
    }
    shown = repr(read(tmp_path, **environ))
    assert "hunter2" not in shown
    assert SECRET not in shown


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert problems(tmp_path / "file")[0].startswith("FORUM_DATA_DIR")


@pytest.mark.parametrize("sender", ["", "nobody", "Sada <sada>", "a@b\nBcc: c@d", "<a@b> c"])
def test_a_sender_that_is_no_address_is_refused(tmp_path: Path, sender: str) -> None:
    (problem,) = problems(tmp_path, FORUM_MAIL_FROM=sender)
    assert problem.startswith("FORUM_MAIL_FROM")
