# SPDX-License-Identifier: GPL-2.0-or-later
"""``surveysheets``: a file per parcel and format, with an index; run again, it goes on with what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.errors import ShapelyError

from land_entry_plugin.cadastre.edition import EDITION_WORDS, Edition
from land_entry_plugin.errors import Cancelled, InputError, LandEntryError
from land_entry_plugin.files.faults import write_fault
from land_entry_plugin.files.outputs import remove_left
from land_entry_plugin.jobs.progress import Progress, Silent
from land_entry_plugin.jobs.sheet_files.index import INDEX_NAME, IndexRow, State, read_index, write_index
from land_entry_plugin.jobs.sheet_files.names import FolderNames
from land_entry_plugin.jobs.sheet_files.writer import notes_of
from land_entry_plugin.texts import both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.jobs.sheet_files.writer import SheetWriter, WholeWriter, WrittenFile

PHASE = "sheets"
_LONGEST_DETAIL = 120
# What a parcel whose part of a record is broken ends with.
_BROKEN = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, ShapelyError)


@dataclass(frozen=True)
class FailedSheet:
    """A parcel (or the file of all of them, by its name) that could not be written, and why."""

    parcel_id: str
    row: int
    error: LandEntryError
    format: str = ""


@dataclass(frozen=True)
class SheetBatch:
    """What a batch came to.

    Attributes
    ----------
    written, kept : list of Path
        New files, and those that were there and made from the same.
    failed : list of FailedSheet
    index : Path
    passed_over : int
        Files of the same name that belong to another record or to other options, and stay.
    whole : Path or None
        The file of all parcels.
    notes : tuple of dict
        What the user should know before he relies on the files, in both languages.
    """

    written: list[Path]
    kept: list[Path]
    failed: list[FailedSheet]
    index: Path
    passed_over: int = 0
    whole: Path | None = None
    notes: tuple[dict[str, str], ...] = ()

    @property
    def counts(self) -> dict[str, object]:
        """Return how many files were written, kept and failed, and what the index is called."""
        numbers = {"written": len(self.written), "kept": len(self.kept), "failed": len(self.failed)}
        return {**numbers, "index": self.index.name}


def surveysheets(
    record: dict[str, Any],
    parcel_ids: Sequence[str] | None,
    folder: Path | str,
    writers: Sequence[SheetWriter],
    progress: Progress | None = None,
    *,
    edition: Edition = Edition.INTERNAL,
    whole: WholeWriter | None = None,
    path: Path | None = None,
) -> SheetBatch:
    """Return what was written to ``folder``: a file per parcel and format, and an index of all of them.

    A file that is there and was made from the same (record, parcel, options, version of the plugin) is kept. Any other
    file stays as well: the new one gets a number.

    Parameters
    ----------
    record : dict
        Of a screening, as ``json.load`` gives it.
    parcel_ids : sequence of str or None
        Which parcels; all for None. An id that two rows bear gives two files of each format.
    folder : path
        Made where it does not exist.
    writers : sequence of SheetWriter
        One a format.
    progress : Progress, optional
        Asked between parcels; Cancelled is raised, files that are written stay and the index says what is missing.
    edition : Edition
        Of the writers, for the index.
    whole : WholeWriter, optional
        Writes one file of all parcels besides.
    path : Path, optional
        The record's file, by which errors name it; its id where it has none.

    Raises
    ------
    InputError
        Where there is no such parcel, or the folder cannot be written.
    """
    folder = Path(folder)
    parcels = chosen_parcels(record, parcel_ids)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_fault(error, folder) from error
    remove_left(folder)
    called = str(path or record["run"]["screening_id"])
    result = _Batch(record, called, parcels, folder, writers, edition).run(progress or Silent())
    result = replace(result, notes=notes_of(writers))
    return _with_whole(result, whole, called, parcels, folder) if whole is not None else result


def chosen_parcels(record: dict[str, Any], parcel_ids: Sequence[str] | None) -> list[dict[str, Any]]:
    """Return the parcels of a record that bear one of these ids; all for None."""
    if parcel_ids is None:
        return list(record["parcels"])
    wanted = set(parcel_ids)
    missing = sorted(wanted - {parcel["parcel_id"] for parcel in record["parcels"]})
    if missing:
        raise InputError("no_such_parcel", parcels=missing)
    return [parcel for parcel in record["parcels"] if parcel["parcel_id"] in wanted]


def broken_reason(error: Exception) -> dict[str, str]:
    """Return what is wrong with a record whose content ended in an error, in every language."""
    if isinstance(error, KeyError) and error.args:
        return both("note.broken_missing", {"member": error.args[0]})
    detail = " ".join(str(error).split())[:_LONGEST_DETAIL] or type(error).__name__
    kind = "broken_shape" if isinstance(error, ShapelyError) else "broken_value"
    return both(f"note.{kind}", {"detail": detail})


def _with_whole(
    result: SheetBatch, writer: WholeWriter, called: str, parcels: list[dict[str, Any]], folder: Path
) -> SheetBatch:
    """Return the result of a batch with the file of all parcels, or with why there is none."""
    names = FolderNames(folder, writer.suffix, writer.mark_of)
    path = names.claim(writer.stem)
    try:
        mark = writer.mark(parcels)
        there = names.kept(mark)
        if there is None:
            writer.write(parcels, path, mark)
    except LandEntryError as error:
        failure = error
    except _BROKEN as error:
        failure = InputError(
            "broken_record", detail=repr(error), record=called, reason=broken_reason(error), file=path.name
        )
    else:
        return replace(result, whole=there or path)
    return replace(result, failed=[*result.failed, FailedSheet(path.name, 0, failure)])


class _Batch:
    """A batch while it runs: each parcel in each format."""

    def __init__(
        self,
        record: dict[str, Any],
        called: str,
        parcels: list[dict[str, Any]],
        folder: Path,
        writers: Sequence[SheetWriter],
        edition: Edition,
    ) -> None:
        self.called = called
        self.pairs = [(parcel, writer) for parcel in parcels for writer in writers]
        self.names = {writer.format: FolderNames(folder, writer.suffix, writer.mark_of) for writer in writers}
        self.index, before = _index_of(folder)
        self.before = {row.mark: row for row in before if row.mark}
        self.marks = [_mark(parcel, writer) for parcel, writer in self.pairs]
        own = set(self.marks)
        # what the folder holds besides stays listed
        self.others = [row for row in before if row.mark not in own and row.file and (folder / row.file).is_file()]
        self.rows = [
            IndexRow(
                parcel["parcel_id"] or "",
                str(parcel["row"]),
                format=writer.format,
                screening_id=record["run"]["screening_id"],
                edition=EDITION_WORDS[edition],
            )
            for parcel, writer in self.pairs
        ]
        self.result = SheetBatch([], [], [], self.index)

    def run(self, progress: Progress) -> SheetBatch:
        """Write file after file."""
        count = len(self.pairs)
        for i in range(count):
            if progress.cancelled():
                self._write_index()
                raise Cancelled

            def done(share: float, first: int = i) -> None:
                progress.report(PHASE, (first + share) / count)

            done(0.0)
            self._one(i, done)
            if i + 1 == count or self.pairs[i + 1][0] is not self.pairs[i][0]:
                self._write_index()
        progress.report(PHASE, 1.0)
        self._write_index()
        return replace(self.result, passed_over=sum(names.passed_over for names in self.names.values()))

    def _one(self, i: int, done: Any) -> None:
        parcel, writer = self.pairs[i]
        mark, names = self.marks[i], self.names[writer.format]
        there = names.kept(mark) if mark else None
        if there is not None:
            self.result.kept.append(there)
            known = self.before.get(mark, self.rows[i])
            self.rows[i] = replace(known, state=State.KEPT, format=writer.format, file=there.name, mark=mark, reason="")
            return
        path = names.claim(parcel["parcel_id"])
        try:
            written = writer.write(parcel, path, mark, done)
        except LandEntryError as error:
            self._failed(i, error)
        except _BROKEN as error:
            # a parcel whose part of the record is broken does not stop the others
            broken = InputError(
                "broken_parcel",
                detail=repr(error),
                record=self.called,
                parcel=parcel["parcel_id"],
                row=parcel["row"],
                reason=broken_reason(error),
            )
            self._failed(i, broken)
        else:
            self.result.written.append(path)
            self.rows[i] = _row_of(self.rows[i], path, mark, written)

    def _failed(self, i: int, error: LandEntryError) -> None:
        # where it came from would keep layout and layers of the parcel alive
        error.__traceback__ = error.__context__ = error.__cause__ = None
        parcel, writer = self.pairs[i]
        self.result.failed.append(FailedSheet(parcel["parcel_id"], parcel["row"], error, writer.format))
        self.rows[i] = replace(self.rows[i], state=State.FAILED, reason=error.user_message("zh"))

    def _write_index(self) -> None:
        write_index(self.index, [*self.rows, *self.others])


def _mark(parcel: dict[str, Any], writer: SheetWriter) -> str:
    """Return the mark of a file; none where the parcel is so broken that it gets no file."""
    try:
        return writer.mark(parcel)
    except (LandEntryError, *_BROKEN):
        return ""


def _row_of(row: IndexRow, path: Path, mark: str, written: WrittenFile) -> IndexRow:
    open_places = {title: count for title, count in written.to_fill.items() if count}
    return replace(
        row,
        state=State.WRITTEN,
        file=path.name,
        sheets="、".join(written.sheets),
        pages="" if written.pages is None else str(written.pages),
        to_fill="" if written.pages is None else str(sum(open_places.values())),
        to_fill_by_sheet="、".join(f"{title} {count}" for title, count in open_places.items()),
        mark=mark,
    )


def _index_of(folder: Path) -> tuple[Path, list[IndexRow]]:
    """Return the index of a folder and its rows; a file of that name that is none stays as it is."""
    path, number = folder / INDEX_NAME, 2
    while (rows := read_index(path)) is None:
        path, number = folder / f"index_{number}.csv", number + 1
    return path, rows
