"""huey carries job ids to whichever worker is free, and keeps the clock of the sweep.

The row in our database is the truth (core.jobs): a lost message costs a minute, no work.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

import structlog
from huey import RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from forum.core import jobs
from forum.core.config import Config

log = structlog.get_logger()
_SHUTDOWN = 20  # seconds that a job under way may take to finish
Clock = Mapping[str, tuple[int, Callable[[], object]]]


class _JsonMessages(Serializer):  # type: ignore[misc]
    """Only job ids travel; JSON keeps code out of the queue."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        found = json.loads(data)
        return Message(*found) if isinstance(found, list) else found


class Messenger:
    """One queue of job ids; opened at the first message, so never before a fork."""

    def __init__(
        self,
        config: Config,
        context: Callable[[], AbstractContextManager[object]],
        clock: Clock,
    ) -> None:
        """`clock` maps a name to (every how many minutes, what to do)."""
        self._config = config
        self._context = context
        self._clock = clock

    @cached_property
    def _huey(self) -> Any:
        if self._config.redis_url:
            huey = RedisHuey(
                "sada", url=self._config.redis_url, serializer=_JsonMessages(), results=False
            )
        else:
            huey = SqliteHuey(
                "sada",
                filename=str(self._config.data_dir / "queue.db"),
                serializer=_JsonMessages(),
                results=False,
                cache_mb=1,
            )
        self._register(huey)
        return huey

    def _register(self, huey: Any) -> None:
        def run_job(job_id: int) -> None:
            with self._context():
                jobs.run(job_id)

        self._task = huey.task(name="run_job")(run_job)
        for name, (minutes, act) in self._clock.items():
            huey.periodic_task(crontab(minute=f"*/{minutes}"), name=name)(self._inside(act))

    def _inside(self, act: Callable[[], object]) -> Callable[[], None]:
        def tick() -> None:
            with self._context():
                act()

        return tick

    def deliver(self, job_id: int) -> None:
        """Send one job id to the workers."""
        huey = self._huey
        huey.enqueue(self._task.s(job_id))

    def work(self, threads: int = 2) -> None:
        """Serve the queue until SIGTERM or SIGINT; jobs under way may finish."""
        with self._context():
            jobs.sweep()
        consumer = Consumer(
            self._huey,
            workers=threads,
            max_delay=1.0,
            scheduler_interval=1,
            shutdown_timeout=_SHUTDOWN,
            graceful_signal="TERM",
        )
        consumer.run()
