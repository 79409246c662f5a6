"""How a letter looks: a few sentences and one link, as text and as HTML, in the receiver's language."""

from dataclasses import dataclass
from html import escape

from app.core.errors import N_
from app.core.i18n import Speaker

PAGE = "font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:1em auto;color:#1a1a1a"
BUTTON = "display:inline-block;padding:.6em 1.2em;background:#0b4f6c;color:#fff"


@dataclass(frozen=True)
class Writing:
    """What a letter says. It carries no words of an enquiry or a reply: who, which topic, by when, and a link."""

    subject: str
    sentences: tuple[str, ...]
    link_text: str
    link: str
    sender: str


def as_text(writing: Writing) -> str:
    """The letter as plain text."""
    return "\n\n".join([*writing.sentences, f"{writing.link_text}:\n{writing.link}", "-- \n" + writing.sender]) + "\n"


def as_html(writing: Writing, speaker: Speaker) -> str:
    """The letter as a small page without anything that is fetched from elsewhere."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in writing.sentences)
    if_broken = escape(speaker.say(N_("If the link doesn't work, copy this address into your browser:")))
    address = escape(writing.link)
    title, link_text, sender = escape(writing.subject), escape(writing.link_text), escape(writing.sender)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return (
        f'<!doctype html><html lang="{escape(speaker.language)}"><head>{head}</head><body style="{PAGE}">{paragraphs}'
        f'<p><a href="{address}" style="{BUTTON}">{link_text}</a></p><p>{if_broken}<br>{address}</p><p>{sender}</p>'
        "</body></html>"
    )


def signature(text: str) -> str:
    """Who signed a letter written by `as_text`; empty when nobody did."""
    _, mark, sender = text.rpartition("\n-- \n")
    return " ".join(sender.split()) if mark else ""
