"""A queue carries job ids to whichever worker is free, and keeps the clock of the sweep.

The row in our database is the truth (core.jobs): a lost message costs a minute, no work.
"""

import pkgutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Any

from forum.core import jobs
from forum.core.config import Config

Clock = Mapping[str, tuple[int, Callable[[], object]]]


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
    def _messages(self) -> Any:
        """The module that knows huey (see there why it comes late)."""
        return pkgutil.resolve_name("forum.core.messages")

    @cached_property
    def _queue(self) -> Any:
        queue = self._messages.open_queue(self._config)
        self._register(queue)
        return queue

    def _register(self, queue: Any) -> None:
        def run_job(job_id: int) -> None:
            with self._context():
                jobs.run(job_id)

        self._task = queue.task(name="run_job")(run_job)
        for name, (minutes, act) in self._clock.items():
            queue.periodic_task(self._messages.every(minutes), name=name)(self._inside(act))

    def _inside(self, act: Callable[[], object]) -> Callable[[], None]:
        def tick() -> None:
            with self._context():
                act()

        return tick

    def deliver(self, job_id: int) -> None:
        """Send one job id to the workers."""
        queue = self._queue
        queue.enqueue(self._task.s(job_id))

    def work(self, threads: int = 2) -> None:
        """Serve the queue until SIGTERM or SIGINT; jobs under way may finish."""
        with self._context():
            jobs.sweep()
        self._messages.serve(self._queue, threads)
