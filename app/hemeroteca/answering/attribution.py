"""Who says so: whether a stretch of an article is its own account, somebody's words, or hearsay. Pure.

Rules for Spanish: verbs of saying, «según…», quotation marks; presunto and supuesto, the conditional of rumour. What no
rule explains is the article's own account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hemeroteca.sentences import split_sentences
from hemeroteca.types import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """``speaker`` is the words that name who says it, where the text has them near; only where ``voice`` is quoted.

    ``certain`` is whether it may be shown as a fact: the words leave no other reading that the rules know of.
    """

    voice: Voice
    speaker: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Characters [start, end) that somebody says."""

    start: int
    end: int
    speaker: str | None
    anonymous: bool = False
    loose: bool = False
    """Whether the frame may be no speech at all: «anunció un aumento» tells what was done, and what was said."""


def attribute(text: str, start: int, end: int) -> Attribution:
    """Who says ``text[start:end]``, from the sentence it stands in and, for a quotation, those around it."""
    first, last = next(((a, b) for a, b in split_sentences(text) if a <= start < b), (start, end))
    said = [s for s in _said(text, first, last) if s.start <= start and end <= s.end]
    if said:
        # The narrowest frame is the nearest: «A dijo que, según B, …».
        nearest = min(said, key=lambda s: s.end - s.start)
        if nearest.anonymous or (nearest.speaker and _is_nobody(nearest.speaker)):
            return Attribution(voice=Voice.HEDGED)
        speaker = nearest.speaker or next((s.speaker for s in said if s.speaker), None)
        # Somebody's hedged words are both; so are those of a source that is not named: «un vecino», «testigos».
        named = speaker is not None and _DEFINITE.match(speaker) is not None
        certain = named and not nearest.loose and not _is_hedged(text, first, last, start, end)
        return Attribution(voice=Voice.QUOTED, speaker=speaker, certain=certain)
    if _is_hedged(text, first, last, start, end):
        return Attribution(voice=Voice.HEDGED)
    return Attribution(voice=Voice.NARRATED, certain=_MAY_BE_SAID.search(text, first, last) is None)


# Verbs of saying in the third person, past and present, and «ha dicho».
_STEMS = (
    r"adelant|afirm|agreg|anunci|apunt|asegur|asever|coment|confirm|consider|declar|denunci|detall|destac|enfatiz|estim|explic|expres"
    r"|indic|inform|insist|lament|manifest|mencion|precis|pronostic|puntualiz|recalc|recapitul|reiter|relat|remarc|report"
    r"|resalt|respald|revel|señal|sostuv|subray|advirt|advert|admit|añad|sugir|reconoc|respond|contest|argument|alert|calcul"
    r"|aclar|critic|cuent|cont|celebr|replic|plante|prometi|promet|neg|dict|decret|orden|exig|pidi|pid|propus|propon|matiz"
    r"|not|notific|opin|observ|pregunt|ratific|rechaz|record|sentenci|tuite|escrib|public|vatic|augur|comunic|acus|reconstruy|concluy|proyect|recomiend|recomend|repit|repiti|calific|garantiz|reclam|justific|resumi|resum"
)
_SAYS = (
    rf"(?i:dijo|dijeron|dice|dicen|dijera|sostuvo|sostuvieron|sostiene|sostienen|expuso|expusieron|expone|propuso|propone"
    rf"|advierte|sugiere|recuerda|niega|cuenta|pide|reconoce|añade|admite|predijo|previó|prevé|prevén"
    rf"|(?:{_STEMS})(?:ó|aron|ió|ieron|a|an|e|en)|ha(?:n)?\s+(?:dicho|[a-zñ]+(?:ado|ido)))"
)
_WORD = r"[^\s,;:.()«»“”\"]+"
_DEFINITE = re.compile(
    r"(?:[Ee]l|[Ll]as?|[Ll]os|[Ss]us?)\s+(?!fuentes?\b|testigos?\b|vecin)|(?!Un[ao]?s?\b|Fuentes?\b|Testigos\b)[A-ZÁÉÍÓÚÑ]"
)
# A sentence with any of these may tell what somebody says without a rule that sees it.
_MAY_BE_SAID = re.compile(rf"[«»“”\"]|\b{_SAYS}\b|\b(?i:según|de\s+acuerdo\s+con|para\s+(?:el|la)\s)")
# Who: a name or a noun phrase, up to a border.
_WHO = rf"(?P<who>(?:(?:el|la|los|las|un|una|unos|unas|su|sus)\s+)?{_WORD}(?:\s+{_WORD}){{0,11}}?)"
_WHEN = (
    r"(?:\s+(?:ayer|hoy|anoche|(?:este|el|la)\s+(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|mañana|tarde)"
    r"|también|además|luego|después|entonces))*"
)
_BORDER = (
    r"(?=\s*[,;.:»”)]|\s*\Z"
    r"|\s+(?:en|ante|durante|tras|al|a|por|desde|con|que|sobre|frente|mediante|después|luego|quien|cuando)\b)"
)

