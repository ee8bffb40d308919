"""What a question asks for, from its interrogatives: Spanish with or without accents, English, Portuguese. Pure."""

from __future__ import annotations

import re

from hemeroteca.answering.words import fold
from hemeroteca.types import Kind

_PREPOSITION = (
    r"(?:(?:a|ao|con|com|contra|de|desde|en|em|entre|hacia|hasta|ate|para|por|sobre|at|by|for|from|in|on|since|to|until"
    r"|with)\s+)?"
)
_ASKS_WHICH = r"(?:que|cual(?:es)?|qual|what|which)"
# «¿Cuál es la fecha de…?», «What was the price of…?»: the noun says what is asked for.
_IS_THE = (
    r"(?:\s+(?:es|fue|era|sera|seran|son|fueron|e|foi|is|was|will\s+be|are|were))?(?:\s+(?:el|la|los|las|o|a|the))?"
)

_TIME = (
    r"(?:proxim[oa]\s+|exact\s+)?(?:fechas?|dias?|mes(?:es)?|ano|semana|siglo|decada|epoca|momento|horas?|data|dia"
    r"|dates?|days?|months?|year|week|century|decade|time)"
)
_PERSON = (
    r"(?:personas?|politic[oa]s?|lider(?:es)?|president[ea]s?|ministr[oa]s?|secretari[oa]s?|alcalde(?:sa)?s?"
    r"|gobernador[ea]?s?|autor[ea]?s?|director[ea]?s?|empresari[oa]s?|jugador[ea]?s?|futbolistas?|actor|actriz"
    r"|cantantes?|escritor[ea]?s?|cientific[oa]s?|funcionari[oa]s?|diputad[oa]s?|senador[ea]?s?|candidat[oa]s?"
    r"|atletas?|juez|jueza|jueces|fiscal(?:es)?|pessoas?|persons?|people|players?|politicians?|judges?|minister|mayor|author|actor|actress|singer|writer)"
)
_PLACE = (
    r"(?:ciudad(?:es)?|pais(?:es)?|lugar(?:es)?|sitios?|municipios?|localidad(?:es)?|pueblos?|provincias?|regi(?:on|ones)"
    r"|continentes?|islas?|capital|sede|cidades?|paises|place|city|cities|country|countries|town|village|region"
    r"|location|venue)"
)
# These are places only where the question asks what is *in* them: «¿En qué hospital…?», not «¿Qué hospital…?».
_PLACE_IN = (
    r"(?:estados?|barrios?|colonias?|calles?|avenidas?|edificios?|recintos?|hospital(?:es)?|escuelas?|colegios?"
    r"|universidad(?:es)?|estadios?|hotel(?:es)?|aeropuertos?|puertos?|carreteras?|zonas?|parques?|plazas?|museos?"
    r"|teatros?|states?|streets?|buildings?|hospitals?|schools?|universit(?:y|ies)|stadium|hotel|airport)"
)
_QUANTITY = (
    r"(?:cantidad|porcentaje|numero|cifra|monto|precio|costo|coste|valor|proporcion|edad|distancia|presupuesto|tasa"
    r"|suma|inversion(?:\s+total)?|inflacion|recompensa|altitud|altura|peso|temperatura|velocidad|magnitud|percentual|porcentagem|quantidade|preco"
    r"|percentage|percent|number|amount|share|proportion|price|cost|age|distance|budget|(?:\w+\s+)?rate)"
)

