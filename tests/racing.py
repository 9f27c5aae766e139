"""Several acts in the same moment, each in a thread and a context of its own."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from forum.core import unit_of_work

_LONGEST = 60.0  # seconds


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Results of the acts in their order, an exception where one raised it."""
    unit_of_work.end_read()
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with app.app_context():
                barrier.wait(_LONGEST)
                results[place] = act()
        except Exception as error:
            results[place] = error

    threads = [
        threading.Thread(target=run, args=(place, act), daemon=True)
        for place, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LONGEST)
        assert not thread.is_alive(), "an act hangs"
    return results


def raised(results: list[Any]) -> list[Exception]:
    """The exceptions among the results."""
    return [result for result in results if isinstance(result, Exception)]
