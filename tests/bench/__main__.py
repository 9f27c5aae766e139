"""How fast the forum is: a seeded database, the server as it is served, beside a bare answer.

python -m tests.bench [--suggestions N] [--database sqlite|postgres] [--postgres URL]
                      [--json FILE] [--profile] [--grow-to N] [--rounds N] [--seconds N]
"""

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import cases, driving, measuring, report, seeding, servers, visiting
from tests.bench.measuring import Plan, Result
from tests.bench.servers import Place
from tests.bench.sized import Size
from tests.databases import migrate

_ROOT = Path(__file__).parents[2]
_READS = ("list, signed in", "list by new, signed in", "suggestion, signed in")


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--suggestions", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--postgres", help="a server to make a database on (FORUM_TEST_POSTGRES)")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--profile", action="store_true", help="only say where the time goes")
    parser.add_argument("--grow-to", type=int, default=0, help="compare p50 of reads with so many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of a burst")
    parser.add_argument("--hot-votes", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--loop", action="store_true", help="drive without wrk")
    return parser.parse_args(given)


@contextmanager
def seeded(options: argparse.Namespace, size: Size) -> Iterator[Place]:
    """A throw-away forum of this size."""
    with tempfile.TemporaryDirectory(prefix="sada-bench-") as folder:
        if options.database == "sqlite":
            place = servers.sqlite_place(Path(folder))
            _fill(place, size)
            yield place
            return
        server = options.postgres or os.environ.get("FORUM_TEST_POSTGRES", "")
        if not server:
            sys.exit("Say where PostgreSQL is: --postgres URL, or FORUM_TEST_POSTGRES.")
        with servers.postgres_place(Path(folder), server) as place:
            _fill(place, size)
            yield place


def _fill(place: Place, size: Size) -> None:
    migrate(place.database_url)
    seeding.seed(place.database_url, size)
    command = [sys.executable, "-m", "forum.cli", "reindex", "--json"]
    subprocess.run(
        command, env=place.environment(), cwd=_ROOT, stdout=subprocess.DEVNULL, check=True
    )
    # Until the disk has what was seeded, each commit of the measured server waits behind it.
    os.sync()


def run_module(place: Place, name: str, *given: str) -> str:
    """What a module of ours says, run apart with the forum's settings."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}", *given],
        env=place.environment(),
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def measured(options: argparse.Namespace, place: Place, size: Size) -> dict[str, Any]:
    """All figures of one database."""
    plan = Plan(size, place.folder, options.rounds, options.seconds, bundled=options.loop)
    shape = (str(size.people), str(size.suggestions))
    found: dict[str, Any] = {"queries": json.loads(run_module(place, "inside", "queries", *shape))}
    before = json.loads(run_module(place, "checking"))
    with servers.forum(place) as first:
        found["start_up"] = first.started_in
    with servers.forum(place) as forum, servers.bare(place.folder) as bare:
        found["first_visit"] = {
            language: dataclasses.asdict(visiting.first_visit(forum, "/b/pishnahad", language))
            for language in ("en", "fa")
        }
        results = []
        for case in cases.CASES:
            results.append(measuring.measure(plan, case, forum, bare))
            print(f"  {case.name}: {results[-1].ratio:.3f}", file=sys.stderr, flush=True)
            if case.name == "list, guest":
                results.append(measuring.not_modified(plan, forum, bare))
        found["memory"] = servers.memory(forum)
    found["results"] = results
    found["checked"] = _checked(before, json.loads(run_module(place, "checking")), results)
    found["exports"] = {
        kind: json.loads(run_module(place, "exporting", kind, str(place.folder)))
        for kind in ("csv", "xlsx")
    }
    return found


def _checked(
    before: dict[str, int], after: dict[str, int], results: list[Result]
) -> dict[str, int]:
    """A post is a row, and what was answered must be there; the last of a burst may be answered
    to nobody, so there may be more."""
    posted = next(found.answered for found in results if found.name == "post")
    lost = max(0, posted - (after["suggestions"] - before["suggestions"]))
    return {"drifts": after["drifts"], "lost": lost}


def growth(options: argparse.Namespace, size: Size) -> dict[str, float]:
    """How much longer reads take among more suggestions: p50 of one connection, in bare answers."""
    shares = []
    for count in (size.suggestions, options.grow_to):
        bigger = dataclasses.replace(size, suggestions=count)
        with seeded(options, bigger) as place, servers.forum(place) as forum:
            plan = Plan(bigger, place.folder, options.rounds, options.seconds, 1, options.loop)
            with servers.bare(place.folder) as bare:
                shares.append(
                    [
                        measuring.measure(plan, measuring.case_of(name), forum, bare)
                        for name in _READS
                    ]
                )
    return {
        few.name: (many.p50 / many.bare_p50) / (few.p50 / few.bare_p50)
        for few, many in zip(*shares, strict=True)
    }


def main(given: list[str]) -> int:
    options = arguments(given)
    size = Size(options.suggestions, options.people, options.hot_votes)
    with seeded(options, size) as place:
        if options.profile:
            run_module(place, "inside", "profile", str(size.people), str(size.suggestions))
            return 0
        found = measured(options, place, size)
    found |= {"grown_to": options.grow_to, "growth": {}}
    if options.grow_to:
        found["growth"] = growth(options, size)
    driver = "wrk" if driving.has_wrk() and not options.loop else "a loop of threads"
    print(
        f"{size.suggestions} suggestions on {options.database}, {servers.WORKERS} workers,"
        f" {driving.CONNECTIONS} connections by {driver}"
    )
    print(report.table(found["results"], options.database))
    print(report.rest(found))
    found["results"] = [dataclasses.asdict(result) for result in found["results"]]
    if options.json:
        options.json.write_text(json.dumps(found, indent=2), "utf-8")
    failed = any(result["failures"] for result in found["results"])
    return 1 if failed or any(found["checked"].values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
