"""Before a folder is imported: a look at what is there, and what its user wants of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import UserFacingError
from app.formats.mapping import Columns, TableHead
from app.i18n import _
from app.ingest.options import ImportOptions
from app.ingest.remembered import Mappings
from app.ingest.wishes import Rule, Wish
from app.model.reports import ImportPreview, SkippedFile
from app.settings import options
from app.ui.dialogs.mapping import MappingDialog
from app.ui.dialogs.preview import PreviewDialog
from app.ui.dialogs.preview_lines import Line, lines_of, options_of
from app.ui.main_window.services import Services
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.previewing import PreviewDesk

Then = Callable[[Sequence[Path], ImportOptions], None]


class Previewing(QObject):
    """Shows the preview where one is wanted, one at a time; ``failed``: a table cannot be read."""

    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._settings = services.settings
        self._sample = services.sample_dir
        self._theme = desk.theme
        self._window = window
        self.mappings = Mappings(services.settings)
        desk.writing.mappings = self.mappings
        self.desk = PreviewDesk(desk.corpus, services.engine, desk.runner)
        self.dialog: PreviewDialog | None = None
        self.mapping: MappingDialog | None = None
        self._paths: tuple[Path, ...] = ()
        self._then: Then | None = None

    @property
    def busy(self) -> bool:
        """True while something is being looked at."""
        return self.desk.busy

    def before(self, paths: Sequence[Path], then: Then) -> None:
        """Call ``then`` with the paths and how to read them, now or when the user has looked at them."""
        own = self._sample.resolve()  # nobody needs to be asked about what came with the program
        folders = [path for path in paths if path.is_dir() and path.resolve() != own]
        mode = self._settings.get(options.IMPORT_PREVIEW)
        quiet = self._settings.get(options.UNPREVIEWED_FOLDERS)
        if mode == "never" or all(str(folder.absolute()) in quiet for folder in folders):
            then(paths, ImportOptions())
        elif mode == "always":
            self._show(paths, then)
        else:
            self.desk.knows(
                folders,
                lambda known: then(paths, ImportOptions()) if known else self._show(paths, then),
                self.failed.emit,
            )

    def close(self) -> None:
        """The corpus changed: what was looked at is not going to be imported."""
        if self.dialog is not None:
            self.dialog.close()

    def map_skipped(self, skipped: Sequence[SkippedFile], then: Then) -> None:
        """Map the columns of the first table among skipped files, and import all that have its header."""
        first = next((item for item in skipped if item.header), None)
        if first is None:
            return
        files = [item.path for item in skipped if set(item.header) == set(first.header)]

        def mapped(columns: Columns) -> None:
            rule = Rule(Wish(columns=columns), files=frozenset(files))
            then([Path(file) for file in files], ImportOptions(rules=(rule,)))

        self._ask_columns(first.path, Wish(), None, mapped)

    # ------------------------------------------------------------------ the preview

    def _show(self, paths: Sequence[Path], then: Then) -> None:
        self.close()
        self._paths, self._then = tuple(paths), then
        mode = self._settings.get(options.IMPORT_PREVIEW)
        dialog = PreviewDialog(paths[0].name or str(paths[0]), mode, self._theme, self._window)
        dialog.accepted.connect(self._import)
        dialog.left.connect(self._leave)
        dialog.changed.connect(self._look_again)
        dialog.columns.connect(self._map)
        self.dialog = dialog
        base = ImportOptions(remembered=self.mappings.remembered())
        self.desk.look(paths, base, self._found, self._broke, dialog.show_progress)
        dialog.show()

    def _found(self, found: ImportPreview) -> None:
        if self.dialog is not None:
            self.dialog.show_lines(lines_of(found))

    def _broke(self, error: Exception) -> None:
        if self.dialog is not None:
            words = error.message if isinstance(error, UserFacingError) else str(error)
            self.dialog.show_error(_("Looking at the files failed: {reason}").format(reason=words))

    def _look_again(self, number: int) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        line = dialog.lines[number]
        base = ImportOptions(remembered=self.mappings.remembered())
        dialog.wait_for(_("Looking at this group again …"))
        dialog.table.setEnabled(False)

        def found(preview: ImportPreview) -> None:
            if self.dialog is dialog:
                dialog.replace_line(number, lines_of(preview, line.wish) or [line])

        def broke(error: Exception) -> None:
            dialog.table.setEnabled(True)
            self._broke(error)

        self.desk.look_again(self._paths, line.files, options_of([line], base), found, broke)

    def _map(self, number: int) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        line = dialog.lines[number]

        def mapped(columns: Columns) -> None:
            if self.dialog is dialog and number < len(dialog.lines) and dialog.lines[number] is line:
                line.wish = Wish(columns=columns).over(line.wish)
                self._look_again(number)

        self._ask_columns(line.files[0], _plain(line), line.columns, mapped)

    def _ask_columns(
        self, file: str, wish: Wish, columns: Columns | None, mapped: Callable[[Columns], None]
    ) -> None:
        def peeked(head: TableHead | None) -> None:
            if head is None:
                self.failed.emit(UserFacingError(_("{path} has no header of a table.").format(path=file)))
                return
            asked = MappingDialog(head, columns, Path(file).name, self._theme, self.dialog or self._window)

            def use(chosen: Columns, remember: bool) -> None:
                if remember:
                    self.mappings.keep(head.header, chosen)
                mapped(chosen)

            asked.mapped.connect(use)
            self.mapping = asked
            asked.show()

        self.desk.peek(Path(file), wish, peeked, self.failed.emit)

    def _import(self) -> None:
        dialog, then = self.dialog, self._then
        if dialog is None or then is None:
            return
        self._keep(dialog)
        wanted = options_of(dialog.lines, ImportOptions())
        self._end()
        then(self._paths, wanted)

    def _leave(self) -> None:
        self._end()

    def _end(self) -> None:
        self.desk.cancel()
        self.dialog = self._then = None

    def _keep(self, dialog: PreviewDialog) -> None:
        self._settings.set(options.IMPORT_PREVIEW, str(dialog.mode.currentData()))
        if dialog.not_again.isChecked():
            for path in self._paths:
                if path.is_dir():
                    self._settings.put_first(options.UNPREVIEWED_FOLDERS, str(path.absolute()))


def _plain(line: Line) -> Wish:
    """The wish without words that only say "found out"."""
    return line.wish.settled()
