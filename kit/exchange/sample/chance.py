"""Chance: random choices that a seed decides, the same on every machine."""

from random import Random


def chance(*parts: object) -> Random:
    """Random choices of their own for *parts* (seed, project, year), independent of all others.

    A text seeds Python's generator by SHA-512 (``random.seed``, version 2), so a project does not depend on how many
    stand beside it.
    """
    return Random("/".join(str(part) for part in parts))  # noqa: S311 - a sample needs repetition, not secrecy


def split_points(total: int, parts: int, dice: Random) -> list[int]:
    """*total* points over *parts* rows, each within a point or two of an equal share."""
    points = [total // parts + (place < total % parts) for place in range(parts)]
    for _ in range(parts // 2):
        giver, taker = dice.sample(range(parts), 2)
        if points[giver] > 2:
            points[giver], points[taker] = points[giver] - 1, points[taker] + 1
    return points
