"""Signers: what somebody may sign on a day, from the own roles and from those that others have lent."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kit.approval.delegation import runs_on
from kit.approval.signing import Capacity, Signer
from kit.approval.tables import Delegation
from kit.core.actor import ADMINISTRATORS, OUTSIDERS, Role

# Who works inside and does more than look. People from outside are bound to assigned projects and sign nothing.
BUSINESS = frozenset(Role) - ADMINISTRATORS - OUTSIDERS - {Role.ANALYST}
# A unit's own people sign for the unit's own projects.
OF_A_UNIT = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})


@dataclass(frozen=True)
class Member:
    """Somebody of the office as far as signing goes."""

    login: str
    roles: frozenset[Role]
    unit: str | None = None
    left_on: date | None = None

    def is_gone(self, day: date) -> bool:
        """True from the day on which they left."""
        return self.left_on is not None and self.left_on <= day

    def signs(self, owners: Collection[str], day: date) -> frozenset[Role]:
        """The roles in which they sign for projects of the units *owners*."""
        if self.is_gone(day):
            return frozenset()
        is_strange = self.unit is not None and bool(owners) and self.unit not in owners
        return self.roles & (BUSINESS - OF_A_UNIT if is_strange else BUSINESS)


def signer_from(
    member: Member, others: Mapping[str, Member], lent: Iterable[Delegation], owners: Collection[str], day: date
) -> Signer:
    """A member as a signer on a day: *lent* are delegations, *others* those who may have made them, by login."""
    mandates = tuple(
        Capacity(Role(one.role), one.person)
        for one in lent
        if one.deputy == member.login and runs_on(one, day) and one.person in others
        if one.role in others[one.person].signs(owners, day)
    )
    return Signer(member.login, member.signs(owners, day), mandates, member.is_gone(day))
