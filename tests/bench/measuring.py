"""Rounds of bursts: the bare answer and the forum in turn, so that a ratio is of one moment."""

import statistics
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.bench import cases, driving
from tests.bench.cases import Case
from tests.bench.driving import Request, Run
from tests.bench.servers import Server
from tests.bench.sized import Size

BARE = [Request("GET", "/")]


@dataclass(frozen=True)
class Plan:
    """How long it is measured. `bundled`: the loop of threads, even where wrk is."""

    size: Size
    folder: Path
    rounds: int = 3
    seconds: float = 2.0
    connections: int = driving.CONNECTIONS
    bundled: bool = False


@dataclass(frozen=True)
class Result:
    """Medians of the rounds; `ratio` to the bare answer of the same round, by requests/s;
    `longest` and `failures` of all rounds."""

    name: str
    rate: float
    p50: float
    p99: float
    longest: float
    ratio: float
    bare_rate: float
    bare_p50: float
    failures: Counter[str]
    answered: int


def burst(plan: Plan, server: Server, requests: list[Request], seconds: float) -> Run:
    """One run of the driver."""
    return driving.drive(
        server.port, requests, seconds, plan.folder, plan.connections, bundled=plan.bundled
    )


def measure(plan: Plan, case: Case, forum: Server, bare: Server) -> Result:
    """Warm up, then the rounds."""
    requests = case.make(plan.size, 0)
    writer = driving.Background(forum.port, cases.one_vote(plan.size))
    with writer if case.has_writer else nullcontext():
        warm = burst(plan, forum, requests, 1)
        pairs = []
        for turn in range(1, plan.rounds + 1):
            requests = case.make(plan.size, turn) if case.is_act else requests
            found = burst(plan, bare, BARE, max(1, plan.seconds / 2))
            pairs.append((found, burst(plan, forum, requests, plan.seconds)))
    runs = [run for _, run in pairs]
    return Result(
        name=case.name,
        rate=_median(run.rate for run in runs),
        p50=_median(run.p50 for run in runs),
        p99=_median(run.p99 for run in runs),
        longest=max(run.longest for run in runs),
        ratio=_median(run.rate / found.rate for found, run in pairs),
        bare_rate=_median(found.rate for found, _ in pairs),
        bare_p50=_median(found.p50 for found, _ in pairs),
        failures=sum((run.failures for run in [warm, *runs]), writer.failures),
        answered=sum(run.requests for run in [warm, *runs]),
    )


def not_modified(plan: Plan, forum: Server, bare: Server) -> Result:
    """Guests who have the page already."""
    first = case_of("list, guest").make(plan.size, 0)[0]
    tag = etag(forum, first)
    again = Request(first.method, first.path, first.headers | {"If-None-Match": tag})
    case = Case("list, guest, 304", lambda size, turn: [again], {}, {})
    return measure(plan, case, forum, bare)


def etag(server: Server, request: Request) -> str:
    """The tag that a page comes with."""
    connection = driving.http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(request.method, request.path, headers=request.headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.headers["ETag"]


def case_of(name: str) -> Case:
    return next(case for case in cases.CASES if case.name == name)


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)
