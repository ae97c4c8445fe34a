"""Live: a piece of page whose words come from Python, and that tells what a person types and presses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kit.core.language import get_language, speaking

Typed = dict[str, Any]
Files = dict[str, tuple[str, bytes]]
Press = Callable[[str, str | None], None]


class Live(anywidget.AnyWidget):
    """A frame of HTML with fields (by ``name``), buttons (``data-press``) and places for parts (``data-part``).

    ``typed`` holds every field as it stands, at most 300 ms after the last key. ``replaces`` is the id of the
    plain output that stood there before the page came alive. With ``unsaved`` the browser asks before leaving.
    ``files`` holds the files that were chosen when a button was pressed last: name and content, by field. In a new part
    the cursor goes to ``data-focus``; Escape presses ``data-escape``.
    """

    _esm = Path(__file__).parent / "live.js"

    frame = traitlets.Unicode().tag(sync=True)
    parts = traitlets.Dict().tag(sync=True)
    replaces = traitlets.Unicode().tag(sync=True)
    unsaved = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, frame: str = "", **traits: Any) -> None:
        super().__init__(frame=str(frame), **traits)
        self.typed: Typed = {}
        self.files: Files = {}
        self._language = get_language()
        self._on_type: Callable[[], None] = lambda: None
        self._on_press: Press = lambda _name, _value: None
        self.on_msg(self._hear)

    def on_type(self, answer: Callable[[], None]) -> None:
        """Call *answer* when something was typed."""
        self._on_type = answer

    def on_press(self, answer: Press) -> None:
        """Call *answer* with the name of a button and its value when it was pressed."""
        self._on_press = answer

    def show(self, **parts: str) -> None:
        """Show new words in the named places; the others stay as they are."""
        self.parts = {**self.parts, **{name: str(html) for name, html in parts.items()}}

    def _hear(self, _widget: Any, message: dict[str, Any], buffers: Any) -> None:
        typed = message.get("typed", {})
        named = zip(message.get("files", []), buffers or [], strict=False)
        self.files = {str(one["field"]): (str(one["name"]), bytes(content)) for one, content in named}
        changed, self.typed = typed != self.typed, dict(typed)
        # Messages come in a context of their own, which does not know the language of the cell that made the screen.
        with speaking(self._language):
            if changed:
                self._on_type()
            if "press" in message:
                self._on_press(str(message["press"]), message.get("value"))