_NO_WHO = r"(?:que|antes|después|al?|en|con|sin|desde|por|ante|para|durante|tras|sobre|cuando|mientras)\b"
_TRAILING = re.compile(
    rf"(?:,|»,?|”,?|\",?|—|–)\s*(?:como\s+)?(?:(?:les?|nos|me)\s+)?{_SAYS}{_WHEN}\s+(?!{_NO_WHO}){_WHO}{_BORDER}"
)
_TRAILING_BARE = re.compile(
    rf"(?:,|»,?|”,?|\",?|—|–)\s*(?:como\s+)?{_SAYS}(?=\s*[,.;—–]|\s+(?:en|ante|a|durante|tras)\b)"
)
_THAT = re.compile(rf"\b{_SAYS}{_WHEN}(?:\s+(?P<post>(?:(?:el|la|los|las)\s+)?{_WORD}(?:\s+{_WORD}){{0,8}}?))?\s+que\b")
_COLON = re.compile(rf"\b{_SAYS}\b[^.;:«“\"]{{0,60}}:\s*")
_NOUN = re.compile(
    r"\b(?:(?:anunci|confirm|estim|calcul|pronostic|prometi|neg|denunci|exig|pid|propus|orden|decret|revel|report|vatic|augur)"
    r"(?:ó|aron|ió|ieron)|calculan?|estiman?|proyectan?|prevén?|pronostican?|recomiendan?|recomendaron|recomendó)\s+"
    r"(?=(?:(?:en|hasta)\s+)?(?:un|una|unos|unas|el|la|los|las|su|sus|más|al|\d|dos|tres|cuatro|cinco|seis|siete|ocho|diez|\w+s\b"
    r"|\w+[aei]r\b))"
)
_SOURCE = re.compile(
    r"(?:\b(?:[Ss]egún|[Dd]e\s+acuerdo\s+con|[Dd]e\s+acuerdo\s+a|[Aa]\s+juicio\s+de|[Aa]\s+decir\s+de|[Ee]n\s+palabras\s+de"
    r"|[Ee]n\s+opinión\s+de|[Cc]onforme\s+a)(?:l)?\s+)(?P<who>[^,.;:«»“”\"()]+)"
)
# Who a sentence begins with: «La directora del hospital, Pilar Anchuela, compareció», «El capitán Rincones atendió».
_OPENING = re.compile(
    rf"(?P<who>(?:(?:El|La|Los|Las|Un|Una)\s+{_WORD}(?:\s+(?!{_SAYS}){_WORD}){{0,7}}?(?:,\s+[A-ZÁÉÍÓÚÑ][^,]*(?=,))?"
    rf"|[A-ZÁÉÍÓÚÑ]\w+(?:\s+[A-ZÁÉÍÓÚÑ]\w+)*))"
    r"(?=,?\s+(?:(?:se|lo|le|no|ya)\s+)?(?:[a-zñáéíóú]+(?:ó|aron|ieron|aba|ía)|dijo|hizo|fue|estuvo|tuvo|dio)\b)"
)
_FOR = re.compile(r"\A(?:Para|A\s+ojos\s+de)\s+(?P<who>(?:el|la|los|las)?\s*[^,.;:«»“”\"]{3,60}),")
_PRONOUNS = {"él", "ella", "ellos", "ellas"}
# «según el clima»: what decides, not who says.
_NOT_A_SOURCE = re.compile(
    r"(?:el\s+(?:clima|caso|tamaño|tiempo|día|horario|calendario|precio|orden|reglamento|barrio|peso|nivel|tipo|lugar|turno|color"
    r"|grado|número|ingreso|resultado)|la\s+(?:temporada|hora|edad|zona|época|ley|altura|distancia|cantidad|estación|ruta"
    r"|demanda|necesidad|gravedad|ocasión|norma|categoría|tarifa|marea|lluvia|fecha)|los\s+(?:ingresos|casos|horarios)|las\s+"
    r"(?:necesidades|lluvias|mareas|normas)|sea|sean|convenga|corresponda|se\s|lo\s+previsto|lo\s+planeado|lo\s+acordado"
    r"|avance|vaya|su\s+(?:edad|tamaño|peso|ingreso)|cada\s)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:(?:algun[oa]s|divers[oa]s|distint[oa]s|vari[oa]s|otr[oa]s|las|los|el|la|un[oa]s?|primer[oa]s)\s+)*(?:version(?:es)?|rumor(?:es)?"
    r"|trascendi[óo]\w*|trascendidos?|allegad[oa]s|personas?\s+(?:cercanas?|que\s+pidi)|informaciones?\s+(?:no|sin|extraoficial)"
    r"|fuentes?(?:\s*\Z|\s+(?:cercanas?|no\s|anónimas?|extraoficial|sin\s|que\s|consultad|del?\s+(?:entorno|sector|la\s+negociación)))"
    r"|se\s+(?:dice|rumora|rumorea|comenta|especula|cree|presume|supo)|comentarios|lo\s+que\s+se\s+(?:dice|comenta)|testimonios?\s+(?:no|sin))",
    re.IGNORECASE,
)


