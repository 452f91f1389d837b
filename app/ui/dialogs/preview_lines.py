"""The lines of a preview: groups of files that are read alike, and what the user wants of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.formats.base import FORMATS
from app.formats.mapping import Columns, columns_of
from app.ingest.options import ImportOptions
from app.ingest.wishes import Rule, Wish
from app.model.reports import ImportPreview, PreviewGroup, SkippedFile


@dataclass(slots=True)
class Line:
    """Files that would be read alike, or skipped for one ``reason`` ("": they are imported).

    ``taken`` is what the user wants now, ``left_before`` that they were left out of an earlier import.
    """

    files: tuple[str, ...]
    format: str = ""
    encoding: str = ""
    channel: str | None = None
    columns: Columns | None = None
    size: int = 0
    reason: str = ""
    header: tuple[str, ...] = ()
    wish: Wish = field(default_factory=Wish)
    taken: bool = True
    left_before: bool = False

    @property
    def mappable(self) -> bool:
        """Whether it is a table, whose columns can be mapped."""
        return bool(self.header) or (not self.reason and FORMATS[self.format].tabular)


def lines_of(found: ImportPreview, wish: Wish | None = None) -> list[Line]:
    """What would be imported and then what would be skipped, each the largest first."""
    groups = [_group(group, wish or Wish()) for group in found.groups]
    return [*groups, *_skipped(found.skipped, wish or Wish())]


def _group(group: PreviewGroup, wish: Wish) -> Line:
    columns = columns_of(dict(group.columns)) if group.columns else None
    return Line(
        group.files,
        group.format,
        group.encoding,
        group.channel,
        columns,
        group.size,
        wish=wish,
        taken=not group.left_out,
        left_before=group.left_out,
    )


def _skipped(skipped: Iterable[SkippedFile], wish: Wish) -> list[Line]:
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for item in skipped:
        alike.setdefault((item.reason, item.header), []).append(item.path)
    ordered = sorted(alike.items(), key=lambda pair: (not pair[0][1], -len(pair[1])))
    return [
        Line(tuple(files), reason=reason, header=header, wish=wish) for (reason, header), files in ordered
    ]


def options_of(lines: Sequence[Line], base: ImportOptions) -> ImportOptions:
    """What to import and how, as the lines say it."""
    rules: list[Rule] = []
    for line in lines:
        files = frozenset(line.files)
        if not line.taken:
            rules.append(Rule(files=files, leave_out=True))
        elif line.left_before or line.wish != Wish():
            rules.append(Rule(line.wish, files=files, leave_out=False))
    return ImportOptions(rules=tuple(rules), remembered=base.remembered)


def common_folder(files: Sequence[str]) -> str:
    """The folder that all files lie in, with its last separator; "" when there is none."""
    if not files:
        return ""
    least, most = min(files), max(files)
    same = next((at for at, (one, other) in enumerate(zip(least, most, strict=False)) if one != other), None)
    start = least if same is None else least[:same]
    return start[: max(start.rfind("/"), start.rfind("\\")) + 1]
