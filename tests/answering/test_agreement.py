"""Witnesses and contradictions, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.agreement import Account, Claim, relation, witnesses
from hemeroteca.types import Amount, DateRange, Relation, Value

COMMUNIQUE = "cerrará durante dos semanas mientras técnicos extranjeros revisan cada cable"
FEBRUARY = DateRange(first=date(2031, 2, 1), last=date(2031, 2, 28), precision="month")


def account(cluster: int, source: str | None, sentence: str = "") -> Account:
    return Account(cluster=cluster, source=source, sentence=sentence)


@pytest.mark.parametrize(
    ("accounts", "numbers"),
    [
        ([], []),
        ([account(1, "A"), account(2, "B"), account(3, "C")], [1, 2, 3]),
        # copies of one passage, and one outlet twice
        ([account(1, "A"), account(1, "B"), account(2, "C")], [1, 1, 2]),
        ([account(1, "A"), account(2, "B"), account(3, "A")], [1, 2, 1]),
        # an outlet that is not known is nobody else's
        ([account(1, None), account(2, None)], [1, 2]),
        # a communiqué in two sentences of their own
        ([account(1, "A", f"El puerto {COMMUNIQUE}."), account(2, "B", f"Dicen que {COMMUNIQUE}, y ya.")], [1, 1]),
        # B is a copy of A, C of B's outlet, D quotes what C quotes: one after another they are one
        (
            [
                account(1, "A"),
                account(1, "B"),
                account(3, "B", f"El puerto {COMMUNIQUE}."),
                account(4, "D", f"El muelle {COMMUNIQUE}."),
                account(5, "E"),
            ],
            [1, 1, 1, 1, 2],
        ),
    ],
)
def test_who_depends_on_whom_is_one_witness(accounts: list[Account], numbers: list[int]) -> None:
    assert witnesses(accounts) == numbers


def test_names_and_small_words_in_common_are_no_communique() -> None:
    # «Irene Salvatierra», «Fabián Otálora», «Puerto Niebla»: everybody writes them alike; «hablaron teléfono» are two.
    one = "La gobernadora Irene Salvatierra y el ministro Fabián Otálora hablaron por teléfono en Puerto Niebla."
    other = "Irene Salvatierra y Fabián Otálora, de Puerto Niebla, hablaron por teléfono."
    assert witnesses([account(1, "A", one), account(2, "B", other)]) == [1, 2]


ACCOUNTS = st.lists(
    st.builds(
        account,
        st.integers(1, 5),
        st.sampled_from([None, "A", "B", "C"]),
        st.sampled_from(["", COMMUNIQUE, "otra cosa"]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(ACCOUNTS)
def test_witnesses_count_from_one_in_order(accounts: list[Account]) -> None:
    numbers = witnesses(accounts)
    assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))
    for i, one in enumerate(accounts):
        for j, other in enumerate(accounts):
            if one.cluster == other.cluster or (one.source and one.source == other.source):
                assert numbers[i] == numbers[j]


def claim(value: Value | None, *days: date, articles: str = "") -> Claim:
    return Claim(value=value, articles=frozenset(articles or f"{value}{days}"[:60].split("\n")), days=days)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Amount(value=12, unit="muertos"), Amount(value=14, unit="muertos"), Relation.DISAGREES),
        (Amount(value=12, unit="muertos"), Amount(value=14, unit="fallecidos"), Relation.DISAGREES),
        (Amount(value=12, unit="muertos"), Amount(value=14, unit="heridos"), Relation.OTHER),
        (Amount(value=12, unit="muertos"), Amount(value=14), Relation.OTHER),
        (Amount(value=12), Amount(value=14), Relation.OTHER),
        (Amount(value=30, unit="%"), Amount(value=35, unit="%"), Relation.DISAGREES),
        # «más de 300» and 312 differ in precision; «más de 300» and 800 do not: (800 - 300) / 800 > 0.25
        (Amount(value=300, unit="heridos", exact=False), Amount(value=312, unit="heridos"), Relation.PRECISION),
        (Amount(value=300, unit="heridos", exact=False), Amount(value=800, unit="heridos"), Relation.DISAGREES),
        (FEBRUARY, date(2031, 2, 12), Relation.PRECISION),
        (date(2031, 2, 12), date(2031, 3, 12), Relation.DISAGREES),
        (FEBRUARY, date(2031, 3, 1), Relation.DISAGREES),
        (date(2031, 2, 12), Amount(value=12), Relation.OTHER),
        (None, date(2031, 2, 12), Relation.OTHER),
        (None, None, Relation.OTHER),
    ],
)
def test_relation(one: Value | None, other: Value | None, expected: Relation) -> None:
    a, b = claim(one, articles="a"), claim(other, articles="b")
    assert relation(a, b) is relation(b, a) is expected


def test_what_one_article_says_of_both_is_no_contradiction() -> None:
    twelve, two = Amount(value=12, unit="muertos"), Amount(value=2, unit="muertos")
    both = Claim(value=twelve, articles=frozenset("ab"), days=())
    assert relation(both, Claim(value=two, articles=frozenset("a"), days=())) is Relation.OTHER
    assert relation(both, Claim(value=two, articles=frozenset("c"), days=())) is Relation.DISAGREES


def test_dates_that_one_article_gives_are_of_two_things_unless_they_overlap() -> None:
    both = Claim(value=date(2031, 2, 12), articles=frozenset("ab"), days=())
    assert relation(both, Claim(value=date(2031, 3, 12), articles=frozenset("a"), days=())) is Relation.OTHER_EVENT
    assert relation(both, Claim(value=FEBRUARY, articles=frozenset("a"), days=())) is Relation.OTHER


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # a call on the 8th, printed on the 9th; another on the 23rd, printed on the 24th
        ((8, 9), (23, 24), Relation.OTHER_EVENT),
        # both to come when they were printed: a date that was moved
        ((20, 9), (23, 10), Relation.DISAGREES),
        # the second account was printed later, and of a day that the first could have known
        ((8, 9), (7, 24), Relation.DISAGREES),
        # the second is still to come
        ((8, 9), (30, 24), Relation.DISAGREES),
        # on the day itself it may still be known
        ((8, 9), (9, 9), Relation.DISAGREES),
    ],
)
def test_an_event_after_the_first_was_printed_is_another(
    first: tuple[int, int], second: tuple[int, int], expected: Relation
) -> None:
    a, b = (
        Claim(value=date(2031, 4, day), articles=frozenset([name]), days=(date(2031, 4, printed),))
        for name, (day, printed) in (("a", first), ("b", second))
    )
    assert relation(a, b) is relation(b, a) is expected


def test_what_is_told_of_the_first_after_the_second_disagrees() -> None:
    # Printed on the 9th and again on the 25th: the second account knew of the call on the 23rd, and says the 8th.
    a = Claim(value=date(2031, 4, 8), articles=frozenset("ab"), days=(date(2031, 4, 9), date(2031, 4, 25)))
    b = Claim(value=date(2031, 4, 23), articles=frozenset("c"), days=(date(2031, 4, 24),))
    assert relation(a, b) is relation(b, a) is Relation.DISAGREES


def test_without_a_day_of_printing_dates_disagree() -> None:
    a = Claim(value=date(2031, 4, 8), articles=frozenset("a"), days=())
    b = Claim(value=date(2031, 4, 23), articles=frozenset("b"), days=(date(2031, 4, 24),))
    assert relation(a, b) is Relation.DISAGREES


DAYS = st.dates(date(2031, 1, 1), date(2031, 3, 31))
VALUES = st.one_of(
    st.none(),
    DAYS,
    st.tuples(DAYS, DAYS).map(lambda p: DateRange(first=min(p), last=max(p))),
    st.builds(
        Amount, value=st.integers(0, 20), unit=st.sampled_from([None, "muertos", "víctimas", "%"]), exact=st.booleans()
    ),
)
CLAIMS = st.builds(
    Claim,
    value=VALUES,
    articles=st.frozensets(st.sampled_from("abcd"), min_size=1),
    days=st.lists(DAYS, max_size=2).map(tuple),
)


@settings(deadline=None)
@given(CLAIMS, CLAIMS)
def test_relation_is_symmetric(one: Claim, other: Claim) -> None:
    assert relation(one, other) is relation(other, one)


@settings(deadline=None)
@given(CLAIMS)
def test_nothing_disagrees_with_itself(one: Claim) -> None:
    twin = Claim(value=one.value, articles=frozenset("z"), days=one.days)
    assert relation(one, twin) is not Relation.DISAGREES
