"""Weeks by region, and languages near enough to stand in: tables, no rules.

Source: CLDR 47 week data, as Babel 2.18 carries it.
"""

# Days count from Monday, 0. A region in no list starts on Monday, rests Saturday and Sunday.
_FIRST_DAYS = {
    4: "MV",
    5: "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    6: (
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA"
        " MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS"
        " YE ZA ZW"
    ),
}
_WEEKENDS = {
    (3, 4): "AF",
    (4,): "IR",
    (4, 5): "BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE",
    (6,): "IN UG",
}
FIRST_DAY = {code: day for day, codes in _FIRST_DAYS.items() for code in codes.split()}
WEEKEND = {code: days for days, codes in _WEEKENDS.items() for code in codes.split()}

_ARABIC = (
    "ara aao abv acm acq acw acx acy adf aeb aec afb ajp apc apd arb arq ars ary arz auz avl"
    " ayh ayl ayn ayp shu"
)
_NEAR_PERSIAN = "ps pbt pst azb glk mzn lrc bqi bal sdh haz tly"
_NEAR_ARABIC = "ckb ku kmr kab shi"

# Other codes of the same language: Dari and Iranian Persian, the Arabic varieties.
SAME_LANGUAGE = {
    **dict.fromkeys(("prs", "pes", "fas", "per"), "fa"),
    **dict.fromkeys(_ARABIC.split(), "ar"),
    "eng": "en",
}
# Neighbours whose readers mostly read ours too, asked only when nothing else fits.
NEAR_LANGUAGE = {
    **dict.fromkeys(_NEAR_PERSIAN.split(), "fa"),
    **dict.fromkeys(_NEAR_ARABIC.split(), "ar"),
}
