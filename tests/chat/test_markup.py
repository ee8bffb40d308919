from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.chat.markup import AROUND, button, excerpt, is_web, language_of, marked, shortened, visible

TAGS = re.compile(r"<[^>]*>")


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_marking_changes_no_word_and_marks_exactly_the_code_points_asked_for(
    text: str, marks: list[tuple[int, int]]
) -> None:
    markup = marked(text, marks)
    assert TAGS.sub("", markup) == "".join(map(visible, text))
    asked = {place for start, end in marks for place in range(start, min(end, len(text)))}
    inside = "".join(re.findall(r"<mark>(.*?)</mark>", markup, flags=re.DOTALL))
    assert inside == "".join(visible(character) for place, character in enumerate(text) if place in asked)


@given(st.text(min_size=1, max_size=40), st.data())
def test_the_target_is_marked_whole_whatever_is_marked_besides(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    others = data.draw(st.lists(st.tuples(place, place), max_size=4))
    markup = marked(text, [*others, (start, end)], target=(start, end))
    (inside,) = re.findall(r'<mark id="hm-target" tabindex="-1">(.*?)</mark>', markup, flags=re.DOTALL)
    assert inside == "".join(map(visible, text[start:end]))
    assert TAGS.sub("", markup) == "".join(map(visible, text))


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30), st.integers(0, 1200))
def test_an_excerpt_keeps_what_is_marked_and_little_around_it(before: str, quote: str, after: str, far: int) -> None:
    text = "x" * far + before + quote + after + "y" * far
    start = far + len(before)
    shown, mark = excerpt(text, (start, start + len(quote)))
    assert shown[slice(*mark)] == quote
    assert len(shown) <= 2 * AROUND + len(quote) + 2
    assert shown.strip("…") in text


@given(st.text(alphabet="<>&\"'aé\u202e", max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    assert not set(visible(text)) & {"<", ">", '"', "'"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\u2066b\u2069", "a⟦U+2066⟧b⟦U+2069⟧"),
        ("\u200f\x00\ud800", "⟦U+200F⟧⟦U+0000⟧⟦U+D800⟧"),
        ("uno\n\tdos 👩‍🚒", "uno\n\tdos 👩‍🚒"),
        ("__i18n__{}", "&#95;_i18n__{}"),
    ],
)
def test_what_hides_or_reorders_is_named(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_long_title_is_shortened_and_a_short_one_is_not() -> None:
    assert shortened("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert shortened("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "http:",
        "https://a\nb",
        "http://[x",
    ],
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert not is_web(url)
    assert is_web("https://elfaro.example/puerto")


def test_a_bad_language_is_not_used() -> None:
    assert language_of("es-MX") == ' lang="es-MX"'
    assert language_of('es" onclick="x') == ""


def test_what_a_button_carries_cannot_leave_its_attribute() -> None:
    assert '"&quot; onclick=&quot;x"' in button("x", "ask", text='" onclick="x')
    assert 'aria-label="&lt;b&gt;"' in button("x", "ask", name="<b>")
