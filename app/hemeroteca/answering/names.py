"""Names of people, places and organisations in text, by capital letters and the words around them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from hemeroteca.answering.words import STOP_WORDS, fold
from hemeroteca.sentences import split_sentences


class NameKind(StrEnum):
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name: ``text`` is ``source[start:end]``; ``kind`` is what the words in it and around it say it is."""

    start: int
    end: int
    text: str
    kind: NameKind


_CAPITAL = r"[A-ZÁÉÍÓÚÜÑÀÂÃÇÊÔÕ][\w’'-]*"
# «Juan Ramón de la Fuente», «Grupo de Implementación de Seguridad», «Washington, D.C.»
_NAME = re.compile(
    rf"(?<!\w)(?:De\s(?:la|las|los)\s)?{_CAPITAL}"
    rf"(?:\s(?:(?:[Dd]e\sla|[Dd]e\slos|[Dd]e\slas|[Dd]el|de|da|do|dos|of\sthe|of|van|von)\s)?{_CAPITAL})*"
    r"(?:(?<=\w),?\s(?:[A-Z]\.){2,3}|,\s[A-Z]{2}\b)?"
)
_ORGANISATION = frozenset(
    str.split(
        "grupo secretaria comision partido universidad ministerio gobierno instituto banco consejo camara congreso "
        "senado tribunal corte fiscalia oficina agencia asociacion federacion sindicato empresa compania fundacion "
        "organizacion union liga club policia ejercito marina departamento gabinete tratado reunion cumbre plan "
        "programa ley proyecto group ministry commission party university government institute bank council congress "
        "senate court agency association federation company foundation organization league police army department "
        "office"
    )
)
_TITLES = (
    r"(?:president[ea]s?|secretari[oa]|ministr[oa]|embajador[a]?|canciller|alcalde(?:sa)?|alcaldia|gobernador[a]?|senador[a]?"
    r"|diputad[oa]|director[a]?|titular|representante|portavoz|vocer[oa]|lider|jef[ea]|fiscal|juez[a]?|comisionad[oa]"
    r"|general|capitan[a]?|coronel|doctor[a]?|dr|dra|sr|sra|srta|senor[a]?|don|dona|rey|reina|papa|obispo|cardenal"
    r"|profesor[a]?|ingenier[oa]|licenciad[oa]|escritor[a]?|cantante|actor|actriz|entrenador[a]?|tecnico|alias"
    r"|investigador[a]?|biolog[oa]|medic[oa]|arquitect[oa]|concejal[a]?|coordinador[a]?|president|secretary|minister"
    r"|ambassador|chancellor|mayor|governor|senator|chief|judge|captain|professor|king|queen|mr|mrs|ms)"
)
# «el presidente mexicano Juan Pérez», «embajadora de Brasil en Chile, Ana Díaz»; not «secretario de Estado».
_AFTER_TITLE = re.compile(rf"\b{_TITLES}\b(?:\.?\s|\s(?!de\b|del\b|of\b)[a-z]+\s|\s[^.,;:]{{0,60}},\s)\Z")
_SAYS = re.compile(
    r",?\s(?:quien\b|dij|afirm|declar|senal|explic|asegur|anunci|agreg|expres|inform|said\b|told\b|who\b)"
)
# «el premio Garza», «río Bermejo», «naviera Oriola», «Copa del Bermejo»: names of things, by the noun before.
_THING = re.compile(
    r"\b(?:premio|rio|copa|torneo|liga|partido|sindicato|naviera|empresa|compania|presa|equipo|club|diario|revista|novela"
    r"|pelicula|barco|buque|banda|grupo|fundacion|universidad|company|prize|award|river|cup|team|ship)\s(?:del?\s)?\Z"
)
_PLACE_NOUN_WORDS = r"(?:ciudad|estado|municipio|provincia|pueblo|puerto|isla|region|barrio|colonia|city|town|state)"
_PLACE_NOUN = re.compile(rf"\b{_PLACE_NOUN_WORDS}\s(?:de|del|of)\s\Z")
_IN_PLACE = re.compile(r"\b(?:en|desde|hacia|hasta|a|in|at|from|to|near)\s(?:(?:la|el|los|las|the)\s)?\Z")
_PLACE_WORDS = frozenset(
    str.split(
        "plaza calle avenida teatro estadio hospital escuela museo parque palacio puerto aeropuerto hotel centro "
        "auditorio ciudad san santa rio lago isla valle sierra monte playa ayuntamiento biblioteca mercado catedral "
        "square street avenue theatre stadium park palace harbour airport hall library market cathedral river lake"
    )
)