# Whoever they are, they will not say so.
_UNNAMED = re.compile(
    r"\banonimato\b|\banónim[oa]s?\b|\bno\s+ser\s+(?:citad|identificad|nombrad)|\b(?:bajo|en)\s+reserva\b",
    re.IGNORECASE,
)


def _is_nobody(who: str) -> bool:
    return _NOBODY.match(who.strip()) is not None or _UNNAMED.search(who) is not None


def _said(text: str, first: int, last: int) -> Iterator[_Said]:
    """What is said in the sentence ``text[first:last]``, and the quotations that it lies in."""
    sentence = text[first:last]
    quotes = list(_quotations(text, first, last))
    yield from quotes
    for match in _TRAILING.finditer(sentence):
        if not _inside(quotes, first + match.start("who")) and not _is_subject(sentence, match):
            yield from _around(match, sentence, first, _tidy(match["who"]))
    for match in _TRAILING_BARE.finditer(sentence):
        yield from _around(match, sentence, first, None)
    for match in _THAT.finditer(sentence):
        post = match["post"]
        speaker = _tidy(post) if post and not _STARTS_CLAUSE.match(post) else _subject(sentence[: match.start()])
        speaker = speaker or _carried(text, first, sentence[: match.start()])
        yield _Said(
            start=first + match.end(),
            end=first + _clause_end(sentence, match),
            speaker=speaker,
            anonymous=_is_nobody(sentence[: match.start()]) or (post is not None and _is_nobody(post)),
        )
    for pattern, loose in ((_COLON, False), (_NOUN, True)):
        for match in pattern.finditer(sentence):
            if _inside(quotes, first + match.start()):
                continue
            speaker = _subject(sentence[: match.start()])
            speaker = speaker or _carried(text, first, sentence[: match.start()])
            end = first + _clause_end(sentence, match)
            yield _Said(start=first + match.end(), end=end, speaker=speaker, loose=loose)
    yield from _by_source(text, sentence, first)


