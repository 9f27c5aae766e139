"""Bounds of search: what keeps every query and every entry small."""

RULES = 2  # raised when the same text gives other terms: entries of older rules are made anew

CAP = 200  # candidates of one search, before votes and freshness order them
CAP_TOP = 100  # of the most voted, where the cap is reached
LONGEST_QUERY = 500  # characters; what is typed beyond is not looked at
TOP = 300  # of each board, the most voted: found even when newer ones fill the cap

COMMENTS = 200  # the newest, of one suggestion
COMMENT_CHARACTERS = 40_000  # of them together
AT_ONCE_CHARACTERS = 8_000  # of comments, beyond which a job tokenises them

FREQUENT_SHARE = 0.01  # of the texts: words above it do not tell texts apart
FREQUENT_SAMPLE = 20_000  # the newest entries, whose words are counted
UNKNOWN_SHARE = 0.004  # taken for a word that is not among the frequent ones

LIKE_WORDS = 6  # of a title, the rarest: what candidates for its likeness are asked by
LIKE_ANYWHERE = 1  # of them, that may stand in a body too
LIKE_KIN = 2  # groups of words that point to the same wish, which are asked for too
LIKE_LONGER = 8  # ways of a word that are several words
LIKE_EACH = 100  # candidates by each of them
LIKE_GRAMS = 4  # letter groups of a title, the rarest; two of them must be shared
WORD_GRAMS = 7  # as many of a single word that may be misspelt
LIKE_BY_GRAMS = 100  # candidates by them
NEAR_TITLES = 60  # whose words are compared with what was typed
LIKE_JUDGED = 80  # candidates that are compared letter by letter
NEAREST = 20  # by meaning
MOST_VECTORS = 50_000  # the newest ones are compared: a tenth of a second
PAIR_SCORE = 0.5  # from here a pair is proposed
PAIRS_EACH = 5  # of one suggestion
PAIRS_PAGE = 20
PAIRS_A_TURN = 500  # suggestions whose likes are looked for at each turn of the clock
PAIRS_SECONDS = 15.0  # that a turn takes at most: a server that is told to end waits for it
PAIRS_REST = 1.0  # times as long as one was looked at
PAIRS_REST_BUSY = 10.0  # the same, when others wanted the processor meanwhile
PAIRS_PUSHED = 5  # times it had to leave a processor: from here others want it
GATHER_EVERY = 256  # posts: what they put off is brought in by a job, the clock would come late
GATHER_REST = 0.005  # seconds between two steps of a merge, in which who waits may write

MISS_WORDS = 100  # characters
MISSES_A_DAY = 1_000  # different ones
MISSES_KEPT = 90  # days
SYNONYM_WORDS = 12  # in a group
SYNONYM_LENGTH = 60  # characters of a word or phrase
SYNONYM_GROUPS = 500

BATCH = 25  # entries of one unit of work of a reindex
MENDED = 2_000  # entries made anew at each turn of the clock
