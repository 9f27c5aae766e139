"""A year in the life of three boards, told through the rooms' own actions.

Who does what when comes from a fixed seed, counted back from today: two loads on the same day
are equal. The acts run in the order of their moments, each with the clock set to its own.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from forum.comments import actions as comments
from forum.comments import drafting as comment_drafting
from forum.core import clock
from forum.core.actor import Actor
from forum.moderation import actions as moderation
from forum.suggestions import drafting
from forum.suggestions.actions import authors, review, team
from forum.votes import actions as votes

DATA = Path(__file__).with_name("demo_data")
LANGUAGES = ("fa", "ar", "en")
_SEED = 1416
# How many days ago a suggestion of this status was posted: from, to.
_AGES = {
    "completed": (170, 358),
    "declined": (110, 330),
    "started": (60, 210),
    "planned": (45, 200),
    "under_review": (20, 110),
    "new": (2, 24),
}
_STEPS = {
    "completed": ("under_review", "planned", "started", "completed"),
    "declined": ("under_review", "declined"),
    "started": ("under_review", "planned", "started"),
    "planned": ("under_review", "planned"),
    "under_review": ("under_review",),
    "new": (),
}
_APPROVAL_HOURS = (1, 20)
_MEAN_OF_VOTES = (8.0, 40.0)  # days after publication; what pulls more, pulls longer


def read(language: str) -> dict[str, Any]:
    """The story of one board, as `demo_data` holds it."""
    found: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Scene:
    """A board with its people: everything the acts need by number or name."""

    language: str
    story: Mapping[str, Any]
    board_id: int
    categories: Mapping[str, int]
    customers: tuple[Actor, ...]
    moderator: Actor
    product: Actor


@dataclass(order=True)
class Act:
    """What happens at a moment; `number` keeps the order of acts of the same moment."""

    at: datetime
    number: int
    do: Callable[[], object] = field(compare=False)


def perform(scenes: list[Scene], today: datetime) -> int:
    """Do all acts of all boards in the open unit of work; how many there were."""
    acts = planned(scenes, today)
    for act in acts:
        with clock.at(act.at):
            act.do()
    return len(acts)


def planned(scenes: list[Scene], today: datetime) -> list[Act]:
    """All acts of all boards in the order of their moments; equal for equal scenes and days."""
    plan = _Plan(today)
    everybody = [customer for scene in scenes for customer in scene.customers]
    for scene in scenes:
        _plan_board(plan, scene, everybody)
    return sorted(plan.acts)


class _Plan:
    """Acts by moment, none later than today, and the dice."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        self.dice = random.Random(_SEED)  # noqa: S311 - a story, not a secret
        self.acts: list[Act] = []

    def add(self, at: datetime, do: Callable[[], object]) -> datetime:
        at = min(at, self.today - timedelta(minutes=1))
        self.acts.append(Act(at, len(self.acts), do))
        return at

    def between(self, start: datetime, low: float, high: float) -> datetime:
        """A moment in the share `low`…`high` of the time from `start` to today."""
        return start + (self.today - start) * self.dice.uniform(low, high)

    def days_after(self, start: datetime, mean: float) -> datetime:
        return start + timedelta(days=self.dice.expovariate(1 / mean))