# Something that a sentence is told with: without one, what stands before a comma is who does it.
_VERB = re.compile(
    r"\b(?:[a-zñáéíóú]+(?:ó|aron|ieron|aba|aban|ía|ían|rá|rán|ré|remos|amos|emos)|es|son|era|fue|fueron|hay|hubo|está|están|va|van"
    r"|ha|han|tiene|tienen|sigue|siguen|debe|deben|puede|pueden|quiere|quieren|sería|hace|hacen)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"[^;]*,\s+(?:no\s+|se\s+)?(?:{_VERB.pattern}|[a-zñ]+(?:e|a|en|an)\s)", re.IGNORECASE)
_NOUN_PHRASE = re.compile(
    r"(?:^|[;:]\s+|,\s+(?:y|pero|mientras)\s+|\.\s+)(?:(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)\s|[A-ZÁÉÍÓÚÑ]\w+\s+[A-ZÁÉÍÓÚÑ])[^,;:.]{2,70}(?:,[^,;:.]{2,70})?\Z"
)


def _is_subject(sentence: str, match: re.Match[str]) -> bool:
    """«El jefe, Wilmer Tapias, destacó la colaboración»: what stands before the verb does it, nobody says it.

    Not so where the sentence goes on: «La línea 4, explicó el director, cerrará».
    """
    phrase = _NOUN_PHRASE.search(sentence[: match.start()])
    return phrase is not None and not _VERB.search(phrase[0]) and not _GOES_ON.match(sentence, match.end())


def _around(match: re.Match[str], sentence: str, first: int, speaker: str | None) -> Iterator[_Said]:
    """«Reabrirá en abril, informó la alcaldesa, tras siete meses»: what stands before, and what goes on after."""
    yield _Said(start=first, end=first + match.start() + 1, speaker=speaker)
    rest = re.compile(r"[^,;.—–]*[,—–]\s*").match(sentence, match.end())
    if rest and not re.match(r"(?:quien|que|cuy|de\s+\d|en\s|durante|tras|al\s|a\s|ante|y\s)", sentence[rest.end() :]):
        yield _Said(start=first + rest.end(), end=first + len(sentence), speaker=speaker)


def _by_source(text: str, sentence: str, first: int) -> Iterator[_Said]:
    for match in _SOURCE.finditer(sentence):
        who = match["who"].strip()
        if _NOT_A_SOURCE.match(who) and not _NOBODY.match(who):
            continue
        speaker = _tidy(
            re.split(r"\s+(?:difundid|publicad|emitid|presentad|dad[oa]\s|a\s+conocer|en\s+(?:un|una|su)\s)", who)[0]
        )
        told = re.match(rf"{_SAYS}{_WHEN}\s+", who)
        if told:
            speaker = _tidy(who[told.end() :])
        elif re.fullmatch(_SAYS, who):
            speaker = _carried(text, first, sentence[: match.start()])
        consta = re.match(r"(?:consta|figura|se\s+lee|aparece)\s+en\s+", who)
        if consta:
            speaker = who[consta.end() :]
        anonymous = _is_nobody(who)
        after = match.end() < len(sentence) and sentence[match.end()] == ","
        if match.start() == 0 or re.search(r"[,;]\s*\Z|\by\s+\Z|\bque,?\s+\Z", sentence[: match.start()]):
            begin = match.start() if after else 0
        elif after or re.match(r"\s*[.»”]?\s*\Z", sentence[match.end() :]):
            begin = 0
        else:
            continue
        end = len(sentence) if after else match.start()
        yield _Said(
            start=first + begin,
            end=first + end,
            speaker=None if anonymous else speaker,
            anonymous=anonymous,
        )
        if after and match.start() > 0:
            yield _Said(
                start=first, end=first + match.start(), speaker=None if anonymous else speaker, anonymous=anonymous
            )
    opinion = _FOR.match(sentence)
    if opinion and not re.match(r"(?:el|la|los|las)?\s*(?:\d|lunes|martes|fin|año|mes|próxim|semana)", opinion["who"]):
        who = _carried(text, first, "") if opinion["who"].strip() in _PRONOUNS else _tidy(opinion["who"])
        yield _Said(start=first + opinion.end(), end=first + len(sentence), speaker=who, loose=True)


_PAIRS = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"")


def _quotations(text: str, first: int, last: int) -> Iterator[_Said]:
    """Quotations that reach into the sentence and are speech: long, or beside a verb of saying."""
    for match in _PAIRS.finditer(text):
        if match.end() <= first or match.start() >= last:
            continue
        before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() : match.end() + 90]
        words = len(match[0].split())
        speaker = _speaker_after(after) or _speaker_before(before) or _introduced(before)
        spoken = bool(speaker) or re.search(rf"{_SAYS}[^.;«»]{{0,40}}\Z", before) or re.match(rf",?\s*{_SAYS}", after)
        if words >= 7 or (spoken and words >= 2):
            yield _Said(start=match.start(), end=match.end(), speaker=speaker)


def _speaker_after(after: str) -> str | None:
    match = re.match(rf"[.,]?\s*[—–-]?\s*(?:(?:les?|nos|me)\s+)?{_SAYS}{_WHEN}\s+(?!{_NO_WHO}){_WHO}{_BORDER}", after)
    return _tidy(match["who"]) if match else None


def _speaker_before(before: str) -> str | None:
    match = re.search(rf"{_SAYS}{_WHEN}(?:\s+{_WHO})?\s*(?:,[^,]*,)?\s*:?\s*(?:que\s+)?\Z", before)
    if match is None:
        return None
    if match["who"] and not re.match(_NO_WHO, match["who"]):
        return _tidy(match["who"])
    return _subject(re.split(r"[.!?]\s+", before[: match.start()])[-1])


def _introduced(before: str) -> str | None:
    """«El arquero fue tajante: «…»: who a sentence that leads to a quotation begins with."""
    opening = _OPENING.match(re.split(r"[.!?]\s+", before)[-1]) if before.rstrip().endswith(":") else None
    return opening["who"] if opening else None


_STARTS_CLAUSE = re.compile(r"(?:en|ante|a|al|durante|tras|por|a\s+través|desde|con|sobre|este|ayer|hoy)\b")


