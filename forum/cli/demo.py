"""`forum demo`: three boards full of life to look at, and away with them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import click

from forum.accounts.actions import demo_people
from forum.boards import queries as boards
from forum.boards.actions import boards as making
from forum.boards.actions import categories
from forum.boards.draft import Draft
from forum.cli import FINDING, UNAVAILABLE, demo_story, locking, schema
from forum.cli.setting_up import stop, with_app
from forum.core import clock, jobs
from forum.core.actor import system
from forum.core.config import Config
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from forum.suggestions.queries import lists


@click.group()
def demo() -> None:
    """Demo data: load it, remove it."""


@demo.command("load")
@with_app
def load_command(config: Config) -> None:
    """Load three boards with people, suggestions, votes, comments and answers."""
    try:
        problem = schema.standing().problem
    except schema.Unusable as error:
        problem = str(error)
    if problem:
        stop(problem, UNAVAILABLE)
    acts = load()
    click.echo(f"Demo data loaded ({acts} acts)." if acts else "The demo data is there already.")


@demo.command("remove")
@with_app
def remove_command(config: Config) -> None:
    """Start a fresh database that keeps settings, real people and boards of your own.

    Refused, with their names, when real people have posted or voted.
    """
    with locking.held(config):
        try:
            aside = schema.remove_demo(config)
        except schema.Unusable as error:
            stop(str(error), FINDING)
    click.echo("The demo data is gone.")
    if aside:
        click.echo(f"The database as it was lies at {aside}")


def load() -> int:
    """Load what is not there yet; how many acts were done, 0 when all was there.

    Two units of work: people and boards, then everything that happens among them. Killed in
    between, the next load goes on.
    """
    today = clock.now().replace(minute=0, second=0, microsecond=0)
    stories = {language: demo_story.read(language) for language in demo_story.LANGUAGES}
    if _is_loaded(stories):
        return 0
    with clock.at(today - timedelta(days=364)), writing():
        people = {language: _people(story, language) for language, story in stories.items()}
        for story in stories.values():
            _board(story["board"])
    scenes = [_scene(language, stories[language], people[language]) for language in stories]
    with writing():
        acts = demo_story.perform(scenes, today)
    # The news of a year: nobody is told, but they would look like a queue that stands still.
    jobs.run_all()
    return acts


def _is_loaded(stories: Mapping[str, Any]) -> bool:
    found = [boards.directory().by_slug.get(story["board"]["slug"]) for story in stories.values()]
    ids = [board.id for board in found if board is not None]
    return len(ids) == len(stories) and bool(lists.tallies(ids))


def _people(story: Mapping[str, Any], language: str) -> dict[str, int]:
    """Address → id of everybody in a story."""
    cast = [(text, Role.CUSTOMER) for text in story["customers"]]
    cast += [(story["moderator"], Role.MODERATOR), (story["product"], Role.PRODUCT)]
    return {
        text["email"]: demo_people.make(
            actor=system(), email=text["email"], name=text["name"], language=language, role=role
        ).id
        for text, role in cast
    }


def _board(text: Mapping[str, Any]) -> None:
    if text["slug"] in boards.directory().by_slug:
        return
    draft = Draft(
        names=text["names"],
        descriptions=text["descriptions"],
        language=text["language"],
        slug=text["slug"],
    )
    board = making.create(actor=system(), draft=draft, is_demo=True)
    for category in text["categories"]:
        categories.add(actor=system(), board_id=board.id, names=category["names"])


def _scene(language: str, story: Mapping[str, Any], people: Mapping[str, int]) -> demo_story.Scene:
    board = boards.directory().by_slug[story["board"]["slug"]]
    keys = [category["key"] for category in story["board"]["categories"]]
    actors = {email: boards.actor_for(person_id, via="cli") for email, person_id in people.items()}
    return demo_story.Scene(
        language=language,
        story=story,
        board_id=board.id,
        categories={key: row.id for key, row in zip(keys, board.categories, strict=True)},
        customers=tuple(actors[text["email"]] for text in story["customers"]),
        moderator=actors[story["moderator"]["email"]],
        product=actors[story["product"]["email"]],
    )
