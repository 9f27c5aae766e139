"""What is measured, each with its budget as a share of the bare answer."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench import sized
from tests.bench.driving import Request
from tests.bench.sized import Size

_GUEST = {"Accept-Encoding": "gzip", "Accept-Language": "fa"}
_BURST = 12_000  # requests prepared for a burst; one that acts may not be sent twice
_HOT_EVERY = 10

Maker = Callable[[Size, int], list[Request]]


@dataclass(frozen=True)
class Case:
    """`make(size, round)` gives the requests of a round; `must` and `aim` by database."""

    name: str
    make: Maker
    must: dict[str, float]
    aim: dict[str, float]
    is_act: bool = False
    has_writer: bool = False


def _both(value: float) -> dict[str, float]:
    return {"sqlite": value, "postgres": value}


def cookie(person: int) -> dict[str, str]:
    return {"Cookie": f"sada_session={sized.session_token(person)}"}


def _guest(path: str) -> Maker:
    return lambda size, turn: [Request("GET", path, _GUEST)]


def _signed_in(path: str) -> Maker:
    """Everybody in turn, on each board in turn where the path names one."""

    def make(size: Size, turn: int) -> list[Request]:
        return [
            Request("GET", path.format(board=sized.BOARDS[person % 3][0]), cookie(person))
            for person in range(1, size.people + 1)
        ]

    return make


def _votes(size: Size, turn: int) -> list[Request]:
    """New votes all over, and every tenth on the hot suggestion: cast, later withdrawn again."""
    first = turn * _BURST
    return [_vote(size, number) for number in range(first, first + _BURST)]


def _vote(size: Size, number: int) -> Request:
    person, others = number % size.people + 1, size.suggestions - 1
    want, target = "cast", number // size.people + number * 7 % others
    target = sized.HOT + 1 + target % others
    if number % _HOT_EVERY == 0:
        lap, place = divmod(number // _HOT_EVERY, size.people)
        person, target = place + 1, sized.HOT
        want = "withdraw" if lap % 2 else "cast"
    body = urlencode({"csrf_token": sized.csrf_token(person), "want": want})
    return Request("POST", f"/s/{target}/vote", cookie(person) | {"HX-Request": "true"}, body)


def _posts(size: Size, turn: int) -> list[Request]:
    first = turn * _BURST
    return [_post(size, number) for number in range(first, first + _BURST)]


def _post(size: Size, number: int) -> Request:
    person, (slug, _) = number % size.people + 1, sized.BOARDS[number % 3]
    title = f"گزارش فروش ماهانه با تقویم شمسی {number}"
    form = {
        "csrf_token": sized.csrf_token(person),
        "once": f"benchmark-form-{number:08d}",
        "title": title,
        "seen_title": title,  # as a browser says that showed what is similar
        "body": f"هر ماه باید **همه** را دستی بشماریم.\n\n- نمودار {number}\n- خروجی اکسل\n\nسپاس!",
    }
    return Request("POST", f"/b/{slug}/new", cookie(person), urlencode(form))


def one_vote(size: Size) -> Iterator[Request]:
    """Votes that no burst casts, for the one write a second beside the readers."""
    for number in itertools.count():
        want = "withdraw" if number % 2 else "cast"
        body = urlencode({"csrf_token": sized.csrf_token(1), "want": want})
        yield Request("POST", f"/s/{sized.DISCUSSED}/vote", cookie(1), body)


_SEARCH = "/search?q="
_LIST, _PAGE = "/b/{board}", f"/s/{sized.DISCUSSED}"
_LIST_MUST, _LIST_AIM = {"sqlite": 0.065, "postgres": 0.04}, {"sqlite": 0.12, "postgres": 0.06}
CASES = (
    Case("list, guest", _guest("/b/pishnahad"), _both(0.5), _both(1.2), has_writer=True),
    Case("list, signed in", _signed_in(_LIST), _LIST_MUST, _LIST_AIM),
    Case("list by new, signed in", _signed_in(f"{_LIST}?sort=new"), _LIST_MUST, _LIST_AIM),
    Case("suggestion, guest", _guest(_PAGE), _both(0.4), _both(1.2), has_writer=True),
    Case("suggestion, signed in", _signed_in(_PAGE), _both(0.06), _both(0.12)),
    Case("search, common word", _signed_in(_SEARCH + sized.COMMON), _both(0.03), _both(0.05)),
    Case("search, 10 % word", _signed_in(_SEARCH + sized.TENTH), _both(0.08), _both(0.12)),
    Case("vote", _votes, _both(0.05), _both(0.08), is_act=True),
    Case("post", _posts, _both(0.04), _both(0.07), is_act=True),
)
