"""The conversation as HTML: questions, answers with their marked sentences, disagreements, abstentions, feedback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hemeroteca.chat.markup import button, excerpt, language_of, marked, shortened, visible
from hemeroteca.chat.store import Verdict
from hemeroteca.chat.strings import Strings, count, write_number, write_short, write_span, write_value
from hemeroteca.chat.turns import Quote, Statement, Turn, sentences
from hemeroteca.types import Coverage, Period, Reason, Relation, Stage

#: Characters of a question and of an answer's own words that are shown.
QUESTION, ANSWER = 600, 400

#: From which confidence on it is called high, and medium.
HIGH, MEDIUM = 0.8, 0.6


def conversation(
    turns: Sequence[Turn], strings: Strings, *, selected: str = "", suggestions: Sequence[str] = ()
) -> str:
    """The turns, the newest last; ``selected`` is the id of the one whose sources are beside it.

    ``suggestions`` are questions to ask where the newest was not answered.
    """
    body = "".join(_turn(turn, strings, selected, suggestions if turn is turns[-1] else ()) for turn in turns)
    return f'<section class="hm-talk" lang="{strings.language}" aria-label="{strings.conversation}">{body}</section>'


def welcome(questions: Sequence[str], strings: Strings) -> str:
    """What stands in an empty conversation's place."""
    body = f"<h2>{strings.welcome}</h2><p>{strings.motto}</p>{offered(strings.examples, questions)}"
    return f'<section class="hm-welcome" lang="{strings.language}">{body}</section>'


def offered(label: str, questions: Sequence[str]) -> str:
    """Questions to ask with one click; nothing for none."""
    if not questions:
        return ""
    items = "".join(f"<li>{button(visible(q), 'ask', classes='hm-example', text=q)}</li>" for q in questions)
    return f'<div class="hm-offered"><p class="hm-label">{label}</p><ul>{items}</ul></div>'


def pending(
    asked: str, strings: Strings, *, stage: Stage | None = None, done: Sequence[tuple[Stage, float]] = ()
) -> str:
    """A question that is being answered: the stages ``done`` with their seconds, and the one under way."""
    finished = "".join(
        f'<li class="hm-done">{strings.stages[name]} <span>{_seconds(seconds, strings)}</span></li>'
        for name, seconds in done
    )
    under_way = strings.stages[stage] if stage else strings.waiting
    now = f'<li class="hm-now">{under_way}… <span class="hm-clock" data-unit="{strings.seconds}"></span></li>'
    return (
        f'<article class="hm-turn hm-pending" lang="{strings.language}">{_question(asked, strings)}'
        f'<ol class="hm-stages">{finished}{now}</ol></article>'
    )


def error_line(message: str, strings: Strings) -> str:
    """One line that says what went wrong; empty for no message."""
    return f'<p class="hm-error" role="alert" lang="{strings.language}">{visible(message)}</p>' if message else ""


def references(quotes: Iterable[Quote], turn: str, strings: Strings) -> str:
    """The numbers of these quotes, each opening its article."""
    return "".join(" " + reference(quote, turn, strings) for quote in quotes)


def reference(quote: Quote, turn: str, strings: Strings) -> str:
    number = quote.number
    if not quote.here:
        return f'<span class="hm-ref">[{number}]</span>'
    name = strings.open_reference.format(number, shortened(quote.citation.title))
    return button(f"[{number}]", "cite", name=name, classes="hm-ref", turn=turn, n=number)


def label(quote: Quote, strings: Strings) -> str:
    """Who answers for it, where it is not the article itself."""
    citation = quote.citation
    if citation.speaker:
        said = strings.quoted_from.format(visible(shortened(citation.speaker, 80)))
    elif citation.voice is not None and citation.voice in strings.voices:
        said = strings.voices[citation.voice]
    else:
        return ""
    return f'<span class="hm-label-voice" dir="auto">{said}</span>'


def _turn(turn: Turn, strings: Strings, selected: str, suggestions: Sequence[str]) -> str:
    body = _answered(turn, turn.given, strings) if turn.given else _abstained(turn, strings, suggestions)
    chosen = ' aria-current="true"' if turn.id == selected else ""
    return (
        f'<article class="hm-turn" id="hm-turn-{turn.number}" data-turn="{visible(turn.id)}"{chosen}>'
        f"{_question(turn.asked, strings)}{_understood(turn, strings)}"
        f'<div class="hm-answer">{body}{_foot(turn, strings)}</div></article>'
    )


def _question(asked: str, strings: Strings) -> str:
    hidden = f'<span class="hm-unseen">{strings.you_asked} </span>'
    return f'<h3 class="hm-question" dir="auto">{hidden}{visible(shortened(asked, QUESTION))}</h3>'


