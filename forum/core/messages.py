"""huey, behind three calls. Loaded when the first message is sent or awaited, not at the start:
it brings the drivers of all the stores it could use."""

import json
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from forum.core.config import Config

_SHUTDOWN = 20  # seconds that a job under way may take to finish
_PATIENCE = 2  # seconds for an answer of Redis; a worker asks it to wait one for a message


class _JsonMessages(Serializer):  # type: ignore[misc]  # huey has no types
    """Only job ids travel; JSON keeps code out of the queue."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        found = json.loads(data)
        return Message(*found) if isinstance(found, list) else found


def open_queue(config: Config) -> Any:
    """The queue of this site: in Redis where there is one, else in a file of its own."""
    if config.redis_url:
        url = _with_patience(config.redis_url)
        return RedisHuey("sada", url=url, serializer=_JsonMessages(), results=False)
    return SqliteHuey(
        "sada",
        filename=str(config.data_dir / "queue.db"),
        serializer=_JsonMessages(),
        results=False,
        cache_mb=1,
    )


def _with_patience(url: str) -> str:
    """The address, with how long an answer may take unless it says so itself: without it a Redis
    that is silent keeps a request for ever."""
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}socket_timeout={_PATIENCE}&socket_connect_timeout={_PATIENCE}"


def every(minutes: int) -> Any:
    """When a regular task is due."""
    return crontab(minute=f"*/{minutes}")


def serve(queue: Any, threads: int) -> None:
    """Run what comes until SIGTERM or SIGINT; jobs under way may finish."""
    Consumer(
        queue,
        workers=threads,
        max_delay=1.0,
        scheduler_interval=1,
        shutdown_timeout=_SHUTDOWN,
        graceful_signal="TERM",
    ).run()
