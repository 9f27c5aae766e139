"""ADV-180 at a running server: everybody does everything at once, in four web processes."""

import collections
import random
import re
import threading
import time
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.config import DEFAULT_LIMITS, Config
from forum.core.db import db
from forum.core.unit_of_work import end_read
from forum.suggestions.models import StatusChange, Suggestion
from tests import make
from tests.cli.running import Running, Voter
from tests.crash.people import settings_of, signed_in
from tests.drift import no_drift

pytestmark = pytest.mark.xdist_group("servers")
_PATIENCE = 60.0  # seconds
_OFTEN = 5
_ACTS = ("vote", "comment", "post", "status", "flag", "hide", "restore", "lock", "unlock")
_SEEN = re.compile('name="(seen_status|seen_response)" value="([^"]*)"')
# Done; not there any more; another was quicker or it cannot be done now.
_FINE = {303, 404, 409}


@dataclass(eq=False)  # a thread is itself alone
class Busy(threading.Thread):
    """Draws one act after the other until it is over, and notes what was answered."""

    customer: Voter
    moderator: Voter
    wishes: list[int]
    over: threading.Event
    dice: random.Random
    answers: list[tuple[str, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        while not self.over.is_set():
            name, voter, path, form = self._drawn()
            sent = {"csrf_token": voter.token("/account"), **form}
            answer = voter.server.post(path, sent, voter.cookie)
            self.seen[path] = dict(_SEEN.findall(answer.text))  # as it stands, if it is shown
            self.answers.append((name, answer.status))
            if answer.status not in _FINE:
                self.wrong.append(f"{name}: {answer.status} {answer.text[:300]}")

    def _drawn(self) -> tuple[str, Voter, str, dict[str, str]]:
        dice, wish = self.dice, self.dice.choice(self.wishes)
        drawn = dice.random()
        if drawn < 0.4:
            want = dice.choice(["cast", "cast", "withdraw"])
            return "vote", self.customer, f"/s/{wish}/vote", {"want": want}
        if drawn < 0.6:
            said = {"body": f"نظر {dice.random()}"}
            return "comment", self.customer, f"/s/{wish}/comments/new", said
        if drawn < 0.75:
            title = f"پیشنهاد تازه {dice.random()}"
            new = {"title": title, "seen_title": title, "body": "متن"}
            return "post", self.customer, "/b/ideas/new", new
        if drawn < 0.85:
            path = f"/desk/s/{wish}/decide"
            seen = self.seen.get(path) or {"seen_status": "new", "seen_response": "0"}
            key = dice.choice(["new", "planned", "completed"])
            said = {"status_key": key, "body": f"پاسخ {dice.random()}"}
            return "status", self.moderator, path, {**said, **seen}
        if drawn < 0.9:
            return "flag", self.customer, f"/s/{wish}/flag", {"reason": "spam"}
        act = dice.choice(["hide", "restore", "lock", "unlock"])
        return act, self.moderator, f"/desk/s/{wish}/{act}", {}


def _done_seldom(busy: list[Busy]) -> set[str]:
    """The acts that were done less than a few times by now."""
    done = collections.Counter(
        name for one in busy for name, status in [*one.answers] if status == 303
    )
    return {name for name in _ACTS if done[name] < _OFTEN}


def test_adv_180_everything_at_once_in_four_processes(
    app: Flask, config: Config, full: bool
) -> None:
    """No error but refusals; every counter equals its rows; each history has no gap."""
    cast, board = make.cast(), make.board("ideas")
    wishes = [make.suggestion(board, cast.sara).id for _ in range(4)]
    limits = {f"FORUM_LIMIT_{name.upper()}": "1000000/minute" for name in DEFAULT_LIMITS}
    settings = {"FORUM_WORKERS": "4", **limits, **settings_of(config)}
    with Running(config.data_dir, **settings) as server:
        over, dice = threading.Event(), random.Random(180)
        team = [signed_in(server, one) for one in (cast.layla, make.person(role="moderator"))]
        busy = [
            Busy(
                signed_in(server, make.person()),
                team[number % 2],
                wishes,
                over,
                random.Random(dice.random()),
            )
            for number in range(16)
        ]
        for one in busy:
            one.start()
        time.sleep(20 if full else 2)
        until = time.monotonic() + _PATIENCE
        while missing := _done_seldom(busy):
            assert time.monotonic() < until, f"done less than {_OFTEN} times: {missing}"
            time.sleep(0.1)
        over.set()
        for one in busy:
            one.join(_PATIENCE)
            assert not one.is_alive()
        assert server.stop() == 0
    assert [one.wrong for one in busy] == [[]] * len(busy)
    end_read()
    no_drift()
    steps = collections.defaultdict(list)
    for row in db.session.scalars(select(StatusChange).order_by(StatusChange.id)):
        steps[row.suggestion_id].append((row.from_status_id, row.to_status_id))
    assert steps
    for wish, changes in steps.items():
        starts = [start for start, _ in changes[1:]]
        assert starts == [end for _, end in changes[:-1]], "no gap"
        assert changes[-1][1] == db.session.get_one(Suggestion, wish).status_id
