"""Every setting an administrator may change: its type, default, limits and words.

The generic settings page and the checks of `actions.change` both come from this table.
"""

import re
from dataclasses import dataclass
from typing import Literal

from forum.core.errors import N_

Type = Literal["text", "address", "lines", "choice", "several", "colour", "zone", "switch"]
Choice = tuple[str, str] | tuple[str, str, str]
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Field:
    """`choices`: value, msgid of its name, msgid of a hint. `limit`: visible characters.

    "several" is one or more of the choices, each a field `<key>_<value>` of the form. "address"
    is a part of a link, written from left to right.
    """

    key: str
    type: Type
    default: str
    label: str
    hint: str = ""
    limit: int = 0
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    is_secret: bool = False

    def allows(self, value: str) -> bool:
        """Whether a "choice" may have this value."""
        return any(value == choice[0] for choice in self.choices)


BRAND = N_("Sada")  # the name of a site that has none of its own
NAME_LIMIT = 60
NAMES: tuple[Field, ...] = (
    Field("name_fa", "text", "", N_("Site name in Persian"), limit=NAME_LIMIT),
    Field("name_ar", "text", "", N_("Site name in Arabic"), limit=NAME_LIMIT),
    Field("name_en", "text", "", N_("Site name in English"), limit=NAME_LIMIT),
)
TAGLINES: tuple[Field, ...] = (
    Field("tagline_fa", "text", "", N_("Tagline in Persian"), limit=160),
    Field("tagline_ar", "text", "", N_("Tagline in Arabic"), limit=160),
    Field("tagline_en", "text", "", N_("Tagline in English"), limit=160),
)
SETTINGS: tuple[Field, ...] = (
    Field(
        "brand_colour",
        "colour",
        "",
        N_("Brand colour"),
        N_("Six digits like #0a6b66; empty for our turquoise. It must be readable on white."),
    ),
    Field(
        "default_language",
        "choice",
        "en",
        N_("Default language"),
        N_("For visitors whose browser asks for none of ours."),
        choices=(("fa", "فارسی"), ("ar", "العربية"), ("en", "English")),
    ),
    Field(
        "arabic_digits",
        "choice",
        "latn",
        N_("Digits in Arabic"),
        choices=(("latn", "1234567890"), ("arab", "١٢٣٤٥٦٧٨٩٠")),
    ),
    Field("zone", "zone", "UTC", N_("Time zone")),
    Field(
        "week_start",
        "choice",
        "",
        N_("First day of the week"),
        choices=(
            ("", N_("By language and region")),
            ("5", N_("Saturday")),
            ("6", N_("Sunday")),
            ("0", N_("Monday")),
        ),
    ),
    Field(
        "who_may_post",
        "choice",
        "everyone",
        N_("Who may post suggestions"),
        choices=(
            ("everyone", N_("Everyone"), N_("Guests confirm an e-mail address first.")),
            ("members", N_("People with an account"), N_("Guests are asked to sign in.")),
            ("staff", N_("The team only"), N_("Others vote and comment.")),
        ),
    ),
)
FIELDS = (*NAMES, *TAGLINES, *SETTINGS)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
DEFAULTS: dict[str, str] = {field.key: field.default for field in FIELDS}


def is_colour(value: str) -> bool:
    """Whether it is six lower-case hexadecimal digits behind a #."""
    return bool(_COLOUR.fullmatch(value))
