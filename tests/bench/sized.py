"""How much there is, and who is who, in a benchmark's database: plain arithmetic, so that the
seeder, the drivers and the checks agree without asking the database."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

SECRET = "a secret of the benchmark, which guards nothing at all"
END = datetime(2026, 11, 1, tzinfo=UTC)  # the last moment of what is seeded
BOARDS = (("pishnahad", "fa"), ("iqtirahat", "ar"), ("ideas", "en"))
HOT, DISCUSSED = 1, 2  # ids of the suggestions with the most votes, with the most comments
COMMENTS = 50
VOTES = 20  # of each suggestion
# Words that nobody says: of how many suggestions each has one.
COMMON, THIRD, TENTH, RARE = "qalandoro", "qirmezito", "qashangila", "qoqnoosen"
_SHARES = ((COMMON, 9, 10), (THIRD, 3, 10), (TENTH, 1, 10), (RARE, 1, 1000))


@dataclass(frozen=True)
class Size:
    """`people` are signed in; `voters` cast the seeded votes, so that the people's are new."""

    suggestions: int = 10_000
    people: int = 1_000
    hot_votes: int = 20_000

    @property
    def voters(self) -> int:
        return max(self.hot_votes, VOTES + 1)

    @property
    def first_voter(self) -> int:
        return self.people + 1

    @property
    def administrator(self) -> int:
        """His person id; he is the one person with a right to export."""
        return self.people + self.voters + 1


def planted(suggestion: int) -> str:
    """The words of that kind in the text of this suggestion (an id)."""
    # Multiplied, so that the words of one suggestion tell nothing about its neighbours'.
    turns = (suggestion * 7919 + at * 104_729 for at in range(len(_SHARES)))
    shares = zip(_SHARES, turns, strict=True)
    return " ".join(word for (word, few, of), turn in shares if turn % of < few)


def session_token(person_id: int) -> str:
    """The session cookie of one of the people."""
    return f"benchmark-session-of-person-{person_id:06d}"


def token_hash(person_id: int) -> str:
    """What the session row keeps of it."""
    return hashlib.sha256(session_token(person_id).encode()).hexdigest()


def signed_in_at() -> datetime:
    """When the sessions began: a moment that all processes of one run name alike, and lately."""
    return datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def csrf_token(person_id: int) -> str:
    """The token in that person's forms; his session has his number."""
    text = f"csrf:{person_id}:{person_id}:{signed_in_at().isoformat()}"
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
