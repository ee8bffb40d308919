"""Every text of the page in its two languages, the choice between them, and how dates are written in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hemeroteca.types import Amount, DateRange, Reason, Value


class Language(StrEnum):
    ES = "es"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """The texts of one language. ``{}`` is filled with ``str.format``; the ``about_`` questions with a name."""

    language: Language
    motto: str
    holdings_one: str
    holdings: str
    period: str
    sources_one: str
    sources: str
    label: str
    placeholder: str
    ask: str
    examples: str
    conversation: str
    cited: str
    nearest: str
    nothing_yet: str
    earlier: str
    dated: str
    confidence: str
    more_in: str
    alternatives: str
    abstained: str
    reasons: dict[Reason, str]
    no_date: str
    no_source: str
    no_words: str
    too_long: str
    failed: str
    months: tuple[str, ...]
    day_format: str
    month_format: str
    about_persons: tuple[str, ...]
    about_things: tuple[str, ...]


ES = Strings(
    language=Language.ES,
    motto="Pregunta a los artículos. Cada respuesta es una cita.",
    holdings_one="Un artículo",
    holdings="{} artículos",
    period="{} – {}",
    sources_one="una fuente",
    sources="{} fuentes",
    label="Tu pregunta",
    placeholder="Escribe una pregunta y pulsa Intro",
    ask="Preguntar",
    examples="Por ejemplo",
    conversation="Respuestas",
    cited="Pasajes citados",
    nearest="Pasajes más cercanos",
    nothing_yet="Aquí aparecerán los pasajes de los que sale cada respuesta.",
    earlier="De «{}»",
    dated="Fecha: {}",
    confidence="Confianza: {} %",
    more_in="También en",
    alternatives="Otras respuestas posibles",
    abstained="Los artículos no lo dicen.",
    reasons={
        Reason.EMPTY_ARCHIVE: "El archivo no tiene todavía ningún artículo.",
        Reason.OUTSIDE_FILTERS: "Ningún artículo de esa fuente cumple lo pedido.",
        Reason.OUTSIDE_DATES: "Ningún artículo es de esas fechas ni habla de ellas.",
        Reason.NOT_ON_SUBJECT: "Ningún artículo habla de eso.",
        Reason.NOT_THIS_FACT: "Hay artículos sobre el tema, pero ninguno dice esto con seguridad suficiente.",
        Reason.SOURCES_DISAGREE: "Las fuentes no coinciden.",
    },
    no_date="sin fecha",
    no_source="sin fuente",
    no_words="La pregunta no tiene palabras. Escribe, por ejemplo, cuándo o dónde ocurrió algo.",
    too_long="La pregunta es demasiado larga ({} caracteres). Pregunta una sola cosa cada vez.",
    failed="No se pudo responder. {}",
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    day_format="{day} de {month} de {year}",
    month_format="{month} de {year}",
    about_persons=("¿Qué dijo {}?", "¿Quién es {}?"),
    about_things=("¿Cuándo se reúne {}?", "¿Qué anunció {}?"),
)  # fmt: skip

EN = Strings(
    language=Language.EN,
    motto="Ask the articles. Every answer is a quote.",
    holdings_one="One article",
    holdings="{} articles",
    period="{} – {}",
    sources_one="one source",
    sources="{} sources",
    label="Your question",
    placeholder="Type a question and press Enter",
    ask="Ask",
    examples="For example",
    conversation="Answers",
    cited="Cited passages",
    nearest="Nearest passages",
    nothing_yet="The passages that each answer comes from will appear here.",
    earlier="For “{}”",
    dated="Date: {}",
    confidence="Confidence: {}%",
    more_in="Also in",
    alternatives="Other possible answers",
    abstained="The articles do not say.",
    reasons={
        Reason.EMPTY_ARCHIVE: "The archive holds no articles yet.",
        Reason.OUTSIDE_FILTERS: "No article of that source matches what was asked for.",
        Reason.OUTSIDE_DATES: "No article is of those dates or tells of them.",
        Reason.NOT_ON_SUBJECT: "No article speaks of that.",
        Reason.NOT_THIS_FACT: "There are articles on the subject, but none says this with enough certainty.",
        Reason.SOURCES_DISAGREE: "The sources do not agree.",
    },
    no_date="no date",
    no_source="no source",
    no_words="The question has no words. Ask, for instance, when or where something happened.",
    too_long="The question is too long ({} characters). Ask one thing at a time.",
    failed="No answer could be given. {}",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    day_format="{month} {day}, {year}",
    month_format="{month} {year}",
    about_persons=("What did {} say?", "Who is {}?"),
    about_things=("When does {} meet?", "What did {} announce?"),
)  # fmt: skip

_BY_LANGUAGE = {Language.ES: ES, Language.EN: EN}


def strings_for(accept_language: str | None) -> Strings:
    """The first language of an Accept-Language header that there is a page in; Spanish where there is none."""
    weighted: list[tuple[float, int, str]] = []
    for place, item in enumerate((accept_language or "").split(",")):
        tag, _, parameter = item.partition(";")
        try:
            weight = float(parameter.partition("=")[2]) if parameter else 1.0
        except ValueError:
            continue
        weighted.append((-weight, place, tag.strip().lower().split("-")[0]))
    for weight, _, tag in sorted(weighted):
        if weight < 0 and tag in {*Language}:
            return _BY_LANGUAGE[Language(tag)]
    return ES


def write_date(day: date, strings: Strings) -> str:
    """«15 de enero de 2026», "January 15, 2026"."""
    return strings.day_format.format(day=day.day, month=strings.months[day.month - 1], year=day.year)


def write_value(value: Value | None, strings: Strings) -> str:
    """A day or a stretch of days in words, at its precision; nothing for an amount: its words are the answer itself."""
    if value is None or isinstance(value, Amount):
        return ""
    if not isinstance(value, DateRange):
        return write_date(value, strings)
    if value.precision == "year":
        return str(value.first.year)
    if value.precision == "month":
        return strings.month_format.format(month=strings.months[value.first.month - 1], year=value.first.year)
    return strings.period.format(write_date(value.first, strings), write_date(value.last, strings))
