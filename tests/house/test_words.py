"""The catalogues are complete, fresh and whole: every language says what the sources say."""

from forum.core import paths
from forum.i18n import catalog, locale, workflow
from tests.house.sources import PACKAGE


def test_catalogues_are_complete_and_fresh() -> None:
    problems = workflow.check(PACKAGE, paths.TRANSLATIONS)
    assert not problems, f"{len(problems)} problems\n" + "\n".join(problems[:40])


def test_every_language_has_its_catalogue() -> None:
    for language in locale.LANGUAGES:
        assert (paths.TRANSLATIONS / language / catalog.DOMAIN_FILE).is_file(), language


def test_messages_hold_no_markup() -> None:
    """Translators write words; tags stand in the templates."""
    ids = [workflow.key_of(message) for message in workflow.template(PACKAGE) if message.id]
    assert [text for text in ids if "</" in text or "<br" in text] == []
