"""The damage map and the comparison with a clean file, as ``parlance repair`` shows them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from app.cli._table import table
from app.cli._terminal import printable
from app.cli.base import emit_json, progress_to_stderr, say
from app.i18n import _, ngettext
from app.ingest.damage_map import DamagedFile, DamageMap, agreement, damage_map
from app.ingest.repair_file import read_text
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine


def show_map(path: Path, *, as_json: bool) -> int:
    """Every file under ``path`` with its damage; exit status 1 when none could be read."""
    found = progress_to_stderr(damage_map([path], RepairEngine(), CancelToken()))
    if as_json:
        emit_json(
            {"files": [asdict(row) for row in found.files], "skipped": [asdict(row) for row in found.skipped]}
        )
    else:
        say(_text(found))
    for item in found.skipped:
        line = _("skipped {path}: {reason}").format(path=item.path, reason=item.reason)
        click.echo(printable(line), err=True)
    return 0 if found.files else 1


def _text(found: DamageMap) -> str:
    damaged = [row for row in found.files if row.exact or row.inferred or row.lost]
    sound = len(found.files) - len(damaged)
    lines = []
    if damaged:
        heads = (
            _("file"), _("channel"), _("or"), _("exact"), _("inferred"), _("lost"), _("worst"), _("unproved"),
        )  # fmt: skip
        lines.append(table(heads, [_cells(row) for row in damaged]))
    lines.append(ngettext("{n:,} file is sound.", "{n:,} files are sound.", sound).format(n=sound))
    return "\n".join(lines)


def _cells(row: DamagedFile) -> tuple[str | int, ...]:
    worst = "" if row.worst is None else f"{row.worst:.3f}"
    channels = (row.channel or "–", row.runner_up or "–")
    return (printable(row.path), *channels, row.exact, row.inferred, row.lost, worst, row.disagreements)


def show_agreement(repaired: str, clean: Path, *, as_json: bool) -> None:
    """How near ``repaired`` comes to a clean file; BadInputError when that cannot be read."""
    found = agreement(read_text(clean), repaired)
    if as_json:
        emit_json(
            {
                "characters": found.characters, "wrong": found.total, "wrong_by_class": found.wrong,
                "accuracy": round(found.accuracy, 6),
            }
        )  # fmt: skip
        return
    say(
        _("{wrong:,} wrong of {all:,} characters: {accuracy:.4f} % right.").format(
            wrong=found.total, all=found.characters, accuracy=100 * found.accuracy
        )
    )
    if found.wrong:
        say(table((_("class"), _("wrong")), list(found.wrong.items())))
