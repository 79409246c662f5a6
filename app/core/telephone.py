"""Numbers to call, as links: who needs one reads it on a telephone."""

import re

from markupsafe import Markup, escape

# Emergency numbers and those of doctors on call; 116 111, Danish numbers in any grouping, and foreign ones with a plus.
_NUMBER = re.compile(
    r"(?<![\w+.,])(?:11[24]|18(?:13|18|88)|116 ?\d{3}|(?:\+\d{2,3} ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}|\d{2} \d{3} \d{3}"
    r"|\+\d{1,3}(?: ?\d{2,4}){2,5})(?![\w]|[.,]\d)"
)


def linked(text: str) -> Markup:
    """Plain text as HTML in which every number can be called: “Call 112” leads to tel:112."""
    html, end = Markup(), 0
    for found in _NUMBER.finditer(text):
        number = found[0]
        link = Markup('<a class="telephone" href="tel:{}">{}</a>').format(number.replace(" ", ""), number)
        html += escape(text[end : found.start()]) + link
        end = found.end()
    return html + escape(text[end:])
