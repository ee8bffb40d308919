"""The words by which Spanish news says who says so: verbs of saying, sources, hedges. Patterns only; pure."""

from __future__ import annotations

import re

# Stems of verbs of saying in -ar, -er, -ir; the endings are the third person, past, present and future.
_STEMS = "|".join(
    str.split(
        "abund acept aclar acot acus adelant admit advert advirt afirm agreg alert anunci añad apostill apunt argument"
        " asegur asever augur avanz aventur avis brome calcul calific celebr cifr clam coment comunic conced concluy"
        " concret confes confirm consider cont contest corrobor critic cuent declar decret defend denunci descart"
        " desliz destac detall dict difund enfatiz escrib espet estim exclam exig explic expres extern garantiz grit"
        " indic inform insist ironiz justific lament manifest matiz mencion murmur neg not notific observ opin orden"
        " pid pidi plante precis pregunt proclam promet prometi pronostic propon propus proyect public puntualiz quej"
        " ratific recalc recapitul rechaz reclam recomend recomiend reconoc reconstruy record reiter relat remarc"
        " repit repiti replic report reproch resalt respald respond resum resumi revel señal sentenci sostuv subray"
        " sugir susurr tuite vatic zanj"
    )
)
_IRREGULAR = (
    "advierte|admite|añade|cuenta|desmiente|desmintió|desmintieron|dice|dicen|dijera|dijeron|dijo|dirá|dirán|expone"
    "|expuso|expusieron|niega|pide|predijo|prevé|prevén|previó|propone|propuso|reconoce|recuerda|refiere|refirió"
    "|sostiene|sostienen|sostuvo|sostuvieron|sugiere"
)
_SAID = rf"(?:dicho|sostenido|expuesto|propuesto|previsto|predicho|escrito|desmentido|sugerido|(?:{_STEMS})(?:ado|ido))"
_TO_SAY = rf"(?:decir|sostener|exponer|(?:{_STEMS})[aei]r)"
# «Dio a conocer», «hizo saber», «se limitó a decir», «dejó claro».
_LOCUTION = (
    r"(?:insistió|insistieron|insiste|insisten|coincidió|coincidieron)\s+en|(?:dio|dieron|da|dan|dará)\s+a\s+(?:conocer|entender)|(?:hizo|hicieron|hace|hacen)\s+(?:saber|ver|notar|constar|hincapié\s+en)"
    r"|(?:dejó|dejaron|deja|dejan)\s+(?:claro|ver|dicho|en\s+claro)|(?:puso|pusieron|pone|ponen)\s+de\s+(?:manifiesto|relieve)"
    rf"|(?:se\s+limitó|se\s+limitaron|volvió|volvieron|alcanzó|alcanzaron|llegó|llegaron|acertó|salió)\s+a\s+{_TO_SAY}"
    rf"|(?:quiso|quisieron|quiere|suele|solía)\s+{_TO_SAY}"
)
SAYS = (
    rf"(?i:{_IRREGULAR}|{_LOCUTION}|(?:{_STEMS})(?:ó|aron|ió|ieron|a|an|e|en|ará|arán|erá|erán|irá|irán)"
    rf"|(?P<rumour>habrían?)\s+{_SAID}|ha(?:n)?\s+{_SAID})"
)
"""A verb of saying. Its one group, ``rumour``, is set in «habría dicho»: nobody knows that it was said."""
SAYING = SAYS.replace("(?P<rumour>habrían?)", "habrían?")
"""The same without the group, for patterns with several of them."""

