"""A feed as RSS 2.0, which every feed reader takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from netmon.clock import Millis, to_datetime

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
REFRESH = 5
"""Minutes after which a reader may ask again."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news; by its `guid`, the same at every download, a reader knows that it has read it."""

    guid: str
    title: str
    text: str
    at: Millis


@dataclass(frozen=True, slots=True)
class Feed:
    """News, and the page they are about; `own` is the feed's own address."""

    title: str
    about: str
    page: str
    own: str
    language: str
    items: tuple[Item, ...]


def rss(feed: Feed) -> bytes:
    """Return a feed as XML; the texts must hold no character that XML does not know."""
    root = ET.Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = ET.SubElement(root, "channel")
    _texts(channel, (("title", feed.title), ("link", feed.page), ("description", feed.about)))
    ET.SubElement(channel, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": feed.own})
    _texts(channel, (("language", feed.language), ("ttl", str(REFRESH))))
    for item in feed.items:
        _add(channel, item, feed.page)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(channel: ET.Element, item: Item, page: str) -> None:
    element = ET.SubElement(channel, "item")
    _texts(element, (("title", item.title), ("link", page), ("description", item.text)))
    _texts(element, (("pubDate", format_datetime(to_datetime(item.at), usegmt=True)),))
    ET.SubElement(element, "guid", {"isPermaLink": "false"}).text = item.guid


def _texts(parent: ET.Element, texts: Iterable[tuple[str, str]]) -> None:
    for tag, text in texts:
        ET.SubElement(parent, tag).text = text
