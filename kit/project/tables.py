"""Tables of projects."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class Project(Recorded):
    """A project (项目), owned by a unit under a competent department; years are fiscal years, both included."""

    __tablename__ = "project"

    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(String(400))
    owner: Mapped[str] = mapped_column(CODE, index=True)
    year_from: Mapped[int]
    year_to: Mapped[int]