WORD = r"[^\s,;:.()«»“”\"]+"
WHO = rf"(?P<who>(?:(?:el|la|los|las|un|una|unos|unas|su|sus)\s+)?{WORD}(?:\s+{WORD}){{0,11}}?)"
"""A name or a noun phrase, up to a border."""
_DAY = r"(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
WHEN = (
    rf"(?:\s+(?:ayer|hoy|anoche|(?:este|el|la)\s+(?:{_DAY}|mañana|tarde)|a\s+la\s+prensa|a\s+los\s+periodistas"
    rf"|(?:este\s+|el\s+)?{_DAY}|también|además|luego|después|entonces))*"
)
#: What stands between verb and speaker: «respondió por la radio local el gerente».
WHERE = (
    r"(?:\s+(?:por|en|ante|desde|a)\s+(?:la|el|los|las|su|sus|un|una)\s+[a-zñáéíóú]+(?:\s+[a-zñáéíóú]+)?"
    r"(?=\s+(?:el|la)\s))?"
)
NO_WHO = (
    r"(?:que|antes|después|al?|en|con|sin|desde|por|ante|para|durante|tras|sobre|cuando|mientras|de|del|si|como"
    r"|no|este|esta)\b"
)
BORDER = (
    r"(?=\s*[,;.:»”)—–]|\s*\Z"
    r"|\s+(?:en|ante|durante|tras|al|a|por|desde|con|que|sobre|frente|mediante|después|luego|quien|cuando|mientras)\b)"
)
#: Where the words for a speaker end: «la maestra | el día en que…».
WHO_ENDS = re.compile(
    r"\s+(?:en|ante|durante|tras|al|a|por|desde|mediante|después|luego|quien|cuando|mientras|ayer|hoy|anoche"
    rf"|(?:este|esta|el)\s+(?:{_DAY}|día|mes|año|semana|mañana|tarde))(?=\s)"
)
#: A name in commas after an office: «el capitán de puerto, Ginés Almansa,».
NAME_AFTER = re.compile(
    r",\s+([A-ZÁÉÍÓÚÑ]\w+(?:\s+(?:(?:de|del|la|los|las|y)\s+){0,2}[A-ZÁÉÍÓÚÑ][\w.]*){1,4})(?=\s*[,;.:»”)—–]|\s*\Z)"
)
IS_TIME = re.compile(
    rf"(?:este|esta|el|la|los|las)\s+(?:{_DAY}|mañana|tarde|noche|víspera|próxim|pasad)", re.IGNORECASE
)
PRONOUNS = frozenset({"él", "ella", "ellos", "ellas"})
#: Speakers that are neither named nor an institution: hearsay begins near them.
INDEFINITE = re.compile(r"fuentes?\b|testigos?\b|alguien\b|algun[oa]s\b|much[oa]s\b|vari[oa]s\b", re.IGNORECASE)

