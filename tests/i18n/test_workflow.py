"""The translators' round: extracted, updated, filled, checked."""

from pathlib import Path

import pytest

from forum.i18n import wording, workflow

PAGE = """
{% trans name=user.name %}
  Hello,
  {{ name }}
{% endtrans %}
{{ _("Board") }} {{ pgettext("verb", "Open") }}
"""
CODE = """
from forum.i18n.catalog import N_, lazy, ngettext
TITLE, LABEL = N_("Title"), lazy("Label")
def count(n): return ngettext("%(num)s vote", "%(num)s votes", n)
"""
KEYS = {"Board", "Hello, %(name)s", "Label", "Title", "%(num)s vote", "verb\x04Open"}
FULL: dict[str, workflow.Entry] = {
    "Board": {"fa": "تابلو", "ar": "لوحة"},
    "Hello, %(name)s": {"fa": "سلام، %(name)s", "ar": "مرحبًا %(name)s"},
    "Label": {"fa": "برچسب", "ar": "وسم"},
    "Title": {"fa": "عنوان", "ar": "عنوان"},
    "%(num)s vote": {
        "fa": ["%(num)s رأی", "%(num)s رأی"],
        "ar": [*("لا أصوات", "صوت", "صوتان"), *("%(num)s أصوات", "%(num)s صوتًا", "%(num)s صوت")],
    },
    "verb\x04Open": {"fa": "باز کردن", "ar": "فتح"},
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, "utf-8")
    (folder / "code.py").write_text(CODE, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, package: Path) -> Path:
    translations = tmp_path / "translations"
    assert workflow.extract(package, translations) == len(KEYS)
    assert workflow.update(translations) == dict.fromkeys(("fa", "ar", "en"), len(KEYS))
    return translations


def test_a_full_round_leaves_nothing_to_complain_about(package: Path, folder: Path) -> None:
    assert set(workflow.missing(folder)) == KEYS
    assert workflow.apply(folder, FULL) == []
    assert workflow.check(package, folder) == []
    assert workflow.missing(folder) == {}


def test_missing_words_are_asked_for_in_the_shape_they_need(folder: Path) -> None:
    wanted = workflow.missing(folder)
    assert wanted["Board"] == {"fa": "", "ar": ""}
    assert wanted["%(num)s vote"] == {"fa": ["", ""], "ar": [""] * 6}


def test_files_do_not_change_without_a_reason(package: Path, folder: Path) -> None:
    workflow.apply(folder, FULL)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*.po*"))}
    workflow.extract(package, folder)
    workflow.update(folder)
    assert {
        path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    } == before
    text = (folder / "ar/LC_MESSAGES/messages.po").read_text("utf-8")
    assert "n%100>=11 ? 4 : 5" in text
    assert "Date" not in text
    assert "code.py" not in text


def test_new_words_come_empty_and_old_ones_go(package: Path, folder: Path) -> None:
    workflow.apply(folder, FULL)
    (package / "code.py").write_text('_("Boards")', "utf-8")
    assert any("not up to date" in problem for problem in workflow.check(package, folder))
    workflow.extract(package, folder)
    workflow.update(folder)
    assert workflow.missing(folder) == {"Boards": {"fa": "", "ar": ""}}
    text = (folder / "fa/LC_MESSAGES/messages.po").read_text("utf-8")
    assert "fuzzy" not in text
    assert "Title" not in text
    assert "fa: 'Boards': not translated" in workflow.check(package, folder)


def test_unknown_keys_are_named(folder: Path) -> None:
    assert workflow.apply(folder, {"Nothing": {"fa": "هیچ"}}) == ["Nothing"]


def test_entries_come_from_a_file(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "words.json"
    source.write_text('{"Board": {"fa": "تابلو"}}', "utf-8")
    assert workflow.apply_file(folder, source) == []
    assert workflow.missing(folder)["Board"] == {"ar": ""}
    source.write_text("{", "utf-8")
    with pytest.raises(ValueError):
        workflow.apply_file(folder, source)


def test_a_catalogue_behind_the_template_is_noticed(package: Path, folder: Path) -> None:
    workflow.apply(folder, FULL)
    (package / "code.py").write_text(CODE + '_("More")', "utf-8")
    workflow.extract(package, folder)
    assert workflow.check(package, folder) == [
        "fa: 'More': not in the catalogue",
        "ar: 'More': not in the catalogue",
    ]


def test_wrong_plural_headers_and_fuzzy_words_are_noticed(package: Path, folder: Path) -> None:
    workflow.apply(folder, FULL)
    path = folder / "ar/LC_MESSAGES/messages.po"
    text = path.read_text("utf-8").replace("n%100>=11 ? 4 : 5", "n%100>=0 && n%100<=2 ? 4 : 5")
    path.write_text(text.replace('msgid "Board"', '#, fuzzy\nmsgid "Board"'), "utf-8")
    problems = workflow.check(package, folder)
    assert any("plural header" in problem for problem in problems)
    assert "ar: 'Board': fuzzy" in problems


def test_a_missing_template_is_noticed(package: Path, tmp_path: Path) -> None:
    assert workflow.check(package, tmp_path / "nowhere") == ["messages.pot: missing"]


@pytest.mark.parametrize(
    ("language", "msgid", "string", "complaint"),
    [
        ("fa", "Hello, %(name)s", "سلام", "%(name)s is missing"),
        ("fa", "Hello", "سلام %(name)s", "%(name)s is not in the English"),
        ("fa", "%(share)s of all", "%(share)s ٪ % همه", "bare %"),
        ("fa", "Book", "كتاب", "Arabic yeh or kaf"),
        ("fa", "3 days", "٣ روز", "Arabic digits"),
        ("ar", "Book", "کتاب", "Persian letter"),
        ("ar", "Become", "می\u200cشود", "non-joiner"),
        ("ar", "3 days", "۳ أيام", "Persian digits"),
        ("fa", "Sure?", "مطمئنید?", "Latin ?"),
        ("ar", "Yes, no", "نعم, لا", "Latin ?"),
        ("fa", "<b>Bold</b>", "پررنگ", "other tags"),
        ("fa", "Name: ", "نام:", "other spaces"),
    ],
)
def test_faulty_translations_are_noticed(
    language: str, msgid: str, string: str, complaint: str
) -> None:
    found = list(wording.problems((msgid,), (string,), language))
    assert any(complaint in problem for problem in found), found


@pytest.mark.parametrize(
    ("language", "msgids", "strings"),
    [
        ("fa", ("Sure?",), ("مطمئنید؟",)),
        ("fa", ("It is <a href='%(url)s'>here</a>",), ("<a href='%(url)s'>اینجا</a> است",)),
        ("ar", ("%(num)s vote", "%(num)s votes"), ("لا أصوات", "صوت", "%(num)s صوت")),
        ("fa", ("Write #0a6b66; or nothing.",), ("بنویسید #0a6b66 یا هیچ.",)),
        ("ar", ("About %(share)s%%",), ("نحو %(share)s%%",)),
    ],
)
def test_sound_translations_pass(
    language: str, msgids: tuple[str, ...], strings: tuple[str, ...]
) -> None:
    assert list(wording.problems(msgids, strings, language)) == []
