"""The small words and verb forms by which a Spanish question is taken apart; all folded. Pure."""

from __future__ import annotations

import re

from hemeroteca.answering.words import fold

PREPOSITIONS = frozenset(
    str.split("a al ante bajo con contra de del desde durante en entre hacia hasta para por segun sin sobre tras")
)
DETERMINERS = frozenset(
    str.split(
        "el la los las un una unos unas este esta estos estas ese esa esos esas aquel aquella dicho dicha su "
        "sus cada algun alguna algunos algunas otro otra otros otras"
    )
)
CLITICS = frozenset(str.split("se lo la los las le les me te nos"))
INTERROGATIVES = frozenset(
    str.split("que quien quienes cual cuales cuando donde adonde como cuanto cuanta cuantos cuantas")
)
NOUN_MAY_FOLLOW = frozenset(str.split("que cual cuales cuanto cuanta cuantos cuantas"))
ADVERBS = frozenset(
    str.split(
        "ayer hoy manana ahora antes despues luego tambien tampoco finalmente aqui alli ahi entonces "
        "exactamente ya todavia aun mas"
    )
)
PRONOUNS = frozenset(str.split("el ella ellos ellas eso esto ello"))
TIME = re.compile(
    r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|fin(?:es)? de semana|noches?|mananas?|tardes?)\b"
)

# Nobody does these: they need no subject.
IMPERSONAL = frozenset(
    str.split("hay hubo habra habia pasa paso pasara pasaba ocurre ocurrio ocurrira sucede sucedio sucedera acontecio")
)
FORMS = frozenset(
    str.split(
        "es son fue fueron era eran esta estan estuvo hay hubo ha han tiene tienen tuvo hace hacen hizo dice "
        "dicen dijo va van puede pueden pudo debe deben quiere quieren quiso sabe saben supo cree creen "
        "piensa opina dirige dirigen preside entrena vive viven trata tratan cuesta cuestan vale valen dura "
        "duran llega llegan empieza empiezan comienza comienzan abre abren reabre cierra cierran celebra "
        "celebran ofrece ofrecen pide piden busca buscan necesita necesitan espera esperan trabaja trabajan "
        "participa participan juega juegan gana ganan pierde paga pagan recibe reciben entrega entregan "
        "duerme duermen llama llaman significa afecta afectan reparte reparten lleva llevan encabeza gobierna "
        "representa toma toman retrasa mide pesa guarda guardan lidera conduce produce vende venden compra "
        "sucede ocurre pasa falta faltan queda quedan sigue siguen existe existen incluye establece propone "
        "contiene muestra responde puso vino viene vienen sale salen corre muere mueren nace sirve busco gano "
        "dio vio"
    )
)
ENDINGS = re.compile(
    r"\w*(?:\w{2}ó|aron|ieron|jeron|[aei]rá|[aei]rán|drá|drán|brá|brán|rrá|ría|rían|aba|aban|ía|ían|[^\W\d]{2,}[ae]n)\Z"
)
NO_VERBS = frozenset(
    str.split(
        "policia energia alcaldia compania economia mayoria minoria teoria garantia categoria historia dia "
        "dias via guia artilleria tecnologia fiscalia bahia lejania orden imagen examen joven origen margen "
        "crimen virgen volumen resumen gran tan capitan plan desden almacen sarten bien tambien quien alguien "
        "nadie"
    )
)
AUXILIARIES = frozenset(
    str.split(
        "ha han habia habian habra habran fue fueron sera seran es son era eran esta estan estaba estaban "
        "puede pueden podra podran debe deben va van iba iban"
    )
)
NONFINITE = re.compile(
    r"\w+(?:[ai]d[oa]s?|[ai]endo|[aei]r(?:se|l[oae]s?)?|hech[oa]s?|dich[oa]s?|puest[oa]s?|escrit[oa]s?)\Z"
)


def is_verb_form(word: str) -> bool:
    """Whether a word, as written, looks like a finite verb by itself."""
    return fold(word) not in NO_VERBS and (fold(word) in FORMS or ENDINGS.match(word.lower()) is not None)


def begins_as_verb(word: str) -> bool:
    """Whether a word with the capital of a question's beginning is a verb rather than a name: «Hubo»."""
    return fold(word) in FORMS or (len(word) > 5 and ENDINGS.match(word.lower()) is not None)
