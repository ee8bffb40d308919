"""Which outlet a question names: «¿Y según El Faro?». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hemeroteca.answering.names import find_names
from hemeroteca.answering.words import fold

_SAYS = re.compile(r"\b(?:segun|de\s+acuerdo\s+con|according\s+to|as\s+told\s+by)\s+(?:(?:el|la|los|las|the)\s+)?\Z")


def outlet_named(question: str, outlets: Iterable[str]) -> str | None:
    """The outlet after whose telling the question asks: whose name has all the words said, where that is one only.

    «Según Quintanar» names none, since no outlet is called so.
    """
    folded = fold(question)
    for name in find_names(question):
        if not _SAYS.search(folded, 0, name.start):
            continue
        said = set(re.findall(r"\w+", fold(name.text)))
        called = [outlet for outlet in outlets if said <= set(re.findall(r"\w+", fold(outlet)))]
        if len(called) == 1:
            return called[0]
    return None