# The earliest match in the question decides; of several at one place, the first listed.
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{pattern})\b"))
    for kind, pattern in (
        (
            Kind.WHEN,
            rf"{_PREPOSITION}cuando|hace\s+cuant[oa]s?|cuanto\s+(?:tiempo\s+)?hace|{_PREPOSITION}when|how\s+long\s+ago"
            rf"|{_PREPOSITION}quando|{_PREPOSITION}{_ASKS_WHICH}{_IS_THE}\s+{_TIME}",
        ),
        (Kind.WHO, rf"{_PREPOSITION}(?:quien(?:es)?|quem|who|whom|whose)|{_PREPOSITION}{_ASKS_WHICH}\s+{_PERSON}"),
        (
            Kind.WHERE,
            rf"{_PREPOSITION}(?:a?donde|a?onde|where)|{_PREPOSITION}{_ASKS_WHICH}{_IS_THE}\s+{_PLACE}"
            rf"|(?:en|a|de|desde|hacia|por|in|at|from|to)\s+{_ASKS_WHICH}\s+{_PLACE_IN}",
        ),
        (
            Kind.HOW_MANY,
            rf"{_PREPOSITION}(?:cuant[oa]s?|quant[oa]s?|how\s+(?:many|much|old|far|tall|high|long|large|big))"
            rf"|{_PREPOSITION}{_ASKS_WHICH}{_IS_THE}\s+{_QUANTITY}",
        ),
        (Kind.STATEMENT, rf"{_PREPOSITION}(?:{_ASKS_WHICH}|como|porque|why|how)"),
    )
)
_ACCENTED = re.compile(r"\b(?:qué|cuál(?:es)?|cuándo|quién(?:es)?|a?dónde|cuánt[oa]s?|cómo)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b\w+\s+\Z")


def kind_of(question: str) -> Kind:
    """What the question asks for; STATEMENT where no interrogative says otherwise."""
    return _decide(_asking_part(question))[0]


def _decide(text: str) -> tuple[Kind, int, int]:
    """The kind and the place in ``text`` of the words that ask for it."""
    best = (Kind.STATEMENT, len(text), len(text))
    for kind, pattern in _RULES:
        match = pattern.search(text)
        if match and match.start() < best[1]:
            best = kind, match.start(), match.end()
    return best


def _asking_part(question: str) -> str:
    """Folded, from the opening mark or the word before the first accented interrogative on, where there is one."""
    opening = question.rfind("¿")
    if opening >= 0:
        question = question[opening + 1 :]
    accented = _ACCENTED.search(question)
    if accented:
        before = _BEFORE.search(question, 0, accented.start())
        question = question[before.start() if before else accented.start() :]
    # «costó» must not fold to the noun «costo».
    return " ".join(re.findall(r"\w+", fold(re.sub(r"ó\b", "oo", question))))


_VERB = (
    # Not the nouns of such verbs: «¿Qué acuerdo firmaron?», «¿Qué propuesta rechazó?».
    r"(?!(?:acuerdo|anuncio|cambio|decision|opinion|orden|propuesta|recuerdo|\w+cion)\b)"
    r"(?:dij|dic[eh]|declar|acord|acuerd|paso|pasa\b|pasara|ocurr|suced|hizo|hace\b|hacen\b|hara|hicie|convin|conven|plante|propu"
    r"|propo|opin|expres|senal|anunci|pidi|pide|informo|informa|advirt|advie|afirm|asegur|explic|resolv|decid|respond"
    r"|reconoc|coment|sostu|sostie|consider|piensa|cree|signific|busca|exig|incluy|abord|discut"
    r"|trat(?:a|an|aba|aban|ara|aran|aron|oo)\b|establec|preve"
    r"|contempl|ofrec|reiter|destac|critic|denunc|promet|sabe|consist|implic|caus|provoc|motiv[oa]|espera|quiere"
    r"|muestr|revel|confirm|pass|aconte|disse|falou|combin|convoc|logr|recomend|recomiend|aprob|orden|cambi|tem[ei]"
    r"|oblig|recuerd|lament|argument[ao]|reclam|rechaz|depend|deb(?:e|en|era|eran)\b|pued|tien(?:e|en)\s+que|necesit"
    r"|preocup|permit|prohib|defiend|prefier|cuent|objeta)"
)
#: «¿Qué escribió…?», «¿Qué encontraron…?»: a past ends so, and hardly a noun does.
_PAST = r"\w{2,}(?:oo|[ae]ron)\b"
# Asking for what was said, done, agreed, for reasons and manners: whole sentences answer it.
_BROAD = re.compile(
    r"(?:por|para)\s+que\b|porque\b|why\b|como\b(?!\s+se\s+(?:llam|titul|denomin|apellid))|how\b"
    rf"|(?:de\s+|a\s+|en\s+|sobre\s+)?que\s+(?:(?:le|les|nos|lo)\s+)?(?:se\s+)?(?:(?:ha|han|habia|habian|fue|fueron)\s+)?"
    rf"(?:{_VERB}|{_PAST})"
    r"|(?:de\s+|a\s+|en\s+|sobre\s+)?que\s+(?:se\s+(?!llam)|va\s+a|van\s+a|(?:es|son)\s)"
    r"|(?:de\s+|a\s+|en\s+|sobre\s+|com\s+)?(?:que|cuales|quais)\s+(?:(?:son|fueron|seran)\s+)?(?:los\s+|las\s+)?\w{4,}s\b"
    rf"|(?:que|cual){_IS_THE}\s+(?:razon|motivo|causa|origen|objetivo|argumento|explicacion|postura|respuesta|reaccion)\b"
    r"|what\s+(?:did|does|do|will|has|have|had|can|could|would|should|happen\w*|else)\b"
    r"|what\s+(?:was|were|is|are|has\s+been|have\s+been)\s+(?:\w+ed|said|done|known|told)\b"
    r"|what\s+(?:is|are|was|were)\s+(?:the\s+)?\w{4,}s\b|what\s+\w{4,}s\s+(?:did|were|are|was|do|have)\b"
    r"|what\s+(?:caused|causes|led|made|makes|worri\w+|prompted|triggered|concern\w+)\b|what\s+(?:is|was)\s.*\babout\Z"
    rf"|what{_IS_THE}\s+(?:reason|argument|cause|explanation|objection|aim|goal|response|reaction|position)\b"
)


