"""The page of roles: written from the registries, and kept beside them."""

from kit.server.rights import role_table
from tests.environment import CHECKOUT


def test_the_page_says_what_the_registries_say() -> None:
    """``python -m kit.server.rights > docs/access.md`` writes it."""
    assert (CHECKOUT / "docs" / "access.md").read_text(encoding="utf-8") == role_table()
