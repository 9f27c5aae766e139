"""The table of adverse cases says what is so. No database."""

import json
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
_LINE = re.compile(r"^\| (ADV-\d{3}) \| .+ \| (done|part|waits) \| (.+) \|$", re.M)
_FUNCTION = re.compile(r"^ *(?:async )?def (test_\w+)", re.M)
_NUMBERS = re.compile(r"test_adv((?:_\d{3})+)")


def table():
    return _LINE.findall((TESTS / "adverse" / "README.md").read_text("utf-8"))


@cache
def functions(file):
    return frozenset(_FUNCTION.findall((TESTS / file).read_text("utf-8")))


def answered(name):
    """Ids in the name of a test."""
    found = _NUMBERS.match(name)
    return {f"ADV-{number}" for number in found[1].strip("_").split("_")} if found else set()


def test_every_case_has_one_line():
    known = [case["id"] for case in json.loads((TESTS / "data/adverse_cases.json").read_text())]
    assert len(known) == 189
    assert [case_id for case_id, _, _ in table()] == known


def test_what_is_claimed_is_there():
    for case_id, state, where in table():
        places = re.findall(r"`([^`]+\.py(?:::\w+)?)`", where)
        assert bool(places) == (state != "waits"), case_id
        for place in places:
            file, _, wanted = place.partition("::")
            if wanted:
                assert wanted in functions(file), (case_id, place)
            else:
                assert any(case_id in answered(name) for name in functions(file)), (case_id, place)


def test_no_case_with_a_test_is_said_to_wait():
    tested = {
        case_id
        for file in TESTS.rglob("test_*.py")
        for name in functions(str(file.relative_to(TESTS)))
        for case_id in answered(name)
    }
    states = {case_id: state for case_id, state, _ in table()}
    assert tested <= states.keys(), "no such case"
    assert not {case_id for case_id in tested if states[case_id] == "waits"}
