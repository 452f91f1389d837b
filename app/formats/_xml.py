"""XML read as it comes, without entities of its own and references outside: wanted elements one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.errors import BadInputError
from app.formats.base import Sample, Source
from app.model.parsed import JsonValue

_DEEPEST: Final = 200
_APART: Final = frozenset({"seg", "pause", "lb"})
"""Elements that words do not run across."""


class _Collector:
    """Builds the outermost wanted elements; names are without their namespaces."""

    def __init__(self, wanted: frozenset[str], opened: frozenset[str]) -> None:
        self.done: list[Element] = []
        self._wanted = wanted
        self._opened = opened
        self._open: list[Element] = []
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadInputError(f"elements more than {_DEEPEST} deep")
        name = _local(tag)
        if not self._open and name not in self._wanted:
            if name in self._opened:
                self.done.append(_element(name, attributes))
            return
        element = _element(name, attributes)
        if self._open:
            self._open[-1].append(element)
        self._open.append(element)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.done.append(element)
        del tag

    def data(self, text: str) -> None:
        if not self._open:
            return
        element = self._open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text

    def close(self) -> None:
        """Nothing is kept."""


def _element(name: str, attributes: dict[str, str]) -> Element:
    return Element(name, {_local(key): value for key, value in attributes.items()})


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def elements(source: Source, *wanted: str, opened: tuple[str, ...] = ()) -> Iterator[Element]:
    """The elements of these names that stand in none of them, in the order of the source.

    Those called as ``opened`` says come as they begin, with their attributes and without what they hold.
    Where the document breaks off or is no XML, BadInputError with the line, after what was sound.
    """
    collector = _Collector(frozenset(wanted), frozenset(opened))
    parser = DefusedXMLParser(target=collector, forbid_dtd=False)
    try:
        for chunk in source.chunks():
            parser.feed(chunk)
            done, collector.done = collector.done, []
            yield from done
        parser.close()
    except ParseError as error:
        yield from collector.done
        line, column = error.position
        raise BadInputError("not well-formed XML", place=f"line {line}, column {column + 1}") from error
    except DefusedXmlException as error:
        raise BadInputError("it defines entities of its own, which can grow without bounds") from error
    yield from collector.done


def begins_with(sample: Sample, *names: str) -> bool:
    """Whether a document's first element has one of these names, with or without a namespace."""
    if sample.is_folder:
        return False
    head = sample.head.lstrip("\ufeff \t\r\n")
    at = 0
    while head.startswith(("<?", "<!"), at):
        end = head.find("-->" if head.startswith("<!--", at) else ">", at)
        if end < 0:
            return False
        at = end + (3 if head.startswith("<!--", at) else 1)
        at += len(head[at:]) - len(head[at:].lstrip())
    if not head.startswith("<", at):
        return False
    name = head[at + 1 : at + 80].split(">")[0].split("/")[0].split()
    return bool(name) and name[0].rpartition(":")[2] in names


def attributes(element: Element, *left_out: str) -> dict[str, JsonValue]:
    """The attributes of an element that say something, as metadata."""
    return {name: value for name, value in element.attrib.items() if value and name not in left_out}


def text_of(element: Element, *left_out: str) -> str:
    """The text of an element and what is in it, but that of elements of these names."""
    parts = [element.text or ""]
    for child in element:
        space = " " if child.tag in _APART else ""
        if child.tag not in left_out:
            parts += [space, text_of(child, *left_out), space]
        parts.append(child.tail or "")
    return "".join(parts)
