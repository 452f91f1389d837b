"""``parlance repair FILE``: the whole file on standard output as UTF-8, only mojibake changed."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.base import ANY_PATH, command, corpus_option, emit_json, json_option, open_corpus, write_exact
from app.errors import UserFacingError
from app.i18n import _
from app.repair.channels import CHANNELS

if TYPE_CHECKING:
    from app.ingest.repair_file import FileRepair


@command(
    "repair",
    help=_("Write FILE to standard output with its encoding damage repaired; a folder needs --report."),
)
@click.argument("file", metavar="FILE", type=ANY_PATH)
@corpus_option(required=False)
@click.option("--encoding", metavar="NAME", help=_("Read the file in this encoding."))
@click.option(
    "--channel",
    metavar="NAME",
    type=click.Choice(CHANNELS),
    help=_("Repair this kind of damage, do not guess."),
)
@click.option("--report", is_flag=True, help=_("Count the damage of every file in a folder instead."))
@click.option(
    "--check",
    metavar="CLEAN",
    type=ANY_PATH,
    help=_("Compare the repair with this clean text instead."),
)
@json_option()
def repair_command(
    file: Path,
    corpus: Path | None,
    encoding: str | None,
    channel: str | None,
    report: bool,
    check: Path | None,
    as_json: bool,
) -> int:
    """Nothing is written anywhere else; exit status 1 for a file that cannot be read."""
    if report:
        from app.cli._damage import show_map  # noqa: PLC0415 - the engine is loaded only to repair

        return show_map(file, as_json=as_json)
    if file.is_dir():
        raise UserFacingError(
            _("{path} is a folder.").format(path=file), _("Add --report to count the damage of its files.")
        )
    from app.ingest.repair_file import repair_file  # noqa: PLC0415 - the engine is loaded only to repair
    from app.repair.engine import RepairEngine  # noqa: PLC0415 - as above

    with ExitStack() as stack:
        opened = stack.enter_context(closing(open_corpus(corpus))) if corpus else None
        repaired = repair_file(file, RepairEngine(), corpus=opened, encoding=encoding, channel=channel)
    if check is not None:
        from app.cli._damage import show_agreement  # noqa: PLC0415 - as above

        show_agreement(repaired.text, check, as_json=as_json)
    elif as_json:
        emit_json(_fields(repaired))
    else:
        write_exact(repaired.text)
    return 0


def _fields(repaired: FileRepair) -> dict[str, object]:
    return {
        "text": repaired.text,
        "encoding": repaired.encoding,
        "channel": repaired.channel,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "original": span.original,
                "repaired": span.repaired,
                "kind": span.kind,
                "confidence": span.confidence,
                "candidates": [
                    {"text": candidate.text, "confidence": candidate.confidence}
                    for candidate in span.candidates
                ],
            }
            for span in repaired.spans
        ],
        "disagreements": [{"start": start, "end": end} for start, end in repaired.disagreements],
    }
