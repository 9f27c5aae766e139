"""Which characters are what: tables for cleaning, direction and language."""

import re

ZWNJ = "\u200c"
ZWJ = "\u200d"
LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
FSI, PDI = "\u2068", "\u2069"

MARKS_OF_DIRECTION = frozenset((LRM, RLM, ALM))
# Look like nothing, although Unicode calls them letters or symbols.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d")

# Reorder or hide text; nobody types them on purpose.
INVISIBLE = frozenset(
    chr(code)
    for code in (
        *range(0x00, 0x09),
        *range(0x0B, 0x0D),
        *range(0x0E, 0x20),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0x00AD,
        0x180E,
        0x200B,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0x3164,
        0xFEFF,
        0xFFA0,
        *range(0xFFF9, 0xFFFC),
        *range(0xD800, 0xE000),
        *range(0xE0000, 0xE0080),
    )
)

# Marks that slip into a typed or pasted number or date, for str.translate.
STRAY = dict.fromkeys(
    (0x061C, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

ARABIC = re.compile(
    "[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ed\u06fa-\u06ff\u0750-\u077f\u0870-\u08ff"
    "\ufb50-\ufdff\ufe70-\ufefc]"
)

# The Arabic forms of yeh and kaf, typed on an Arabic keyboard, to the Persian ones.
PERSIAN_TYPING = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})

PERSIAN_ONLY = frozenset("گچپژ")
PERSIAN_FORMS = frozenset("یکۀ")
ARABIC_ONLY = frozenset("ةىإ")
ARABIC_FORMS = frozenset("يكأ")

# Compared in Persian typing, so that a Persian text from an Arabic keyboard counts.
_PERSIAN_WORDS = """
از به که را این آن با در برای است هم تا یا اگر من ما شما او ایشان می نمی شود شد کرد کردن کنید کنیم
کنند باشد بود نیست هست خیلی هر چه چرا وقتی روی های ها فقط باید بدون بین پیش بعد یک دو مثل سلام لطفا
لطفاً ممنون دارد داریم دارم نداریم خوب همه چند شده افزودن اضافه پشتیبانی نمایش حالت برنامه هنگام
کردم دهد دهید است بشه میشه نمیشه کنه داره خواهش تاریک
"""
_ARABIC_WORDS = """
في من على إلى الى أن ان إن هذا هذه ذلك التي الذي عن مع لا ما لم لن قد هل كل أو او ثم حتى عند عندما
بعد قبل بين هناك يجب يمكن نريد أريد اريد نحتاج إضافة اضافة دعم كان كانت ليس هو هي نحن أنا انا لكن
غير حيث إذا اذا يرجى شكرا شكراً جدا جداً وضع خلال بدون أثناء
"""
_AL_WORDS_IN_PERSIAN = """
الان البته الگو الگوی الگوها الکترونیک الکترونیکی الزامی الزام الکی الهام التماس التزام
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.translate(PERSIAN_TYPING).split())


AL_WORDS_IN_PERSIAN = _words(_AL_WORDS_IN_PERSIAN)
# Words of both languages say nothing.
_SHARED_WORDS = _words(_PERSIAN_WORDS) & _words(_ARABIC_WORDS)
PERSIAN_WORDS = _words(_PERSIAN_WORDS) - _SHARED_WORDS
ARABIC_WORDS = _words(_ARABIC_WORDS) - _SHARED_WORDS
