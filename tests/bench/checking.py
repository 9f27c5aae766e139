"""Afterwards: every stored number against its rows, every answered vote against the table.

`python -m tests.bench.checking` with the settings in the environment; prints JSON.
"""

import json
import os

from sqlalchemy import func, select

from forum.app import create_app
from forum.comments import queries as comments
from forum.core.config import Config
from forum.core.db import db
from forum.suggestions import tallies
from forum.suggestions.models import Suggestion
from forum.votes import queries as votes
from forum.votes.models import Vote


def main() -> None:
    app = create_app(Config.from_env(os.environ))
    with app.app_context():
        drifts = tallies.count_drifts(votes.counted(), comments.counted())
        drifts += tallies.board_drifts()
        found = {
            "drifts": len(drifts),
            "votes": db.session.scalar(select(func.count()).select_from(Vote)),
            "suggestions": db.session.scalar(select(func.count()).select_from(Suggestion)),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
