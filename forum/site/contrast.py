"""Contrast of two colours, by WCAG 2.2 (relative luminance, SC 1.4.3)."""

MINIMUM = 4.5
DARK_GROUND = "#151b1b"  # surfaces of the dark theme (static/css/tokens.css)
_LINEAR_BELOW = 0.04045


def luminance(colour: str) -> float:
    """Relative luminance 0…1 of "#rrggbb"."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= _LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: str, second: str) -> float:
    """Contrast ratio 1…21 of two colours "#rrggbb"."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0…1) of `other` in it, channel by channel."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable_on(colour: str, ground: str) -> str:
    """`colour`, with as much white in it as it needs to be read on a dark `ground`."""
    while ratio(colour, ground) < MINIMUM:
        colour = mixed(colour, "#ffffff", 0.12)
    return colour
