"""What indexing adds to a post, inside its unit of work; prints JSON (milliseconds)."""

import json
import os
import statistics
import time

from forum.app import create_app
from forum.boards import queries as boards
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.search.actions import entries
from forum.suggestions import drafting
from forum.suggestions.actions import authors
from tests.bench import seeding

_POSTS = 300
_WARM = 20
_LENGTH = 500  # characters of a body


def main() -> None:
    app = create_app(Config.from_env(os.environ))
    times = []
    with app.app_context():
        for number in range(_POSTS + _WARM):
            source = seeding.SOURCES[number % len(seeding.SOURCES)]
            body = (source["body"] + "\n\n") * (_LENGTH // len(source["body"]) + 1)
            actor = boards.actor_for(number % 300 + 1)
            draft = drafting.draft(
                title=f"{source['title']} {number}", body=body[:_LENGTH], language="fa"
            )
            with writing():
                posted = authors.post(actor=actor, board_id=number % 3 + 1, draft=draft)
                db.session.flush()
                entries.drop(suggestion_id=posted.id)
                began = time.perf_counter()
                entries.index_new(suggestion_id=posted.id)
                times.append((time.perf_counter() - began) * 1000)
    times = sorted(times[_WARM:])
    print(json.dumps({"p50": statistics.median(times), "p99": times[int(len(times) * 0.99)]}))


if __name__ == "__main__":
    main()
