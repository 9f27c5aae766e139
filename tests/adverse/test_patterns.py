"""No regular expression of the forum takes more than the square of what it reads. No database."""

import re
import time
from pathlib import Path

import pytest

import forum
from tests import backtracking, regexes

ROOT = Path(forum.__file__).parent
BAD = [
    *(r"(a+)+$", r"(a|a)*b", r"a*a*a*b", r"(a*)*b", r"(a|aa)+$", r"(?:a|b+)+$", r"(?:a?b?)+!"),
    *(r"(?=(\w+)+$)x", r"(?:[^,]+,?)+;", r"\s*(?:\s*#\s*)*\s*$", r"[^@]+\w+@", r"(?:%\d?)*(\d+)+x"),
]  # fmt: skip
GOOD = [
    *(r"abc", r"a*b", r"(a|b)*c", r"(?:[a-z]+-)*[a-z]+!", r"^\s*\w+\s*$", r"a+b+", r"(?:ab?)*c"),
    *(r"[^<>]*>", r"(?<=\d),(?=\d{3}(?!\d))", r"x{2,9}y", r"\w+(?:[.-]\w+)*", r"a*a*", r"(?:a+)+"),
]
SECONDS = 0.05  # what takes less is not looked at
SHORT = 30
LENGTHS = (*range(6, SHORT + 1, 2), *(2**power for power in range(6, 11)))


@pytest.fixture(scope="module")
def patterns():
    found = list(regexes.of_package(ROOT))
    assert len(found) > 70
    return found


@pytest.mark.parametrize("pattern", BAD)
def test_what_is_slow_is_seen(pattern):
    assert backtracking.growth(re.compile(pattern), whole=False) > 2


@pytest.mark.parametrize("pattern", GOOD)
def test_what_is_quick_is_let_pass(pattern):
    assert backtracking.growth(re.compile(pattern), whole=False) <= 2


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)*b", r"a*a*a*b"])
def test_what_is_slow_takes_long(pattern):
    """The clock sees it too, and ends in good time."""
    assert slow_text(re.compile(pattern))


def test_adv_074_no_pattern_is_worse_than_the_square(patterns):
    slow = {where: p.pattern for where, p in patterns if backtracking.growth(p) > 2}
    assert not slow


def test_adv_074_no_pattern_takes_long_over_its_own_signs(patterns):
    slow = {where: (p.pattern, slow_text(p)) for where, p in patterns}
    assert not {where: found for where, found in slow.items() if found[1]}


def slow_text(pattern):
    """What the pattern reads, repeated, in more than the square of the time; "" for nothing."""
    for piece, end in backtracking.pieces(pattern):
        took = 0.0
        for length in LENGTHS:
            earlier, took = took, seconds(pattern, piece * (length // len(piece)) + end)
            if took > SECONDS:
                if length <= SHORT or took > 6 * earlier:  # the square is four times as much
                    return piece
                break
    return ""


def seconds(pattern, text):
    """What looking for it takes; where that is much, the lesser of two times."""
    read = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    took = _once(pattern, read)
    return took if took < SECONDS else min(took, _once(pattern, read))


def _once(pattern, read):
    started = time.thread_time()
    pattern.search(read)
    pattern.fullmatch(read)
    return time.thread_time() - started