SOURCE = re.compile(
    r"(?:\b(?:[Ss]egún|[Dd]e\s+acuerdo\s+con|[Dd]e\s+acuerdo\s+a|[Aa]\s+juicio\s+de|[Aa]\s+decir\s+de|[Ee]n\s+palabras\s+de"
    r"|[Ee]n\s+opinión\s+de|[Cc]onforme\s+a|[Aa]\s+entender\s+de|[Ee]n\s+voz\s+de)(?:l)?\s+)(?P<who>[^,.;:«»“”\"()]+)"
)
FOR = re.compile(r"\A(?:Para|A\s+ojos\s+de)\s+(?P<who>(?:el|la|los|las)?\s*[^,.;:«»“”\"]{3,60}),")
#: «según el clima»: what decides, not who says.
NOT_A_SOURCE = re.compile(
    r"(?:el\s+(?:clima|caso|tamaño|tiempo|día|horario|calendario|precio|orden|reglamento|barrio|peso|nivel|tipo|lugar|turno|color"
    r"|grado|número|ingreso|resultado|programa|plan|contrato)|la\s+(?:temporada|hora|edad|zona|época|ley|altura|distancia|cantidad"
    r"|estación|ruta|demanda|necesidad|gravedad|ocasión|norma|categoría|tarifa|marea|lluvia|fecha|agenda)|los\s+(?:ingresos|casos"
    r"|horarios|resultados)|las\s+(?:necesidades|lluvias|mareas|normas|reglas)|sea|sean|convenga|corresponda|se\s|lo\s+previsto"
    r"|lo\s+planeado|lo\s+acordado|lo\s+pactado|avance|vaya|su\s+(?:edad|tamaño|peso|ingreso|categoría)|cada\s)",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(?:(?:algun[oa]s|divers[oa]s|distint[oa]s|vari[oa]s|otr[oa]s|las|los|el|la|un[oa]s?|primer[oa]s)\s+)*(?:version(?:es)?|rumor(?:es)?"
    r"|versión\s+(?:que|extraoficial|no|sin)|trascendi[óo]\w*|trascendidos?|allegad[oa]s|personas?\s+(?:cercanas?|que\s+pidi)"
    r"|informaciones?\s+(?:no|sin|extraoficial)|fuentes?(?:\s*\Z|\s+(?:cercanas?|no\s|anónimas?|extraoficial|sin\s|que\s|consultad"
    r"|del?\s+(?:entorno|sector|la\s+negociación)))|se\s+(?:dice|rumora|rumorea|comenta|especula|cree|presume|supo)|comentarios"
    r"|lo\s+que\s+se\s+(?:dice|comenta)|testimonios?\s+(?:no|sin))",
    re.IGNORECASE,
)
#: Whoever they are, they will not say so.
UNNAMED = re.compile(
    r"\banonimato\b|\banónim[oa]s?\b|\bno\s+ser\s+(?:citad|identificad|nombrad)|\b(?:bajo|en)\s+reserva\b"
    r"|\bno\s+(?:dar|revelar|difundir)\s+su\s+(?:nombre|identidad)",
    re.IGNORECASE,
)

HEDGE_SENTENCE = re.compile(
    r"(?:(?:^|,\s+)(?:al\s+parecer|aparentemente|presumiblemente|supuestamente|presuntamente|extraoficialmente),"
    r"|\A(?:al\s+parecer|aparentemente|presumiblemente|supuestamente|presuntamente|extraoficialmente)\b"
    r"|\b(?:trascendió\s+que|se\s+(?:cree|presume|sospecha|especula|rumora|rumorea|dice|comenta|presumía|creía|sospechaba|rumoreaba)\s+que"
    r"|(?:el\s+)?rumor\s+de\s+que|circul\w+\s+(?:la\s+)?(?:versión|rumores)|se\s+(?:especula|rumorea|rumora)\s+con"
    r"|se\s+habla\s+de|no\s+hay\s+confirmación|(?:a[úu]n\s+)?sin\s+confirmar|no\s+(?:ha\s+sido|está|fue)\s+confirmad[oa]"
    r"|sin\s+confirmación|todo\s+apunta\s+a|todo\s+indica\s+que|fuentes\s+(?:cercanas|anónimas|no\s+identificadas))\b)",
    re.IGNORECASE,
)
_COULD = r"podrían?\s+(?:haber|estar|tratarse|ser|llegar|deberse)|debería\s+haber"
_RUMOUR = (
    r"habrían?\s+(?:sido\s+)?[a-zñáéíóú]+(?:ado|ido|to|cho|sto|so)s?|estarían?\s+\w+|serían?\s+\w+|tendrían?\s+\w+"
    r"|(?:apuntar|rondar|superar|ascender|alcanzar|oscilar|sumar|transportar|pertenecer|tratar|deber|operar|contar|llevar"
    r"|provenir|proceder|corresponder|buscar|encabezar|dirigir|planear|trabajar|viajar|recibir|cobrar)ían?"
)
HEDGE_CLAUSE = re.compile(
    r"\b(?:al\s+parecer|aparentemente|presumiblemente|supuestamente|presuntamente|extraoficialmente|posiblemente|probablemente"
    rf"|{_RUMOUR}|{_COULD})\b",
    re.IGNORECASE,
)
HEDGE_WORD = re.compile(r"\b(?:presunt|supuest)[oa]s?\s+(?:[^\s,;.]+\s+){0,2}\Z", re.IGNORECASE)
PRESUMED = re.compile(r"\b(?:presunt|supuest)[oa]s?\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:si|de\s+\w+[aei]r|en\s+caso\s+de|de\s+lo\s+contrario)\b", re.IGNORECASE)
#: «prometió que abriría», «sabían que llegaría»: the future seen from the past.
FUTURE_OF_PAST = re.compile(r"\b(?:que|cuándo|cómo|dónde|si)\s+(?:[^,;.]{0,60}\s)?\Z")
