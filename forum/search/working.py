"""What workers and commands do for search, in units of work of their own: small ones, because
on SQLite nobody else writes meanwhile."""

import resource
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from forum.boards import queries as boards
from forum.core.actor import system
from forum.core.unit_of_work import end_read, writing
from forum.search import embedding, frequency, indexing, likeness, limits
from forum.search.actions import entries, misses, pairs
from forum.search.embedding import Meaning
from forum.search.queries import alike, duplicates, index, vocabulary
from forum.search.rows import Similar
from forum.search.sources import Standing

_TOP_A_UNIT = 40
log = structlog.get_logger()
Progress = Callable[[int, int], None]  # done, of how many


def make_entry(payload: dict[str, Any]) -> None:
    """Job: the whole entry of one suggestion, its discussion included."""
    with writing():
        entries.index(suggestion_id=payload["suggestion_id"], at_once=True)


def look_for_pairs() -> None:
    """The clock's: what is likely to say the same as what was published or edited since.

    Not a job for each: a busy minute is looked at in one go, and no post waits for a message. It
    rests as long as it works, and longer while others want the processor: nobody waits for it and
    somebody waits for a page. What a turn does not reach is due at the next.
    """
    end = time.monotonic() + limits.PAIRS_SECONDS
    due = duplicates.pairs_due()
    end_read()
    for suggestion_id, due_at in due:
        began, pushed = time.monotonic(), _times_pushed()
        if began > end:
            return
        try:
            make_pairs(suggestion_id, due_at)
        except DBAPIError:
            raise  # the database is busy or away: all of it is still due at the next turn
        except Exception:
            log.exception("likes not looked for", suggestion=suggestion_id)
            with writing():
                pairs.looked_for(suggestion_id=suggestion_id, due_at=due_at)
        is_busy = _times_pushed() - pushed > limits.PAIRS_PUSHED
        rest = limits.PAIRS_REST_BUSY if is_busy else limits.PAIRS_REST
        time.sleep(rest * (time.monotonic() - began))


def _times_pushed() -> int:
    """How often this process had to leave a processor to somebody else."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw


def make_pairs(suggestion_id: int, due_at: datetime | None = None) -> None:
    """Keep what is likely to say the same as this suggestion; what was due then is done."""
    found = likes(suggestion_id, limits.PAIRS_EACH)
    likely = [one for one in found if one.score >= limits.PAIR_SCORE]
    with writing():
        pairs.propose(suggestion_id=suggestion_id, likely=likely)
        if due_at is not None:
            pairs.looked_for(suggestion_id=suggestion_id, due_at=due_at)


def likes(suggestion_id: int, limit: int) -> list[Similar]:
    """What says most nearly the same, the nearest first: by words and letters, and with the
    `[semantic]` extra by meaning too, whatever the language. Opens units of its own."""
    someone = system("job")
    suggestion = alike.text_of(someone, suggestion_id)
    if suggestion is None:
        end_read()
        return []
    title, language = suggestion.title, suggestion.language
    said = alike.similar(
        someone,
        title=title,
        body=indexing.plain(suggestion.body_html),
        language=language,
        but=suggestion_id,
        limit=limits.NEAREST,
    )
    model = embedding.embedder()
    if model is None:
        end_read()
        return said[:limit]
    own = Meaning(model.vector(title), language)
    others = alike.meanings(someone, model=model.name, but=suggestion_id)
    end_read()
    with writing():
        pairs.keep_vector(suggestion_id=suggestion_id, model=model.name, vector=own.vector)
    nearest = model.nearest(own, others, limits.NEAREST)
    contrary = alike.contrary(someone, title, language, nearest)
    end_read()
    meant = [one for one in nearest if one not in contrary]
    # Whether it is meant on both sides: no absolute cosine would tell.
    mutual = [
        one
        for one in meant[:2]
        if suggestion_id in model.nearest(others[one], {**others, suggestion_id: own}, 3)
    ]
    return _fused(said, meant, mutual)[:limit]


def _fused(said: list[Similar], meant: Sequence[int], mutual: Sequence[int]) -> list[Similar]:
    """Both rankings as one; what is meant on both sides is likely, whatever its words."""
    scores = {one.id: one for one in said}
    found = []
    for one in likeness.fused([like.id for like in said], meant):
        like = scores.get(one, Similar(one, 0.0, ()))
        if one in mutual:
            score = max(like.score, limits.PAIR_SCORE + like.score / 4)
            like = Similar(one, round(score, 4), (*like.reasons, "meaning"))
        found.append(like)
    return found


def keep() -> None:
    """The clock's: entries of an earlier release's rules are made anew, some at each turn; which
    words are frequent, which suggestions most voted; old misses go."""
    before = index.standing()
    end_read()
    _make(_owed(before)[: limits.MENDED])
    count_frequent()
    mark_top()
    with writing():
        misses.forget()


def count_frequent() -> int:
    """Count lexemes in a sample of the newest entries; of how many the share is kept, those of
    single boards counted too."""
    shares = frequency.counted(vocabulary.sampled())
    end_read()
    with writing():
        entries.keep_frequent(shares=shares)
    vocabulary.forget_frequent()
    return len(shares)


def mark_top() -> int:
    """Let the index know the most voted of each board; how many changed."""
    changed = 0
    board_ids = [board.id for board in boards.directory().boards]
    while True:
        with writing():
            found = entries.mark_top(board_ids=board_ids, limit=_TOP_A_UNIT)
        changed += found
        if found < _TOP_A_UNIT:
            return changed


def reindex(*, is_all: bool = False, progress: Progress | None = None) -> Standing:
    """Bring the index to the texts; how it stood before. People may go on writing.

    Entries that are as these rules make them are left alone, so that an interrupted run goes on
    where it ended; `is_all` makes every entry anew.
    """
    if is_all:
        with writing():
            entries.make_all_old()
    before = index.standing()
    end_read()
    for suggestion_id in before.extra:
        with writing():
            entries.index(suggestion_id=suggestion_id)
    _make(_owed(before), progress)
    keep()
    return before


def gather_put_off(payload: dict[str, Any]) -> None:
    """Job: what `gather` does, before the next turn of the clock."""
    gather()


def gather(*, is_all: bool = False) -> None:
    """The clock's: bring together what posts added to the index, in steps that let others write
    between them. `is_all`: after a reindex the whole of it, which takes a while."""
    is_more = True
    while is_more:
        with writing():
            is_more = entries.gather(is_all=is_all)
        is_all = False
        time.sleep(limits.GATHER_REST)


def _owed(standing: Standing) -> list[int]:
    """Ids whose entries are missing, old or misplaced."""
    return sorted({*standing.missing, *standing.old, *standing.misplaced})


def _make(owed: list[int], progress: Progress | None = None) -> None:
    for start in range(0, len(owed), limits.BATCH):
        _batch(owed[start : start + limits.BATCH])
        if progress is not None:
            progress(min(start + limits.BATCH, len(owed)), len(owed))


def _batch(ids: list[int]) -> None:
    """Tokenised before the write lock is taken; what people changed meanwhile is done again."""
    read = index.sources_of(ids)
    end_read()
    made = [indexing.entry(source.id, source.texts, source.facets) for source in read]
    with writing():
        entries.write_unchanged(read=read, made=made)
