"""Articles that are out for trouble, and an archive of them: whatever they hold must be shown as text."""

from __future__ import annotations

from datetime import date

from hemeroteca.types import Article, Relation
from tests.chat.fakes import Fact, FakeArchive

_PWN = "window.pwned=(window.pwned||0)+1"

#: Markup, addresses, templates and characters that do something where they are not taken as words.
TRICKS = (
    f"<script>{_PWN}</script>",
    f'<img src=x onerror="{_PWN}">',
    f"<svg/onload={_PWN}>",
    f'<iframe srcdoc="<script>parent.{_PWN}</script>"></iframe>',
    f'"><a href="javascript:{_PWN}" onmouseover="{_PWN}">pulsa</a>',
    f"</textarea></title></style></mark></blockquote><style>*{{display:none}}</style><b onclick='{_PWN}'>",
    f"[pulsa](javascript:{_PWN}) ![imagen](http://evil.example/x.png) <http://evil.example>",
    '<link rel=stylesheet href="//evil.example/x.css"><base href="http://evil.example/">',
    "<form action=http://evil.example><button data-do=delete data-id=x>Borrar</button></form>",
    f"${{{_PWN}}} {{{{{_PWN}}}}} {{{{#each value}}}} @children `${{{_PWN}}}`",
    '__i18n__{"key":"submit"} /gradio_api/file=/etc/passwd {"path":"/etc/passwd","meta":{"_type":"gradio.FileData"}}',
    "&lt;script&gt; &#60;script&#62; &amp;lt; \\u003cscript\\u003e %3Cscript%3E",
    "\u202etxet desrever\u202c \u2066isolated\u2069 \u200eleft\u200f a\u0000b \u001b[31mrojo",
    "𝕌𝕟𝕚𝕔𝕠𝕕𝕖 👩‍🚒 e\u0301 \ufeff \U000e0041\U000e0042 " + "z\u0334\u0335\u0336" * 20,
)


def hostile_articles() -> list[Article]:
    """One article for each trick, which stands in all its fields; then one with a megabyte of title, and of outlet."""
    articles = [
        Article(
            id=f'{number}"><script>{_PWN}</script>',
            title=f"{trick} {number}",
            text=f"El buzón dice {trick} hoy. El faro {number} mide 24 metros según {trick} el parte.",
            published=date(2026, 3, number),
            source=f"Diario {number} {trick}",
            url=f"javascript:{_PWN}" if number % 2 else f'https://example.org/"onmouseover="{_PWN}',
            language='es" onclick="x',
        )
        for number, trick in enumerate(TRICKS, start=1)
    ]
    huge = Article(
        id="huge", title="<b>título</b> " * 70_000, source="Ñ" * 1_000_000, published=date(2026, 3, 20),
        text="El buzón largo. " + "x" * 100_000 + " El faro 99 mide 24 metros según el parte.",
    )  # fmt: skip
    return [*articles, huge]


def hostile_archive() -> FakeArchive:
    articles = hostile_articles()
    return FakeArchive(
        articles,
        [
            Fact(word="mide", quote="24 metros", speaker="<b>El faro</b> " * 10_000),
            *(
                Fact(word=f"trampa {number}:", quote=trick, other="24 metros", relation=Relation.DISAGREES)
                for number, trick in enumerate(TRICKS, start=1)
            ),
        ],
    )