def _subject(before: str) -> str | None:
    """The subject before a verb of saying: the words from the last border, without what is set in commas."""
    clean = re.sub(r",[^,]*,\s*\Z", " ", before)
    clean = re.sub(r"\b(?:también|además|ya|no|lo|le|les|se|nos|me|ha|han)\s+\Z", "", clean.rstrip() + " ")
    piece = re.split(r"[,;:.«»“”\"—–]|\b(?:y|pero|mientras|donde|cuando|porque|aunque|que)\s", clean)[-1].strip()
    if (
        not piece
        or len(piece.split()) > 12
        or not re.match(r"(?:El|La|Los|Las|Un|Una|Su|Sus|el|la|los|las|un|una|su|sus)\s|[A-ZÁÉÍÓÚÑ]", piece)
    ):
        return None
    return piece


def _tidy(who: str) -> str | None:
    who = re.split(
        r"\s+(?:en|ante|durante|tras|al|a|por|desde|mediante|después|luego|quien|cuando|este|ayer|hoy)\s", f"{who} "
    )[0].strip()
    return who or None


def _clause_end(sentence: str, match: re.Match[str]) -> int:
    """Where what is said after the verb ends: at a semicolon, with the sentence, in a relative clause at its comma."""
    relative = re.search(r",\s+(?:que|quien|quienes)\s+(?:\w+\s+)?\Z", sentence[: match.start()])
    stop = sentence.find("," if relative else ";", match.end())
    return stop if stop >= 0 else len(sentence)


def _carried(text: str, first: int, before: str) -> str | None:
    """Who spoke or acted in the sentence before, where this one begins with the verb: «Agregó que…»."""
    if not re.fullmatch(r"(?:Además|También|Asimismo|Luego|Después|Y)?,?\s*(?:también\s+)?", before):
        return None
    earlier = [(a, b) for a, b in split_sentences(text[:first]) if "\n\n" not in text[b:first]]
    if not earlier:
        return None
    sentence = text[slice(*earlier[-1])]
    trailing = _TRAILING.search(sentence)
    if trailing:
        return _tidy(trailing["who"])
    opening = _OPENING.match(sentence)
    return opening["who"] if opening else None


def _inside(quotes: list[_Said], place: int) -> bool:
    return any(q.start <= place < q.end for q in quotes)


_HEDGE_SENTENCE = re.compile(
    r"(?:(?:^|,\s+)(?:al\s+parecer|aparentemente|presumiblemente|supuestamente|presuntamente|extraoficialmente),|\b(?:trascendió\s+que|se\s+(?:cree|presume"
    r"|sospecha|especula|rumora|rumorea|dice|comenta|presumía|creía|sospechaba)\s+que|(?:el\s+)?rumor\s+de\s+que|circul\w+\s+(?:la\s+)?(?:versión|rumores)|se\s+(?:especula|rumorea|rumora)\s+con|no\s+hay\s+confirmación"
    r"|(?:a[úu]n\s+)?sin\s+confirmar|no\s+(?:ha\s+sido|está|fue)\s+confirmad[oa]|sin\s+confirmación|todo\s+apunta\s+a|todo\s+indica\s+que"
    r"|fuentes\s+(?:cercanas|anónimas|no\s+identificadas))\b)",
    re.IGNORECASE,
)
_HEDGE_CLAUSE = re.compile(
    r"\b(?:al\s+parecer|aparentemente|presumiblemente|supuestamente|presuntamente|extraoficialmente|posiblemente|probablemente|habrían?\s+(?:sido\s+)?[a-zñáéíóú]+(?:ado|ido|to|cho|sto|so)s?|podrían?\s+(?:haber|estar|tratarse|ser)|estarían?\s+\w+"
    r"|serían?\s+\w+|apuntarían?\s+a|tendrían?\s+\w+|debería\s+haber)\b",
    re.IGNORECASE,
)
_HEDGE_WORD = re.compile(r"\b(?:presunt|supuest)[oa]s?\s+(?:[^\s,;.]+\s+){0,2}\Z", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:si|de\s+\w+[aei]r|en\s+caso\s+de)\b", re.IGNORECASE)


def _is_hedged(text: str, first: int, last: int, start: int, end: int) -> bool:
    sentence = text[first:last]
    if _HEDGE_SENTENCE.search(sentence):
        return True
    if re.search(r"\b(?:presunt|supuest)[oa]s?\b", text[start:end], re.IGNORECASE) or _HEDGE_WORD.search(
        text[first:start]
    ):
        return True
    left = max((text.rfind(c, first, start) for c in ",;:—"), default=-1)
    right = min((p for c in ",;:—" if (p := text.find(c, end, last)) >= 0), default=last)
    clause = text[max(left, first) : right]
    return bool(_HEDGE_CLAUSE.search(clause)) and not _CONDITION.search(sentence)
