"""Contrast by WCAG: known values, and the range of any pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.http import assets
from forum.site import contrast

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_known_pairs(first, second, ratio):
    assert contrast.ratio(first, second) == pytest.approx(ratio, abs=0.01)


@given(colours, colours)
def test_it_is_the_same_both_ways_and_within_its_range(first, second):
    found = contrast.ratio(first, second)
    assert found == contrast.ratio(second, first)
    assert 1 <= found <= 21.0001


@given(colours)
def test_the_dark_theme_gets_a_readable_form_of_any_colour(colour):
    _, sheet = assets.brand_sheet(colour)
    dark = sheet.decode().split(f"--accent:light-dark({colour},")[1][:7]
    assert contrast.ratio(dark, "#151b1b") >= contrast.MINIMUM