class _Told:
    """One suggestion on its way: its id and its comments, known once it was posted."""

    def __init__(self, scene: Scene, text: Mapping[str, Any]) -> None:
        self.scene = scene
        self.text = text
        self.author = scene.customers[text["author"]]
        self.id = 0
        self.is_waiting = False
        self.comment_ids: list[int] = []

    def post(self) -> None:
        draft = drafting.draft(
            title=self.text["title"], body=self.text["body"], language=self.scene.language
        )
        posted = authors.post(
            actor=self.author,
            board_id=self.scene.board_id,
            draft=draft,
            category_id=self.scene.categories[self.text["category"]],
        )
        self.id, self.is_waiting = posted.id, posted.state == "pending"

    def approve(self) -> None:
        if self.is_waiting:
            review.approve(actor=self.scene.moderator, suggestion_id=self.id)

    def vote(self, voter: Actor) -> None:
        votes.cast(actor=voter, suggestion_id=self.id)

    def comment(self, author: Actor, body: str, reply_to: int | None) -> None:
        prepared = comment_drafting.draft(body=body, language=self.scene.language)
        parent = None if reply_to is None else self.comment_ids[reply_to]
        posted = comments.post(actor=author, suggestion_id=self.id, body=prepared, parent_id=parent)
        self.comment_ids.append(posted.id)

    def set_status(self, key: str) -> None:
        team.set_status(actor=self.scene.product, suggestion_id=self.id, status_key=key)

    def respond(self, body: str) -> None:
        prepared = drafting.response(body=body, language=self.scene.language)
        team.respond(actor=self.scene.product, suggestion_id=self.id, body=prepared)

    def flag_last(self, reporter: Actor, reason: str, note: str) -> None:
        moderation.flag(
            actor=reporter,
            subject_kind="comment",
            subject_id=self.comment_ids[-1],
            reason=reason,
            note=note,
        )


def _plan_board(plan: _Plan, scene: Scene, everybody: list[Actor]) -> None:
    told = [_plan_suggestion(plan, scene, text, everybody) for text in scene.story["suggestions"]]
    for text in scene.story["waiting"]:
        posted_at = plan.today - timedelta(hours=text["hours_ago"])
        plan.add(posted_at, _Told(scene, text).post)
    flagged = scene.story["flagged"]
    one = told[flagged["suggestion"]]
    author = scene.customers[flagged["author"]]
    said_at = plan.today - timedelta(hours=plan.dice.uniform(26, 40))
    plan.add(said_at, partial(one.comment, author, flagged["body"], None))
    for report in flagged["reports"]:
        reporter = scene.customers[report["reporter"]]
        plan.add(
            said_at + timedelta(hours=plan.dice.uniform(2, 20)),
            partial(one.flag_last, reporter, report["reason"], report["note"]),
        )


def _plan_suggestion(
    plan: _Plan, scene: Scene, text: Mapping[str, Any], everybody: list[Actor]
) -> _Told:
    told = _Told(scene, text)
    low, high = _AGES[text["status"]]
    posted = plan.add(plan.today - timedelta(days=plan.dice.uniform(low, high)), told.post)
    seen = plan.add(posted + timedelta(hours=plan.dice.uniform(*_APPROVAL_HOURS)), told.approve)
    _plan_votes(plan, told, seen, everybody)
    _plan_comments(plan, told, seen)
    _plan_answer(plan, told, seen)
    return told


def _plan_votes(plan: _Plan, told: _Told, seen: datetime, everybody: list[Actor]) -> None:
    others = [person for person in everybody if person is not told.author]
    plan.dice.shuffle(others)
    # Readers of the board's own language come first; a few of the others join them.
    others.sort(key=lambda person: person.language != told.scene.language)
    count = round(told.text["pull"] * len(others) * plan.dice.uniform(0.75, 1.0))
    shortest, longest = _MEAN_OF_VOTES
    mean = shortest + told.text["pull"] * (longest - shortest)
    for voter in others[:count]:
        at = plan.days_after(seen, mean)
        if at < plan.today:
            plan.add(at, partial(told.vote, voter))


def _plan_comments(plan: _Plan, told: _Told, seen: datetime) -> None:
    at = seen
    for text in told.text["comments"]:
        author = told.scene.customers[text["author"]]
        at = min(plan.days_after(at, 4.0), plan.between(at, 0.1, 0.4))
        at = plan.add(at, partial(told.comment, author, text["body"], text.get("reply_to")))


def _plan_answer(plan: _Plan, told: _Told, seen: datetime) -> None:
    at = seen
    for key in _STEPS[told.text["status"]]:
        at = plan.add(plan.between(at, 0.1, 0.35), partial(told.set_status, key))
    if told.text["response"]:
        plan.add(at + timedelta(minutes=3), partial(told.respond, told.text["response"]))
