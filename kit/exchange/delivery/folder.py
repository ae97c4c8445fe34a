"""Folder: a channel that writes letters as ``.eml`` files, for offices without mail and for tests."""

import os
from pathlib import Path

from kit.core.errors import EnvironmentLacks
from kit.exchange.delivery.channel import ChannelDown
from kit.exchange.delivery.letter import write_letter
from kit.store.outbox import OutboxRow
from kit.workspace.sending import MailSettings


class FolderChannel:
    """Letters as files; one of the same number replaces itself."""

    def __init__(self, settings: MailSettings, office: str, folder: Path) -> None:
        self._settings, self._office, self._folder = settings, office, folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentLacks(f"the folder for letters {folder} cannot be made: {error.strerror}") from None

    def send(self, row: OutboxRow) -> None:
        """Write the letter, as a whole or not at all."""
        letter = write_letter(row, self._settings, self._office)
        rough = self._folder / f".{row.number}"
        try:
            with rough.open("wb") as file:
                file.write(letter.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            rough.replace(self._folder / f"{row.number}.eml")
        except OSError as error:
            raise ChannelDown(f"{self._folder} cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Nothing is open."""
