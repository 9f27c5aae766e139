"""Rate limits: counted in one store for all workers, told in words, open when the store fails."""

import multiprocessing
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from limits import parse
from limits.errors import ConfigurationError

from forum.core.config import DEFAULT_LIMITS, Config, ConfigError
from forum.core.errors import Limited
from forum.http.counters import SharedStorage
from forum.http.limits import Limits
from tests.visitor import Visitor


def shared(tmp_path: Path, **named: str) -> Limits:
    """The limits of one worker of several."""
    return Limits(
        Config(
            data_dir=tmp_path,
            secret_key="x" * 40,
            database_url="sqlite://",
            limits=DEFAULT_LIMITS | named,
            workers=4,
        )
    )


def stored(tmp_path: Path, secret: str = "x") -> SharedStorage:
    return SharedStorage(path=tmp_path / "limits.counts", secret=secret)


def passes(limits: Limits, times: int, key: object = 1) -> int:
    count = 0
    for _ in range(times):
        try:
            limits.hit("votes", key)
        except Limited:
            continue
        count += 1
    return count


def test_adv_171_workers_count_together(tmp_path: Path) -> None:
    """60 requests to a 5/day route with four workers: exactly five pass (a day, because a minute
    may end in between)."""
    workers = [shared(tmp_path, votes="5/day") for _ in range(4)]
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: results.append(passes(one, 15))) for one in workers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == 5


def test_each_key_has_its_own_count(tmp_path: Path) -> None:
    limits = shared(tmp_path, votes="2/minute")
    assert (passes(limits, 3, "a"), passes(limits, 3, "b")) == (2, 2)


def test_a_refusal_says_when_to_come_again(tmp_path: Path) -> None:
    limits = shared(tmp_path, votes="1/hour")
    limits.hit("votes", 1)
    with pytest.raises(Limited) as refused:
        limits.hit("votes", 1)
    assert refused.value.retry_after is not None
    assert 3500 < refused.value.retry_after <= 3600


def test_checking_does_not_count(tmp_path: Path) -> None:
    limits = shared(tmp_path, votes="1/hour")
    for _ in range(5):
        limits.check("votes", 1)
    limits.hit("votes", 1)
    with pytest.raises(Limited):
        limits.check("votes", 1)


def test_a_window_that_is_over_is_begun_anew(tmp_path: Path) -> None:
    storage = stored(tmp_path)
    assert [storage.incr("k", -1), storage.incr("k", 60), storage.incr("k", 60)] == [1, 1, 2]
    assert storage.get("k") == 2
    assert 50 < storage.get_expiry("k") - time.time() <= 60
    storage.clear("k")
    assert (storage.get("k"), storage.incr("k", 60, 3)) == (0, 3)
    storage.reset()
    assert storage.get("k") == 0


def test_counts_outlive_a_restart_and_names_nobody(tmp_path: Path) -> None:
    stored(tmp_path).incr("LIMITER/sara@example.com", 60)
    assert stored(tmp_path).get("LIMITER/sara@example.com") == 1
    assert b"sara" not in (tmp_path / "limits.counts").read_bytes()
    assert stored(tmp_path, secret="other").get("LIMITER/sara@example.com") == 0


def test_processes_count_together(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    storage = stored(tmp_path)
    workers = [fork.Process(target=count, args=(storage, 500)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert storage.get("k") == 2_000


def count(storage: SharedStorage, times: int) -> None:
    for _ in range(times):
        storage.incr("k", 600)


def test_who_came_often_is_remembered_among_many(tmp_path: Path) -> None:
    """Far more keys than there is room for: nobody gets rid of a count by filling the table."""
    storage = stored(tmp_path)
    often = [f"often{at}" for at in range(300)]
    for key in often:
        storage.incr(key, 600, 5)
    for at in range(200_000):
        storage.incr(f"flood{at}", 600)
    assert [storage.get(key) for key in often] == [5] * 300


def test_a_store_that_fails_lets_people_in(tmp_path: Path) -> None:
    limits = shared(tmp_path / "gone", votes="1/hour")
    assert passes(limits, 5) == 5
    assert limits.storage.check() is False


def test_adv_197_redis_without_its_driver_is_a_setting_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(url: str, **options: float) -> None:
        raise ConfigurationError("'redis' prerequisite not available")

    monkeypatch.setattr("forum.http.limits.RedisStorage", lacking)
    with pytest.raises(ConfigError) as refused:
        Limits(
            Config(
                data_dir=tmp_path,
                secret_key="x" * 40,
                database_url="sqlite://",
                redis_url="redis://127.0.0.1",
            )
        )
    assert refused.value.problems == ["REDIS_URL: its driver is missing, install sada[redis]"]


@pytest.mark.parametrize("text", DEFAULT_LIMITS.values())
def test_shipped_limits_can_be_read(text: str) -> None:
    assert parse(text).amount > 0


@pytest.mark.limits(previews="2/minute")
def test_adv_174_too_often_is_said_in_words(app: Flask, guest: Visitor) -> None:
    for _ in range(2):
        assert guest.post("/preview", {"text": "سلام"}, language="fa").status == 200
    answer = guest.post("/preview", {"text": "متنی که باید بماند و گم نشود"}, language="fa")
    assert answer.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    page = answer.html
    assert page.one("html")["lang"] == "fa"
    assert "متنی که باید بماند و گم نشود" in page.text


def test_a_damaged_store_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "limits.counts").write_bytes(b"no counts" * 1000)
    limits = shared(tmp_path, votes="2/day")
    assert passes(limits, 3) == 2
