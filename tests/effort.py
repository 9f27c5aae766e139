"""Bounds on work that hold on any machine: processor time beside a fixed loop run just then."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What the loop takes of a processor on the machine the bounds were written on.
_LOOP_SECONDS = 0.0075


def _loop() -> float:
    started = time.thread_time()
    total = 0
    for number in range(100_000):
        total += number * number % 7
    assert total
    return time.thread_time() - started


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails if the block needs more of this thread's processor time than `seconds`.

    Seconds of a quiet machine: a slower or busier one is given proportionally more. What other
    tests left for the garbage collector is not counted.
    """
    gc.disable()
    try:
        loop = min(_loop() for _ in range(3))
        started = time.thread_time()
        yield
        took = time.thread_time() - started
        loop = max(loop, min(_loop() for _ in range(3)))
    finally:
        gc.enable()
    allowed = seconds * max(1.0, loop / _LOOP_SECONDS)
    assert took < allowed, f"took {took:.3f} s, at most {allowed:.3f} s"
