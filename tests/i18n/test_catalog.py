"""Words in the reader's language: plurals, placeholders, pseudo-languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import escape

from forum.i18n import catalog, locale, workflow
from forum.i18n.catalog import N_, gettext, lazy, ngettext, npgettext, pgettext
from forum.i18n.locale import profile_for

ARABIC_VOTES = [
    *("لا أصوات", "صوت واحد", "صوتان", "%(num)s أصوات", "%(num)s صوتًا", "%(num)s صوت"),
]
WORDS: dict[str, workflow.Entry] = {
    "Board": {"fa": "تابلو", "ar": "لوحة"},
    "Hello, %(name)s": {"fa": "سلام، %(name)s", "ar": "مرحبًا %(name)s"},
    "%(num)s vote": {"fa": ["%(num)s رأی", "%(num)s رأی"], "ar": ARABIC_VOTES},
    "verb\x04Open": {"fa": "باز کردن", "ar": "فتح"},
    "status\x04Open": {"fa": "باز", "ar": "مفتوح"},
}
SOURCE = """
_("Board"), _("Hello, %(name)s", name=1), ngettext("%(num)s vote", "%(num)s votes", 2)
pgettext("verb", "Open"), pgettext("status", "Open"), N_("Only English")
npgettext("desk", "%(num)s case", "%(num)s cases", 2)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    package.mkdir()
    (package / "words.py").write_text(SOURCE, "utf-8")
    translations = tmp_path / "translations"
    workflow.extract(package, translations)
    workflow.update(translations)
    assert workflow.apply(translations, WORDS) == []
    return translations


@pytest.fixture(autouse=True)
def _loaded(folder: Path, tmp_path: Path) -> Iterator[None]:
    before = catalog.loaded()
    catalog.load(folder, cache=tmp_path / "cache", pseudo=True)
    yield
    catalog.load(*before)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "لا أصوات"),
        (1, "صوت واحد"),
        (2, "صوتان"),
        (3, "3 أصوات"),
        (11, "11 صوتًا"),
        (100, "100 صوت"),
        (103, "103 أصوات"),
        (1234, "1,234 صوتًا"),
    ],
)
def test_arabic_has_six_forms(count: int, shown: str) -> None:
    with locale.use(profile_for("ar")):
        assert ngettext("%(num)s vote", "%(num)s votes", count) == shown


def test_numbers_in_sentences_have_the_readers_digits() -> None:
    with locale.use(profile_for("fa")):
        assert ngettext("%(num)s vote", "%(num)s votes", 12) == "۱۲ رأی"
        assert catalog.ngettext_raw("%(num)s vote", "%(num)s votes", 1200) == "۱٬۲۰۰ رأی"
    with locale.use(profile_for("ar", digits="arab")):
        assert ngettext("%(num)s vote", "%(num)s votes", 11) == "١١ صوتًا"
    with locale.use(profile_for("en")):
        assert ngettext("%(num)s vote", "%(num)s votes", 1) == "1 vote"
        assert ngettext("%(num)s vote", "%(num)s votes", 0) == "0 votes"


def test_contexts_and_placeholders() -> None:
    with locale.use(profile_for("ar")):
        assert pgettext("verb", "Open") == "فتح"
        assert pgettext("status", "Open") == "مفتوح"
        assert gettext("Hello, %(name)s", name="سارا") == "مرحبًا سارا"


def test_what_is_not_translated_is_english() -> None:
    with locale.use(profile_for("fa")):
        assert gettext("Only English") == N_("Only English") == "Only English"
        assert gettext("100% sure") == "100% sure"
        assert gettext("") == ""
        assert npgettext("desk", "%(num)s case", "%(num)s cases", 2) == "۲ cases"
        assert pgettext("verb", "Close") == "Close"


def test_lazy_words_follow_whoever_reads() -> None:
    board = lazy("Board")
    with locale.use(profile_for("fa")):
        assert str(board) == f"{board}" == "تابلو"
    with locale.use(profile_for("ar")):
        assert str(board) == "لوحة"
        assert lazy("Hello, %(name)s") % {"name": "x"} == "مرحبًا x"
    assert escape(lazy("<b>")) == "&lt;b&gt;"
    assert lazy("Board") == board


def test_templates_show_localised_numbers_and_escape_names() -> None:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        catalog.gettext_raw, catalog.ngettext_raw, newstyle=True, pgettext=catalog.pgettext_raw
    )
    template = environment.from_string(
        '{{ ngettext("%(num)s vote", "%(num)s votes", 12) }}|{{ _("Hello, %(name)s", name="<b>") }}'
    )
    with locale.use(profile_for("fa")):
        assert template.render() == "۱۲ رأی|سلام، &lt;b&gt;"


def test_pseudo_english_is_longer_and_bracketed() -> None:
    with locale.use(profile_for("en-XA")):
        shown = gettext("Hello, %(name)s", name="Sara")
        assert shown.startswith("[Ĥéļļö, Sara ")
        assert shown.endswith("]")
        assert len(gettext("Board")) >= len("Board") * 1.35
        assert ngettext("%(num)s vote", "%(num)s votes", 2).startswith("[2 ")
        assert gettext("Not in the sources") == "Not in the sources"


def test_pseudo_arabic_is_reversed_word_by_word() -> None:
    with locale.use(profile_for("ar-XB")):
        assert gettext("Board") == "\u202eBoard\u202c"
        shown = gettext("Hello, %(name)s", name="Sara")
        assert shown.split(" ")[0] == "\u202eHello,\u202c"
        assert shown.endswith("Sara")


def test_pseudo_languages_are_for_tests_only(folder: Path) -> None:
    catalog.load(folder)
    with locale.use(profile_for("en-XA")):
        assert gettext("Board") == "Board"


def test_compiled_catalogues_are_kept_by_content(folder: Path, tmp_path: Path) -> None:
    def shown() -> str:
        catalog.load(folder, cache=tmp_path / "cache")
        with locale.use(profile_for("fa")):
            return gettext("Board")

    # Words of this test alone: equal content is compiled once per process.
    workflow.apply(folder, {"Board": {"fa": "تابلوی یکم"}})
    assert shown() == "تابلوی یکم"
    kept = list((tmp_path / "cache").glob("fa-*.mo"))
    assert len(kept) == 1
    workflow.apply(folder, {"Board": {"fa": "تابلوی دوم"}})
    assert shown() == "تابلوی دوم"
    assert len(list((tmp_path / "cache").glob("fa-*.mo"))) == 2


def test_without_catalogues_words_are_english(tmp_path: Path) -> None:
    catalog.load(tmp_path / "nowhere")
    with locale.use(profile_for("fa")):
        assert gettext("Board") == "Board"
        assert ngettext("%(num)s vote", "%(num)s votes", 3) == "۳ votes"
