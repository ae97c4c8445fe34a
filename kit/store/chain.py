"""Chain: the entries of one dossier, followed from the first to the last."""

from typing import Any

from kit.core.digest import digest
from kit.store.fault import Fault
from kit.store.journal import START, Head
from kit.store.sealed import GONE, Sealed, read_sealed


class Chain:
    """The chain of one dossier while it is walked: where it stands, and how each row stands after it."""

    def __init__(self, dossier: str) -> None:
        self.dossier = dossier
        self.images: dict[tuple[str, int], bytes] = {}
        self._number = 0
        self._seal = START

    @property
    def end(self) -> Head:
        """Where the chain stands."""
        return Head(self.dossier, self._number, self._seal)

    def follow(self, entry: Any) -> list[Fault]:
        """Take the next entry in, its columns in the order of the table; say what is wrong with it."""
        _key, *repeated, text, seal = entry
        content = text.encode()
        sealed = read_sealed(content)
        faults = self._faults(sealed, repeated, digest(content) == seal)
        if sealed is None:
            return faults
        self._number, self._seal = repeated[1], seal
        for key, image in sealed.images():
            if image == GONE:
                self.images.pop(key, None)
            else:
                self.images[key] = image
        return faults

    def _faults(self, sealed: Sealed | None, repeated: list[Any], is_sealed: bool) -> list[Fault]:
        said = []
        if not is_sealed:
            said.append(("seal", "the entry's text does not fit its seal: it was changed"))
        if sealed is None:
            said.append(("seal", "the entry's text is not readable"))
        elif repeated[1] != self._number + 1 or sealed.previous != self._seal:
            said.append(("chain", "the entry does not follow the one before it: an entry is missing or was put in"))
        if sealed and sealed.repeated() != repeated:
            said.append(("columns", "the columns beside the text say something else than the text"))
        return [Fault(kind, f"{repeated[0]} {repeated[1]}", message) for kind, message in said]
