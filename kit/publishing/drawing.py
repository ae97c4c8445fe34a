"""Drawing: charts as SVG; in a report run by one process that keeps the drawing engine warm for many reports.

The engine (V8, in vl-convert) takes longer to start than a report to write, and once started it cannot be forked.
"""

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from kit.kernels.link import Ended, Link

VARIABLE = "KIT_DRAWER"
NOBODY = "nobody"
VEGA_LITE = "5.20"
# A drawing of 700 points over the width of a page then has some 220 dots to the inch.
PRINT_SCALE = 2.0
# Names that the drawing engine counts up from chart to chart; a report must not depend on what was drawn before it.
_COUNTED = re.compile(r"\b(clip|gradient_|filter_|pattern_|lookup_)(\d+)\b")


class NotDrawn(RuntimeError):
    """A chart cannot be drawn."""


def draw_svg(content: dict[str, Any]) -> str:
    """The Vega-Lite chart as SVG; raises NotDrawn."""
    address = os.environ.get(VARIABLE)
    if address == NOBODY:
        return '<svg width="1" height="1"></svg>'
    return _ask(address, content) if address else _draw(content)


def draw_png(svg: str) -> bytes:
    """The picture of a drawing that stands in a page, large enough for print; raises NotDrawn."""
    import vl_convert

    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns=" not in svg[:400] else svg
    try:
        return bytes(vl_convert.svg_to_png(named, scale=PRINT_SCALE))
    except ValueError as error:
        raise NotDrawn(f"the chart cannot be made a picture: {str(error).strip().splitlines()[0]}") from None


@contextmanager
def not_drawing() -> Iterator[None]:
    """Inside the ``with`` block charts are made ready and left empty, and the engine stays unstarted."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = NOBODY
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before


def serve_drawer(link: Link, address: str) -> None:
    """Draw for whoever connects to *address*, one after another, until this process is ended."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen()
    link.send("listening")
    while True:
        client = Link.of_socket(listener.accept()[0])
        with suppress(Ended):
            _serve_one(client)
        client.close()


def _serve_one(client: Link) -> None:
    while True:
        (content,) = client.receive()
        try:
            client.send("drawn", _draw(content))
        except NotDrawn as error:
            client.send("failed", str(error))


def _ask(address: str, content: dict[str, Any]) -> str:
    try:
        drawer = Link.to(address)
        drawer.send(content)
        kind, said = drawer.receive()
    except (OSError, Ended):
        # The process that draws has gone; slower by itself, the report is still written.
        return _draw(content)
    drawer.close()
    if kind != "drawn":
        raise NotDrawn(said)
    return str(said)


def _draw(content: dict[str, Any]) -> str:
    import vl_convert

    try:
        drawn = vl_convert.vegalite_to_svg(content, vl_version=VEGA_LITE, allowed_base_urls=[])
    except ValueError as error:
        raise NotDrawn(f"the chart cannot be drawn: {str(error).strip().splitlines()[0]}") from None
    return _named_by_order(drawn)


def _named_by_order(svg: str) -> str:
    """The drawing with its inner names counted from nought."""
    places: dict[str, int] = {}
    return _COUNTED.sub(lambda found: f"{found[1]}{places.setdefault(found[0], len(places))}", svg)
