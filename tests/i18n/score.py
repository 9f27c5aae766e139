"""How many cases of a file a search finds right: `python -m tests.i18n.score FILE`.

A case is {"lang", "query", "text", "match", "why"}; "mixed" ones are tried for readers
of Persian and of Arabic.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from forum.i18n import searching

Case = dict[str, str | bool]


def readers(case: Case) -> list[str]:
    """The languages a case must hold in, for the reader and for the text."""
    return ["fa", "ar"] if case["lang"] == "mixed" else [str(case["lang"])]


def is_right(case: Case, language: str) -> bool:
    """Whether the search says of one case what it should."""
    query = searching.wanted(str(case["query"]), language, searching.shipped())
    terms = searching.index_terms(str(case["text"]), language)
    return searching.matches(query, terms) == case["match"]


def wrong(cases: list[Case]) -> Iterator[Case]:
    """The cases that are wrong in any of their languages."""
    for case in cases:
        if not all(is_right(case, language) for language in readers(case)):
            yield case


def main(path: str) -> int:
    """Print the score by language and the failing cases; 1 when there are any."""
    cases: list[Case] = json.loads(Path(path).read_text("utf-8"))
    failing = list(wrong(cases))
    every = Counter(case["lang"] for case in cases)
    failed = Counter(case["lang"] for case in failing)
    for language, count in sorted(every.items()):
        print(f"{language}: {count - failed[language]} of {count}")
    for case in failing:
        sign = "should find" if case["match"] else "should not find"
        print(f"{case['lang']}: «{case['query']}» {sign} «{case['text']}» ({case['why']})")
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