def find_names(text: str) -> list[NameMention]:
    """The names of ``text`` in order, not overlapping. A capital that only begins a sentence makes none."""
    folded = fold(text)
    beginnings = {start for start, _ in split_sentences(text)}
    found = []
    for match in _NAME.finditer(text):
        start, end = _trimmed(match, folded, beginnings)
        if start < end:
            found.append(NameMention(start=start, end=end, text=text[start:end], kind=_kind(folded, text, start, end)))
    return found


_NAME_ALONE = rf"(?:(?:el|la|los|las)\s)?{_CAPITAL}(?:\s(?:(?:de\sla|del|de)\s)?{_CAPITAL})*"
# «Tratado entre México, Estados Unidos y Canadá»
_BETWEEN = re.compile(rf"\sentre\s{_NAME_ALONE}(?:,\s{_NAME_ALONE})*\s[ye]\s{_NAME_ALONE}")


_ARTICLE = re.compile(r"(?:el|la|los|las|the)\s+", re.IGNORECASE)


def end_of_name(sentence: str, start: int, end: int) -> int:
    """Where the name ends that ``sentence[start:end]`` begins, article or not; ``end`` where it begins none."""
    article = _ARTICLE.match(sentence, start, end)
    first = article.end() if article else start
    mention = next((m for m in find_names(sentence) if m.start == first), None)
    if mention is None:
        return end
    between = _BETWEEN.match(sentence, mention.end)
    return max(end, between.end() if between else mention.end)


def _trimmed(match: re.Match[str], folded: str, beginnings: set[int]) -> tuple[int, int]:
    """Without the ordinary words that a sentence begins with: «El Banco», «Según Rubio», «Además»."""
    start, end = match.span()
    if start not in beginnings and folded[start - 1 : start] not in set("«“\"'¿¡("):
        return start, end
    while start < end:
        word = _WORD.match(folded, start)
        if word is None or not (word[0] in STOP_WORDS | _BEGINNERS or _VERB.search(match.string, start, word.end())):
            break
        start = word.end() + (1 if word.end() < end else 0)
    return start, end


_WORD = re.compile(r"[\w’'-]+")
# «Ganó el premio…», «Mencionaron que…», «Habrá…»: a verb that begins a sentence.
_VERB = re.compile(r"\w(?:ó|aron|ieron|rá|rán|mente)\Z")
_BEGINNERS = frozenset(
    str.split(
        "segun ademas asimismo tambien mientras aunque ante tras luego despues antes ayer hoy manana anoche hace ahora "
        "entonces finalmente posteriormente indico dijo informo mencionaron indicaron acordaron reconocio dicha dicho "
        "ambos ambas otros otras cada todos todas muchos varios algunos junto durante respecto esto aquello nuestro "
        "nuestra juntos asi este esta estos estas the this that these those after before when while however according "
        "lunes martes miercoles jueves viernes sabado domingo"
    )
)


def _kind(folded: str, text: str, start: int, end: int) -> NameKind:
    words = re.findall(r"\w+", folded[start:end])
    before = folded[max(0, start - 80) : start]
    if words[0] in _ORGANISATION or (len(words) == 1 and text[start:end].isupper() and len(text[start:end]) > 1):
        return NameKind.ORGANISATION
    if _THING.search(before):
        return NameKind.ORGANISATION
    if words[0] in _PLACE_WORDS or _PLACE_NOUN.search(before):
        return NameKind.PLACE
    if _AFTER_TITLE.search(before) or _SAYS.match(folded, end):
        return NameKind.PERSON
    return NameKind.PLACE if _IN_PLACE.search(before) else NameKind.UNKNOWN