def _understood(turn: Turn, strings: Strings) -> str:
    question = turn.answer.question
    if " ".join(question.split()) == " ".join(turn.asked.split()):
        return ""
    said = strings.understood.format(visible(shortened(question, QUESTION)))
    return (
        f'<details class="hm-understood"><summary><span dir="auto">{said}</span> '
        f'<span class="hm-edit">{strings.understood_edit}</span></summary>'
        f'<form data-do="reask"><input name="text" aria-label="{strings.label}" value="{visible(question)}" '
        f'maxlength="1000" dir="auto"><button class="hm-small">{strings.ask}</button></form></details>'
    )


def _answered(turn: Turn, given: Statement, strings: Strings) -> str:
    parts: list[str] = []
    shown = sentences(given)
    value = write_value(given.value, strings)
    resolved = f' <span class="hm-value">{strings.value.format(value)}</span>' if value and value != given.text else ""
    if resolved or not shown or given.text != shown[0][0].text:
        parts.append(f'<p class="hm-short" dir="auto">{visible(shortened(given.text, ANSWER))}{resolved}</p>')
    parts += [_sentence(turn, first, numbers, strings) for first, numbers in shown[:1]]
    rest = [quote for quote in given.quotes if shown and quote.number not in shown[0][1]]
    if rest:
        parts.append(f'<p class="hm-meta">{strings.more_in}{references(rest, turn.id, strings)}</p>')
    parts.append(f'<p class="hm-meta">{_facts(turn, given, strings)}</p>')
    parts.append(_period(turn, strings))
    if not given.latest:
        parts.append(f'<p class="hm-note">{strings.overtaken}</p>')
    parts += [_rivals(turn, strings), _others(turn, strings)]
    return "".join(parts)


def _sentence(turn: Turn, first: Quote, numbers: Sequence[int], strings: Strings) -> str:
    text, mark = excerpt(first.text, first.mark)
    found = [quote for quote in turn.quotes if quote.number in numbers]
    said = label(first, strings)
    return (
        f'<p class="hm-sentence"{language_of(first.language)} dir="auto">{marked(text, [mark])}'
        f"{references(found, turn.id, strings)}{' ' + said if said else ''}</p>"
    )


def _facts(turn: Turn, given: Statement, strings: Strings) -> str:
    confidence = turn.answer.confidence
    word = (
        strings.confidence_high if confidence >= HIGH
        else strings.confidence_medium if confidence >= MEDIUM
        else strings.confidence_low
    )  # fmt: skip
    witnesses = count(strings.witnesses, given.witnesses, strings)
    if given.articles > given.witnesses:
        witnesses += f" ({count(strings.in_articles, given.articles, strings)})"
    return f"{witnesses} · {strings.confidence.format(word, int(confidence * 100))}"


def _period(turn: Turn, strings: Strings) -> str:
    period = turn.answer.period
    if period is None:
        return ""
    words = strings.only_period.format(write_period(period, strings))
    cross = button("×", "noperiod", name=strings.remove_period, classes="hm-cross", turn=turn.id)
    return f'<p class="hm-chip">{words} {cross}</p>'


def write_period(period: Period, strings: Strings) -> str:
    """«del 15 al 20 de enero de 2026», «desde el 15 de enero de 2026»."""
    if period.first and period.last:
        return write_span(period.first, period.last, strings)
    if period.first:
        return strings.period_since.format(write_span(period.first, period.first, strings))
    return strings.period_until.format(write_span(period.last, period.last, strings)) if period.last else ""


def _rivals(turn: Turn, strings: Strings) -> str:
    """The statements that contradict each other or name several days, in order of time."""
    rivals = turn.rivals()
    if not rivals:
        return ""
    disagree = any(statement.relation is Relation.DISAGREES for statement in rivals)
    return _listed(turn, rivals, strings.disagree if disagree else strings.timeline, disagree, strings)


def _listed(turn: Turn, statements: Iterable[Statement], heading: str, disagree: bool, strings: Strings) -> str:
    items = "".join(_rival(turn, statement, disagree, strings) for statement in statements)
    return f'<div class="hm-rivals"><h4>{heading}</h4><ol>{items}</ol></div>'


def _rival(turn: Turn, statement: Statement, disagree: bool, strings: Strings) -> str:
    days = sorted({q.citation.published for q in statement.quotes if q.citation.published})
    facts = [count(strings.outlets, statement.witnesses, strings)]
    if days:
        facts.append(write_short(days[-1], strings))
    if disagree and statement.latest:
        facts.append(strings.newest)
    value = write_value(statement.value, strings)
    words = visible(shortened(statement.text, ANSWER))
    resolved = f' <span class="hm-value">{strings.value.format(value)}</span>' if value else ""
    here = ' class="hm-given"' if statement.relation is None else ""
    return (
        f'<li{here}><span dir="auto">{words}</span>{resolved} <span class="hm-meta">({", ".join(facts)})</span>'
        f"{references(statement.quotes, turn.id, strings)}</li>"
    )


