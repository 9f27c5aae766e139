"""What is measured inside one process: queries a request, and where the time goes.

`python -m tests.bench.inside queries|profile PEOPLE SUGGESTIONS` with the settings in the
environment; prints JSON, or the profile.
"""

import cProfile
import json
import os
import pstats
import sys
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from forum.app import create_app
from forum.core import jobs
from forum.core.config import Config
from forum.core.db import db
from tests.bench import cases, measuring
from tests.bench.driving import Request
from tests.bench.sized import Size
from tests.counting import counting

# name of the budget → (case, the most queries it may take)
BUDGETS = {
    "list": ("list, signed in", 4),
    "suggestion": ("suggestion, signed in", 6),
    "vote": ("vote", 7),
    "post": ("post", 12),
}
_TURN = 90  # acts no burst has done
_PROFILED = 300  # requests


def _send(client: FlaskClient, request: Request) -> None:
    response = client.open(
        request.path,
        method=request.method,
        headers={"Host": "127.0.0.1", **request.headers},
        data=request.body or None,
        content_type="application/x-www-form-urlencoded" if request.body else None,
        buffered=True,
    )
    assert response.status_code < 400, f"{request.path}: {response.status_code}"


def _requests(name: str, size: Size) -> list[Request]:
    found = measuring.case_of(name).make(size, _TURN)
    # The hot suggestion's votes alternate; the others are plain new ones.
    return [request for at, request in enumerate(found) if at % 10]


def queries(app: Flask, client: FlaskClient, size: Size) -> dict[str, int]:
    """Statements of one request of each budgeted page, everything warm."""
    found = {}
    for name, (case, _) in BUDGETS.items():
        requests = _requests(case, size)
        for request in requests[:3]:
            _send(client, request)
        with app.app_context():
            engine = db.engine
        with counting(engine) as counted:
            _send(client, requests[3])
        if "--show" in sys.argv:
            print(f"{name}\n{counted}\n", file=sys.stderr)
        found[name] = counted.count
    return found


def profile(app: Flask, client: FlaskClient, size: Size) -> dict[str, int]:
    """The heaviest functions of each case on stderr."""
    for case in cases.CASES:
        requests = _requests(case.name, size) if case.is_act else case.make(size, _TURN)
        sent = (requests * _PROFILED)[:_PROFILED]
        for request in sent[:20]:
            _send(client, request)
        profiler = cProfile.Profile()
        profiler.enable()
        for request in sent[20:]:
            _send(client, request)
        profiler.disable()
        print(f"\n== {case.name}, {_PROFILED - 20} requests", file=sys.stderr)
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    return {}


def main(what: str, people: int, suggestions: int) -> None:
    app = create_app(Config.from_env(os.environ))
    jobs.install(jobs._functions, jobs._runner, lambda job_id: None)
    acts: dict[str, Callable[[Flask, FlaskClient, Size], dict[str, int]]] = {
        "queries": queries,
        "profile": profile,
    }
    size = Size(suggestions=suggestions, people=people)
    print(json.dumps(acts[what](app, app.test_client(use_cookies=False), size)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
