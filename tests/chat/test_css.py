"""The page's colours, read from its style sheet, against WCAG 2.2 AA."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(resources.files("hemeroteca.chat").iterdir(), key=lambda path: path.name)
    if path.name.endswith(".css")
)


def _palettes() -> dict[str, dict[str, str]]:
    blocks = [dict(re.findall(r"--hm-([\w-]+): (#[0-9a-f]{6})", block)) for block in CSS.split("}")]
    light, dark = (block for block in blocks if "paper" in block)
    return {"light": light, "dark": dark}


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["paper", "card", "tint"])
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    colours = _palettes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_and_buttons_can_be_read_and_focus_can_be_seen(scheme: str) -> None:
    colours = _palettes()[scheme]
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["paper"], colours["accent"]) >= 4.5
    assert contrast(colours["focus"], colours["paper"]) >= 3


def test_the_style_sheet_fetches_nothing() -> None:
    assert "url(" not in CSS and "@import" not in CSS


def test_no_container_is_named_within_media_where_gradio_would_miss_it() -> None:
    assert not [block for block in CSS.split("@media (")[1:] if ".gradio-container" in block.split("\n}")[0]]