def _others(turn: Turn, strings: Strings) -> str:
    """What else was found, by its relation, folded."""
    told = set(map(id, turn.rivals()))
    parts = []
    for relation, heading in strings.others.items():
        found = [s for s in turn.others if s.relation is relation and id(s) not in told]
        if found:
            items = "".join(_other(turn, statement, strings) for statement in found)
            parts.append(f"<details><summary>{heading} ({len(found)})</summary><ul>{items}</ul></details>")
    return "".join(parts)


def _other(turn: Turn, statement: Statement, strings: Strings) -> str:
    words = visible(shortened(statement.text, ANSWER))
    return f'<li><span dir="auto">{words}</span>{references(statement.quotes, turn.id, strings)}</li>'


def _abstained(turn: Turn, strings: Strings, suggestions: Sequence[str]) -> str:
    reason = strings.reasons[turn.answer.abstained] if turn.answer.abstained else ""
    parts = [f'<p class="hm-abstained"><strong>{strings.abstained}</strong> {reason}</p>', _period(turn, strings)]
    parts.append(_rivals(turn, strings) if turn.answer.abstained is Reason.SOURCES_DISAGREE else _unsure(turn, strings))
    if turn.answer.coverage:
        parts.append(f'<p class="hm-meta">{covers(turn.answer.coverage, strings)}</p>')
    parts.append(offered(strings.examples_other, suggestions))
    return "".join(parts)


def _unsure(turn: Turn, strings: Strings) -> str:
    """What was held back, the likeliest first, with how likely that is."""
    if not turn.others:
        return ""
    heading = f"{strings.others[Relation.UNSURE]} ({int(turn.answer.confidence * 100)} %)"
    return _listed(turn, turn.others, heading, False, strings)


def covers(coverage: Coverage, strings: Strings) -> str:
    """«El archivo tiene 12 artículos del 15 al 30 de enero de 2026.»; nothing for an empty one."""
    if not coverage.articles:
        return ""
    articles = count(strings.articles, coverage.articles, strings)
    if not (coverage.first and coverage.last):
        return strings.covers_undated.format(articles=articles)
    return strings.covers.format(articles=articles, span=_dated(coverage.first, coverage.last, strings))


def _dated(first: date, last: date, strings: Strings) -> str:
    span = write_span(first, last, strings)
    return span if first != last else strings.of_day.format(span)


def _foot(turn: Turn, strings: Strings) -> str:
    """What can be done with an answer: see its sources, link to it, say what it was like."""
    verdicts = "".join(
        button(
            strings.verdicts[verdict], "verdict", classes="hm-verdict", turn=turn.id, verdict=verdict.value,
            attributes=f' aria-pressed="{"true" if turn.verdict is verdict else "false"}"',
        )
        for verdict in (Verdict if turn.given else (Verdict.RIGHT, Verdict.WRONG))
    )  # fmt: skip
    thanks = f'<span class="hm-meta">{strings.thanks}</span>' if turn.verdict else ""
    timings = _timings(turn, strings)
    return (
        f'<div class="hm-foot">{button(strings.show_sources, "sources", turn=turn.id)}'
        f'<a class="hm-link" href="?turn={visible(turn.id)}">{strings.permalink}</a>'
        f'<div class="hm-feedback" role="group" aria-label="{strings.feedback}">{verdicts}{thanks}</div>'
        f"{timings}</div>"
    )


def _timings(turn: Turn, strings: Strings) -> str:
    spent = stage_times(turn.answer.timings)
    if not spent:
        return ""
    told = " · ".join(f"{strings.stages[stage]} {_seconds(seconds, strings)}" for stage, seconds in spent)
    return f'<span class="hm-meta hm-took" title="{strings.took}">{told}</span>'


def stage_times(timings: dict[str, float]) -> list[tuple[Stage, float]]:
    """Seconds by stage, in order, those that took next to none left out."""
    stages = {Stage.SEARCH: ("encode", "retrieve"), Stage.READ: ("read",), Stage.CHECK: ("compose",)}
    spent = [(stage, sum(timings.get(name, 0.0) for name in names)) for stage, names in stages.items()]
    return [(stage, seconds) for stage, seconds in spent if round(seconds, 2) > 0]


def _seconds(seconds: float, strings: Strings) -> str:
    return strings.seconds.format(write_number(round(seconds, 2), strings))