def is_broad(question: str) -> bool:
    """Whether a STATEMENT question asks for sentences («¿qué se acordó?») rather than a short phrase («¿qué cargo…?»).

    A question without an interrogative («¿Hubo acuerdo?») is answered by a sentence too.
    """
    text = _asking_part(question)
    kind, start, _ = _decide(text)
    if kind is not Kind.STATEMENT:
        return False
    return start == len(text) or _BROAD.match(text, start) is not None


_WHY = re.compile(
    r"\b(?:por\s*que|why|what\s+(?:caused|made|led|prompted|triggered)"
    r"|a\s+que\s+(?:se\s+deb|atribu)\w+|(?:razon|motivo|causa|origen|reason|cause)(?:es|s)?)\b"
)


def asks_why(question: str) -> bool:
    """Whether a question asks for a reason, a cause or a motive."""
    return kind_of(question) is Kind.STATEMENT and _WHY.search(_asking_part(question)) is not None


# Accents and capitals tell «pasó» from «paso», «abrió» from a name such as Falcó.
_PAST_TENSE = re.compile(
    r"\b(?:[a-zñáéíóú]{2,}(?:ó|aron|eron)|fue|dijo|hizo|hubo|vino|puso|supo|pudo|quiso|tuvo|estuvo|trajo|dio|vio|ha|han"
    r"|había|habían|did|was|were|has|had|foi|foram)\b"
)
_FUTURE_TENSE = re.compile(r"\b(?:[a-zñáéíóú]{2,}(?:rá|rán|rão)|will|shall|(?:va|van)\s+a|vai|vão|going\s+to)\b")


def asks_of_past(question: str) -> bool | None:
    """True where a question asks for what has happened («¿Cuándo se reunieron?»), False for what is to come.

    None where its verb leaves it open.
    """
    past, future = _PAST_TENSE.search(question), _FUTURE_TENSE.search(question)
    return None if bool(past) == bool(future) else past is not None


_HOUR = re.compile(rf"\b{_ASKS_WHICH}\s+(?:horas?|time)\b")


def asks_for_hour(question: str) -> bool:
    """«¿A qué hora…?»: answered by a time of day, not by a date."""
    return _HOUR.search(_asking_part(question)) is not None
