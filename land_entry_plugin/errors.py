# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong, in the words of the person who has to mend it."""

from __future__ import annotations

from land_entry_plugin.texts import render


class LandEntryError(Exception):
    """An error with a sentence for the user: what, where, what to do.

    Parameters
    ----------
    text_id : str
        Id of the sentence in ``resources/texts/errors.yaml``; released ids never change.
    detail : str
        What a developer wants to know; goes to the log, never to the user.
    **values
        What the sentence names.
    """

    def __init__(self, text_id: str, detail: str = "", **values: object) -> None:
        self.text_id = text_id
        self.detail = detail
        self.values = values
        super().__init__(self.user_message("en"))

    def user_message(self, language: str) -> str:
        """Return the sentence in ``"zh"`` or ``"en"``."""
        return render(f"error.{self.text_id}", self.values, language)


class InputError(LandEntryError):
    """The input is at fault: nothing was written."""


class Cancelled(Exception):  # noqa: N818 it is no error
    """The user cancelled."""
