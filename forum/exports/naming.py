"""What exports are called: the title of a sheet, its headings, the names of a file."""

import re
from datetime import datetime

from forum.exports.definition import Definition
from forum.exports.rows import Head
from forum.i18n import bidi, catalog, locale
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile
from forum.site import queries as site

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]+')
_LONGEST = 80

TITLES = {
    "votes": N_("Top requests"),
    "trending": N_("Trending requests"),
    "new": N_("Newest requests"),
    "comments": N_("Most discussed requests"),
}

HEADINGS = {
    "rank": N_("Rank"),
    "id": N_("Number"),
    "board": N_("Board"),
    "title": N_("Title"),
    "status": N_("Status"),
    "category": N_("Category"),
    "votes": N_("Votes"),
    "comments": N_("Comments"),
    "created_at": N_("Posted at (UTC)"),
    "updated_at": N_("Updated at (UTC)"),
    "official_response": N_("Official response"),
    "url": N_("Link"),
}


def title(definition: Definition) -> str:
    """What the file shows, in the language of whoever reads now."""
    return catalog.gettext(TITLES[definition.order])


def head(definition: Definition, profile: Profile, generated_at: datetime) -> Head:
    """What the file says about itself, written for `profile`."""
    with locale.use(profile):
        return Head(
            definition=definition,
            generated_at=generated_at,
            profile=profile,
            site_name=site.current().name,
            title=title(definition),
        )


def file_name(definition: Definition, extension: str, made_at: datetime) -> str:
    """The name in the reader's script: letters of all scripts stay, signs of paths do not."""
    name = bidi.clean_line(_UNFIT.sub(" ", title(definition)))[:_LONGEST].strip(". ")
    return f"{name} {made_at:%Y-%m-%d}.{extension}"


def ascii_name(definition: Definition, extension: str, made_at: datetime) -> str:
    """The name for programs that know ASCII only."""
    words = {"votes": "top", "comments": "discussed"}.get(definition.order, definition.order)
    return f"{words}-requests-{made_at:%Y-%m-%d}.{extension}"
