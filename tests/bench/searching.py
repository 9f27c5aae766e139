"""How fast the search answers, nothing of it kept from an earlier reader.

python -m tests.bench.searching [--suggestions N] [--database sqlite|postgres] [--postgres URL]
                                [--json FILE] [--seconds N]

Prints for each kind of query the requests a second of 16 connections beside the bare Flask
answer of the same run, p50 and p99 of a single client (and those of the bare answer), and what
indexing adds to a post.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.bench import cases, driving, measuring, seeding, servers, sized
from tests.bench.__main__ import run_module, seeded
from tests.bench.driving import Request, Run
from tests.bench.measuring import Plan
from tests.bench.servers import Server
from tests.bench.sized import Size

ALONE_MOST = 50.0  # ms at p99 with one client
INDEX_MOST = 3.0  # ms that indexing may add to a post
_PEOPLE = 300
_PAUSE = 1.0  # seconds, for what the sixteen left under way: nobody is alone behind them
_LONGER = 3  # times a burst: of 200 answers the 99th part would be two


def _titles() -> list[str]:
    return [source["title"] for source in seeding.SOURCES]


def _page(words: Callable[[int], str]) -> Callable[[int], str]:
    # A parameter that no shared page knows: each answer is made anew.
    return lambda number: f"/search?q={quote(words(number))}&turn={number}"


def _offers(words: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: f"/search/offers?q={quote(words(number))}"


def _similar(number: int) -> str:
    title = _titles()[number % len(_titles())]
    return f"/b/{sized.BOARDS[number % 3][0]}/similar?title={quote(title)}"


_PREFIXES = ("گز", "تا", "ال", "تق", "re", "da", "ex")
KINDS: dict[str, Callable[[int], str]] = {
    "rare word": _page(lambda number: sized.RARE),
    "10 % word": _page(lambda number: sized.TENTH),
    "common word": _page(lambda number: sized.COMMON),
    "three words": _page(lambda number: f"{sized.COMMON} {sized.THIRD} {sized.TENTH}"),
    "words of a title": _page(lambda number: " ".join(_titles()[number % 60].split()[:2])),
    "no match": _page(lambda number: f"qqzz{number}"),
    "offers, two letters": _offers(lambda number: _PREFIXES[number % len(_PREFIXES)]),
    "similar while typing": _similar,
}


def _requests(path: Callable[[int], str]) -> list[Request]:
    return [Request("GET", path(number), cases.cookie(number)) for number in range(1, _PEOPLE + 1)]


def _measured(plan: Plan, forum: Server, bare: Server) -> dict[str, dict[str, float]]:
    found = {}
    for name, path in KINDS.items():
        requests = _requests(path)
        measuring.burst(plan, forum, requests, 1)
        beside = measuring.burst(plan, bare, measuring.BARE, 1)
        many = measuring.burst(plan, forum, requests, plan.seconds)
        # What the machine itself adds to the slowest: a bare answer's p99 in the same minute.
        nothing = _alone(plan, bare, measuring.BARE)
        alone = _alone(plan, forum, requests)
        found[name] = {
            "rate": many.rate,
            "ratio": many.rate / beside.rate,
            "p50": alone.p50,
            "p99": alone.p99,
            "bare_p50": nothing.p50,
            "bare_p99": nothing.p99,
            "failures": (many.failures + alone.failures).total(),
        }
        print(f"  {name}: {alone.p50:.1f} ms", file=sys.stderr, flush=True)
    return found


def _alone(plan: Plan, forum: Server, requests: list[Request]) -> Run:
    time.sleep(_PAUSE)
    seconds = _LONGER * plan.seconds
    return driving.drive(forum.port, requests, seconds, plan.folder, 1, bundled=plan.bundled)


def table(found: dict[str, dict[str, float]]) -> str:
    """A line for each kind of query."""
    lines = [
        f"{'query':24}{'req/s':>8}{'of bare':>9}{'p50 ms':>9}{'p99 ms':>9}{'bare':>12}{'failed':>8}"
    ]
    for name, one in found.items():
        mark = " " if one["p99"] <= ALONE_MOST and not one["failures"] else "!"
        bare = f"{one['bare_p50']:.2f}/{one['bare_p99']:.1f}"
        lines.append(
            f"{name:24}{one['rate']:8.0f}{one['ratio']:9.3f}{one['p50']:9.1f}{one['p99']:9.1f}"
            f"{bare:>12}{one['failures']:8.0f} {mark}"
        )
    return "\n".join(lines)


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.searching")
    parser.add_argument("--suggestions", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--postgres", help="a server to make a database on (FORUM_TEST_POSTGRES)")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--seconds", type=float, default=3.0, help="of a burst")
    parser.add_argument("--loop", action="store_true", help="drive without wrk")
    options = parser.parse_args(given)
    size = Size(options.suggestions, _PEOPLE, hot_votes=100)
    with seeded(options, size) as place:
        plan = Plan(size, place.folder, seconds=options.seconds, bundled=options.loop)
        with servers.forum(place) as forum, servers.bare(place.folder) as bare:
            found: dict[str, Any] = {"searches": _measured(plan, forum, bare)}
        found["indexing"] = json.loads(run_module(place, "indexing"))
    print(f"{options.suggestions} suggestions on {options.database}; one client: p50 and p99")
    print(table(found["searches"]))
    cost = found["indexing"]
    print(
        f"indexing adds to a post: p50 {cost['p50']:.2f} ms, p99 {cost['p99']:.2f} ms (at most 3)"
    )
    if options.json:
        options.json.write_text(json.dumps(found, indent=2), "utf-8")
    return 1 if any(one["failures"] for one in found["searches"].values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
