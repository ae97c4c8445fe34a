"""Images: how the row images that an earlier schema wrote into the journal read in the next one.

A revision that changes a table adds its function here. The journal's text stays as it was sealed; what is compared and
restored is the image brought up to the schema of this version.
"""

from collections.abc import Callable
from typing import Any

Image = dict[str, Any]
Upcast = Callable[[str, Image], Image]


def bring_up(table: str, image: Image, schema: str) -> Image:
    """An *image* of a row of *table* that was written under *schema*, as this version would have written it."""
    for revision, upcast in UPCASTS.items():
        if revision > schema:
            image = upcast(table, image)
    return image


def _to_0002(table: str, image: Image) -> Image:
    return image | {"scheme_named": None} if table == "self_review" else image


def to_0003(table: str, image: Image) -> Image:
    """Lines learn what they are for and what else their money does; a line of an earlier schema did nothing of it."""
    if table != "budget_line":
        return image
    named = {"code": f"{image['year']}-{image['id']}", "origin_year": image["year"], "is_earmarked": False}
    return image | dict.fromkeys(LINE_TEXTS) | named | dict.fromkeys(("received", "reserved", "contracted"), 0)


def _to_0007(table: str, image: Image) -> Image:
    return image | {"assigned_to": None} if table == "alert" else image


def _to_0010(table: str, image: Image) -> Image:
    return image | {"behalf": None, "handed_to": None} if table == "approval_signature" else image


LINE_TEXTS = ("fund", "functional", "government_economic", "department_economic", "purpose", "document")

# By the schema they lead to, in order.
UPCASTS: dict[str, Upcast] = {"0002": _to_0002, "0003": to_0003, "0007": _to_0007, "0010": _to_0010}
