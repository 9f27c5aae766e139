"""Language, calendar, digits, zone and theme, of guests and of people."""

from forum.accounts.queries import people
from tests import make
from tests.visitor import Visitor


def test_preferences_of_a_guest(guest: Visitor) -> None:
    page = guest.get("/preferences?language=fa&next=/s/1", language="en").html
    chosen = [
        found for found in page.all("input", name="language") if "checked" in found.attributes
    ]
    assert [found["value"] for found in chosen] == ["fa"]
    assert "۱" in page.one("div", id="example").text
    saved = guest.post("/preferences", {"language": "fa", "theme": "dark", "next": "/preferences"})
    after = guest.follow(saved, language="en").html.one("html")
    assert (after["lang"], after["dir"], after["data-theme"]) == ("fa", "rtl", "dark")


def test_preferences_of_a_person_are_kept_in_the_account(sign_in) -> None:
    sara = make.person(language="fa")
    browser = sign_in(sara)
    browser.post(
        "/preferences",
        {
            "language": "ar",
            "digits": "arab",
            "calendar": "umalqura",
            "zone": "Asia/Baghdad",
            "shortcuts": "off",
        },
    )
    kept = people.get(sara.id)
    assert (kept.language, kept.digits, kept.calendar) == ("ar", "arab", "umalqura")
    assert (kept.zone, kept.has_shortcuts) == ("Asia/Baghdad", False)
    browser.post("/preferences", {"language": "en"})
    kept = people.get(sara.id)
    assert (kept.language, kept.digits, kept.has_shortcuts) == ("en", "arab", False)


def test_unknown_preferences_change_nothing(sign_in) -> None:
    sara = make.person(language="fa")
    browser = sign_in(sara)
    assert browser.post("/preferences", {"language": "xx", "role": "administrator"}).status == 303
    kept = people.get(sara.id)
    assert (kept.language, kept.role) == ("fa", "customer")


def test_the_example_follows_what_is_chosen(guest: Visitor) -> None:
    part = guest.get("/preferences/example?language=ar&digits=arab", htmx=True)
    shown = part.html.one("p")
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert "١" in shown.text


def test_each_reader_has_his_own_digits_in_what_never_changes(sign_in) -> None:
    persian, english = (sign_in(make.person(language=language)) for language in ("fa", "en"))
    assert "۱۲۸" in persian.get("/account/password").text
    assert "From 8 to 128" in english.get("/account/password").text
