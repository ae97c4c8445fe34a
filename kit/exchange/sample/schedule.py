"""Schedule: which project and year bears which mess.

Projects stand in blocks. Each block holds every kind of mess once, at places that the seed decides, and is otherwise
clean: so about a third of the tables are messy (as among the published ones), a sample of one block misses no kind,
and a project does not change when more are asked for.
"""

from functools import lru_cache

from kit.exchange.sample.chance import chance
from kit.exchange.sample.mess import PLAN_MESSES, Mess

BLOCK_PROJECTS = 30
CLEAN_PER_MESS = 1
# One project in so many has a plan, the first of a block among them.
PLAN_EVERY = 3
TABLE_MESSES = tuple(mess for mess in Mess if mess not in PLAN_MESSES)
Slot = tuple[int, int]


def mess_of(seed: int, number: int, place: int, years: int) -> Mess | None:
    """The mess of project *number* (from 1) in its year at *place* (from 0) of *years*; None where it stays clean."""
    size = _block_size(years)
    block, offset = divmod(number - 1, size)
    return _messes_of_block(seed, block, size, years).get((offset, place))


def has_plan(number: int, years: int) -> bool:
    """True where project *number* (from 1) has a plan."""
    return (number - 1) % _block_size(years) % PLAN_EVERY == 0


def plan_mess_of(seed: int, number: int, years: int) -> Mess | None:
    """What goes wrong with the plan of project *number*; None where it has none or goes well."""
    block, offset = divmod(number - 1, _block_size(years))
    planned = range(0, _block_size(years), PLAN_EVERY)
    places = chance(seed, "plans", block).sample(planned, len(PLAN_MESSES))
    return dict(zip(places, PLAN_MESSES, strict=True)).get(offset)


@lru_cache(maxsize=4)
def _messes_of_block(seed: int, block: int, size: int, years: int) -> dict[Slot, Mess]:
    dice = chance(seed, "messes", block)
    copied = (dice.randrange(1, size), dice.randrange(years))
    # What is copied is the table of the project before, which has to be there and clean.
    kept = {copied, (copied[0] - 1, copied[1])}
    free = [(offset, place) for offset in range(size) for place in range(years) if (offset, place) not in kept]
    others = [mess for mess in TABLE_MESSES if mess is not Mess.TABLE_COPIED]
    return {copied: Mess.TABLE_COPIED} | dict(zip(dice.sample(free, len(others)), others, strict=True))


def _block_size(years: int) -> int:
    least = -(-len(TABLE_MESSES) * (1 + CLEAN_PER_MESS) // years)
    return max(BLOCK_PROJECTS, least)
