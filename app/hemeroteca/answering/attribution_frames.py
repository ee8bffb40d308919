"""What a sentence says that somebody says: by verbs of saying, sources, quotations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hemeroteca.answering.attribution_quotes import Said, find_quotations
from hemeroteca.answering.attribution_speakers import (
    OPENS,
    TO_THEM,
    TRAILING,
    VERB,
    carried,
    is_nobody,
    named,
    source_name,
    subject,
    tidy,
)
from hemeroteca.answering.attribution_words import (
    BORDER,
    FOR,
    NO_WHO,
    NOBODY,
    NOT_A_SOURCE,
    PRONOUNS,
    SOURCE,
    WHEN,
    WHO,
    WORD,
)

_TRAILING_BARE = re.compile(rf"{OPENS}(?:como\s+)?{TO_THEM}{VERB}(?=\s*[,.;—–]|\s+(?:en|ante|a|durante|tras)\b)")

_THAT = re.compile(
    rf"(?<!\b[Ee]l\s)(?<!\b[Ll]a\s)(?<!\bun\s)(?<!\b[Uu]na\s)(?<!\b[Ss]u\s)\b{VERB}{WHEN}(?:\s+(?P<post>(?:(?:el|la|los|las)\s+)?{WORD}(?:\s+{WORD}){{0,8}}?))?"
    r"(?:\s+de)?\s+que\b"
)

_COLON = re.compile(rf"\b{VERB}\b[^.;:«“\"]{{0,60}}:\s*")

# What these have for an object is what is said; «ordenó el cierre», «confirmó la pena» may be deeds.
_NOUN = re.compile(
    r"\b(?P<verb>(?P<said>(?:anunci|estim|calcul|pronostic|denunci|report|vatic|augur|recomend|proyect)(?:ó|aron|ará|arán)"
    r"|(?:calcul|estim|proyect|pronostic|recomiend|denunci|anunci)an?|prevén?|señalan?|detecta|concluyen?)"
    r"|(?:confirm|neg|exig|pid|propus|orden|decret|revel|prometi)(?:ó|aron|ió|ieron))\s+"
    r"(?=(?:(?:en|hasta)\s+)?(?:un|una|unos|unas|el|la|los|las|su|sus|más|al|\d|dos|tres|cuatro|cinco|seis|siete|ocho|diez|\w+s\b"
    r"|\w+[aei]r\b))"
)

_AS = re.compile(
    rf"\A(?:Tal\s+(?:y\s+)?)?[Cc]omo\s+(?:ya\s+)?(?:lo\s+)?{VERB}{WHEN}\s+(?!{NO_WHO}){WHO}(?:\s+(?:en|ante|a)\s[^,]*)?(?=,)"
)

_FRONTED = re.compile(rf"\AQue\s+[^,;]+?\s+(?=lo\s)lo\s+{VERB}{WHEN}\s+(?!{NO_WHO}){WHO}{BORDER}")


def find_said(text: str, first: int, last: int, quotations: Sequence[re.Match[str]]) -> Iterator[Said]:
    """What is said in the sentence ``text[first:last]``, and the quotations that it lies in."""
    sentence = text[first:last]
    quotes = list(find_quotations(text, first, last, quotations))
    yield from quotes
    for match in TRAILING.finditer(sentence):
        if not _inside(quotes, first + match.start("who")) and not _is_subject(sentence, match):
            yield from _around(match, sentence, first, named(sentence, match))
    for match in _TRAILING_BARE.finditer(sentence):
        if not _inside(quotes, first + match.start("verb")):
            yield from _around(match, sentence, first, None)
    yield from _by_that(text, sentence, first)
    for pattern in (_COLON, _NOUN):
        for match in pattern.finditer(sentence):
            if not _inside(quotes, first + match.start()) and not is_noun(sentence, match.start()):
                before = sentence[: match.start()]
                speaker = subject(text, first, before) or carried(text, first, before)
                loose = pattern is _NOUN and (match["said"] is None or speaker is None)
                end = first + _clause_end(sentence, match)
                yield Said(start=first + match.end(), end=end, speaker=speaker, verb=first + match.start(), loose=loose)
    for pattern in (_AS, _FRONTED):
        front = pattern.match(sentence)
        if front:
            rest = (first + front.end(), first + len(sentence))
            begin, end = rest if pattern is _AS else (first, first + front.start("verb"))
            yield Said(start=begin, end=end, speaker=named(sentence, front), verb=first + front.start("verb"))
    yield from _by_source(text, sentence, first)
    yield from _by_opinion(text, sentence, first)
    yield from _by_dash(text, first)


# «—No pagaré —dijo el dueño—. Que me denuncien.»
_DASH = re.compile(rf"\s*—[^\n—]*—\s*{TO_THEM}{VERB}{WHEN}\s+(?!{NO_WHO}){WHO}{BORDER}[^\n—.]*—[.,;:]?\s")


def _by_dash(text: str, first: int) -> Iterator[Said]:
    """What goes on after the dash that ends who says it, in a paragraph that begins with one."""
    begin = text.rfind("\n", 0, first) + 1
    match = _DASH.match(text, begin)
    if match and match.end() <= first:
        stop = re.compile(r"[^\n—]*").match(text, match.end())
        assert stop is not None  # the pattern matches the empty string
        yield Said(start=match.end(), end=stop.end(), speaker=named(text, match), verb=match.start("verb"))


def _by_that(text: str, sentence: str, first: int) -> Iterator[Said]:
    for match in _THAT.finditer(sentence):
        before, post = sentence[: match.start()], match["post"]
        if post and _NO_CLAUSE.search(post):
            continue
        doer = subject(text, first, before)
        after = tidy(post) if post and not _STARTS_CLAUSE.match(post) else None
        frame = Said(
            start=first + match.end(),
            end=first + _clause_end(sentence, match),
            speaker=doer or after or carried(text, first, before),
            verb=first + match.start("verb"),
            anonymous=bool(match["rumour"]) or is_nobody(before) or (post is not None and is_nobody(post)),
            # «Anunció un plan que…»: what the plan does, rather than what was said.
            loose=bool(doer and after),
        )
        turn = _TURNS_AWAY.search(text, frame.start, frame.end)
        yield frame if turn is None else replace(frame, end=turn.start())
        if turn:
            yield replace(frame, loose=True)


# «Dijo la maestra el día en que…», «cuenta con 300 camas que…».
_NO_CLAUSE = re.compile(r"\A(?:con|de)\b|\b(?:en|al?|el|la|los|las|del|para|por|con)\Z")

# What follows may be said as well, or told by the article: «dijo que renuncia, y salió a las nueve».
_TURNS_AWAY = re.compile(
    r",\s+(?:y|e|pero|aunque|mientras|cuando|tras|donde|luego|por\s+lo\s+que|informó|según)\b|\s+y\s+(?:se\s+|lo\s+|no\s+)?\w+(?:ó|aron|ieron)\b"
)


def is_noun(sentence: str, place: int) -> bool:
    """«La denuncia que presentó», «su propuesta»: after these words stands no verb."""
    return (
        re.search(
            r"\b(?:la|una|su|esta|esa|de|en|cada|otra|con|por)\s+\Z", sentence[max(0, place - 8) : place], re.IGNORECASE
        )
        is not None
    )


# Something that a sentence is told with: without one, what stands before a comma is who does it.
_TELLS = re.compile(
    r"\b(?:[a-zñáéíóú]+(?:ó|aron|ieron|aba|aban|é|í|ía|ían|rá|rán|remos|amos|emos)|es|son|era|fue|fueron|hay|hubo|está|están|va|van"
    r"|ha|han|tiene|tienen|sigue|siguen|debe|deben|puede|pueden|quiere|quieren|sería|hace|hacen)\b",
    re.IGNORECASE,
)

_GOES_ON = re.compile(rf"[^;]*,\s+(?:no\s+|se\s+)?(?:{_TELLS.pattern}|[a-zñ]+(?:e|a|en|an)\s)", re.IGNORECASE)

_NOUN_PHRASE = re.compile(
    r"(?:^|[;:]\s+|,\s+(?:y|pero|mientras)\s+|\.\s+)(?:(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)\s|[A-ZÁÉÍÓÚÑ]\w+\s+[A-ZÁÉÍÓÚÑ])[^,;:.]{2,70}(?:,[^,;:.]{2,70})?\Z"
)


def _is_subject(sentence: str, match: re.Match[str]) -> bool:
    """«El jefe, Wilmer Tapias, destacó la colaboración»: what stands before the verb does it, nobody says it.

    Not so where the sentence goes on: «La línea 4, explicó el director, cerrará».
    """
    phrase = _NOUN_PHRASE.search(sentence[: match.start()])
    return phrase is not None and not _TELLS.search(phrase[0]) and not _GOES_ON.match(sentence, match.end())


def _around(match: re.Match[str], sentence: str, first: int, speaker: str | None) -> Iterator[Said]:
    """«Reabrirá en abril, informó la alcaldesa, tras siete meses»: what stands before, and what goes on after."""
    verb, anonymous = first + match.start("verb"), bool(match["rumour"])
    rest = re.compile(r"[^,;.—–]*[,—–]\s*").match(sentence, match.end())
    goes_on = rest and not re.match(
        r"(?:quien|que|cuy|de\s|en\s|durante|tras|al\s|a\s|ante|y\s)", sentence[rest.end() :]
    )
    # «En la plaza, pidió la palabra»: without a verb before or after, nothing is told that could be said.
    told = _TELLS.search(sentence[: match.start()]) is not None
    frame = Said(
        start=first,
        end=first + match.start() + 1,
        speaker=speaker,
        verb=verb,
        anonymous=anonymous,
        loose=not (told or goes_on),
    )
    yield frame
    if rest and goes_on:
        # After a whole clause what stands behind the speaker may be about him: «dijo Falcó, elegido en 2019».
        yield replace(frame, start=first + rest.end(), end=first + len(sentence), loose=told)


def _by_source(text: str, sentence: str, first: int) -> Iterator[Said]:
    for match in SOURCE.finditer(sentence):
        who = match["who"].strip()
        if NOT_A_SOURCE.match(who) and not NOBODY.match(who):
            continue
        speaker = source_name(text, sentence, first, match)
        anonymous = is_nobody(who)
        after = match.end() < len(sentence) and sentence[match.end()] == ","
        if match.start() == 0 or re.search(r"[,;]\s*\Z|\by\s+\Z|\bque,?\s+\Z", sentence[: match.start()]):
            begin = match.start() if after else 0
        elif after or re.match(r"\s*[.»”]?\s*\Z", sentence[match.end() :]):
            begin = 0
        else:
            continue
        end = len(sentence) if after else match.start()
        speaker = None if anonymous else speaker
        yield Said(
            start=first + begin, end=first + end, speaker=speaker, anonymous=anonymous, verb=first + match.start()
        )
        if after and match.start() > 0:
            yield Said(start=first, end=first + match.start(), speaker=speaker, anonymous=anonymous)


def _by_opinion(text: str, sentence: str, first: int) -> Iterator[Said]:
    """«Para el concejal Azkarraga, el carril es un error»."""
    opinion = FOR.match(sentence)
    if opinion is None or _FOR_WHEN.match(opinion["who"]):
        return
    pronoun = opinion["who"].strip() in PRONOUNS
    who = carried(text, first, "") if pronoun else tidy(opinion["who"])
    loose = not pronoun and re.search(r"\s[A-ZÁÉÍÓÚÑ]", opinion["who"]) is None
    yield Said(start=first + opinion.end(), end=first + len(sentence), speaker=who, loose=loose, verb=first)


_FOR_WHEN = re.compile(
    r"(?:el|la|los|las)?\s*(?:\d|lunes|martes|miércoles|jueves|viernes|sábado|domingo|fin|año|mes|próxim|semana)"
)

_STARTS_CLAUSE = re.compile(
    r"(?:en|ante|a|al|durante|tras|por|a\s+través|desde|con|sobre|este|esta|ayer|hoy|anoche|el\s+\w+es|como|no|ya|lo)\b"
)


def _clause_end(sentence: str, match: re.Match[str]) -> int:
    """Where what is said after the verb ends: at a semicolon, with the sentence, in a relative clause at its comma."""
    relative = re.search(r",\s+(?:que|quien|quienes)\s+[^,;]{0,40}\Z", sentence[: match.start()])
    stop = sentence.find("," if relative else ";", match.end())
    return stop if stop >= 0 else len(sentence)


def _inside(quotes: Sequence[Said], place: int) -> bool:
    return any(q.start <= place < q.end for q in quotes)
