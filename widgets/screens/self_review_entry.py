"""Self-review entry: a unit enters or corrects a table, sees score and findings follow, and submits it."""

import logging
from collections.abc import Callable

import ipywidgets
from IPython.display import HTML, display

from kit.actions.desk import open_screen_desk
from kit.core.errors import KitError
from widgets.answer import Answer
from widgets.draft import Draft, marks_of
from widgets.grid import Grid
from widgets.keeping import Keeping
from widgets.language import _, enter
from widgets.live import Live
from widgets.markup import line
from widgets.review_desk import Key, Opened, Project, ReviewDesk
from widgets.screens import self_review_labels as labels
from widgets.screens import self_review_page as page

FIRST = "kit-first-entry"


def show_self_review_entry() -> None:
    """Show the screen for the person who is logged in."""
    try:
        display(_make())
    except KitError as error:
        display(HTML(page.first("") + line(str(error), "fault", alert=True)))


def _make() -> ipywidgets.Widget:
    workspace = enter()
    served = open_screen_desk(workspace)
    desk, login = ReviewDesk(served), served.actor.login
    projects = desk.projects()
    if not projects:
        raise KitError(
            _("{login} has no project to enter; register one with kit do project.register").format(login=login)
        )
    display(HTML(f'<div id="{FIRST}">{page.first(_("The table is being opened …"))}</div>'))
    return EntryScreen(desk, projects).box


class EntryScreen:
    """The parts of the page and what each of them sets going."""

    def __init__(self, desk: ReviewDesk, projects: list[Project]) -> None:
        self._desk = desk
        self._projects = projects
        self._kept: dict[Key, Draft] = {}
        self._keeping = Keeping()
        self._written: Draft | None = None
        self._opening = 0
        self._head = Live(replaces=FIRST)
        self._funds = Grid(labels.fund_columns(), label=_("Sources of the money"))
        self._rows = Grid(
            labels.indicator_columns([]), label=_("Indicators"), computed=_("Computed"), hint=page.typing_hint()
        )
        self._outcome = Live(page.outcome())
        self._is_unreadable = False
        self.box = self._arrange()
        self._open(desk.first_key(projects))
        self._listen()

    def _arrange(self) -> ipywidgets.Widget:
        self._rows.add_class("kit-rows")
        title = ipywidgets.HTML(f"<h2>{_('Indicators')}</h2>")
        form = ipywidgets.VBox([self._head, self._funds, title, self._rows])
        form.add_class("kit-form")
        box = ipywidgets.Box([form, self._outcome])
        box.add_class("kit-entry")
        return box

    def _listen(self) -> None:
        self._head.on_type(self._on_head)
        self._funds.on_type(self._judge)
        self._rows.on_type(self._judge)
        self._outcome.on_press(self._on_press)

    def _open(self, key: Key) -> None:
        """Show a table: as it was left on this page, else as it is kept."""
        self._keeping.wait()
        project = next(each for each in self._projects if each.code == key[0])
        year = key[1] if key[1] in project.years else project.years[-1]
        self._opened = self._desk.open(project, year)
        self._barriers = self._desk.barriers(self._opened)
        draft, self._written = self._kept.get(self._opened.key), None
        found = None if draft else self._desk.kept_draft(self._opened)
        if found:
            self._opened, self._written = found
        self._draw(draft or self._written or Draft.of(self._opened.table))
        if found and not self._barriers:
            self._outcome.show(said=page.restored())

    def _draw(self, draft: Draft) -> None:
        locked = self._opened.is_locked
        self._opening += 1
        self._head.typed = dict(draft.fields)
        self._funds.set_rows(draft.funds or [{}], locked)
        self._rows.show_columns(labels.indicator_columns(draft.rows))
        self._rows.set_rows(draft.rows or [{}], locked)
        # The heading comes last: once it names the table, the rows that stand on the page are that table's.
        self._head.frame = str(page.head(self._projects, self._opened, draft, self._opening))
        self._outcome.show(
            buttons=page.buttons(self._opened, is_barred=bool(self._barriers)), said=page.wrong(self._barriers)
        )
        self._judge()

    def _draft(self) -> Draft:
        return Draft(self._opened.table, self._head.typed, self._funds.rows, self._rows.rows)

    def _on_head(self) -> None:
        typed = self._head.typed
        if typed.get("opening") != str(self._opening):
            # The page had not drawn the table that was opened last; what it sent belongs to the one before.
            return
        chosen = (typed["project"], int(typed["chosen_year"]))
        if chosen == self._opened.key:
            self._judge()
            return
        self._kept[self._opened.key] = self._draft()
        self._open(chosen)

    def _judge(self) -> None:
        """Score and findings of what stands on the page."""
        draft = self._draft()
        table, wrong = self._desk.read(self._opened, draft.values())
        is_unsaved = not self._opened.is_locked and table != self._as_opened()
        self._head.unsaved = is_unsaved
        self._keep_draft(draft if is_unsaved else None)
        self._head.show(state=page.state_line(self._opened, is_unsaved))
        if table is None:
            self._is_unreadable = True
            self._outcome.show(said=page.wrong(wrong))
            return
        if self._is_unreadable:
            self._is_unreadable = False
            self._outcome.show(said=page.wrong(self._barriers))
        review = self._desk.judge(self._opened, table)
        self._rows.mark(marks_of(draft, review))
        self._outcome.show(score=page.score(review), findings=page.findings(review))

    def _keep_draft(self, draft: Draft | None) -> None:
        """Write down what is not saved, in case the session or the kernel ends; take it away once it is."""
        if draft == self._written:
            return
        self._written, opened = draft, self._opened
        if draft is None:
            self._keeping.give(lambda: self._desk.drop_draft(opened))
        else:
            self._keeping.give(lambda: self._desk.keep_draft(opened, draft))

    def _as_opened(self) -> object:
        return self._desk.read(self._opened, Draft.of(self._opened.table).values())[0]

    def _on_press(self, name: str, _value: str | None) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "save": self._save,
            "submit": self._submit,
            "theirs": self._take_theirs,
            "mine": self._keep_mine,
        }
        try:
            deeds[name]()
        except KitError as error:
            self._say_failed(str(error))
        except Exception as error:
            # The boundary of the screen: whatever happened, what was typed stays on the page.
            logging.getLogger(__name__).exception("the deed %s failed", name)
            self._say_failed(f"{type(error).__name__}: {error}")

    def _save(self) -> None:
        answer = self._keep()
        if answer.ok:
            self._outcome.show(said=page.receipt(answer, is_submitted=False))

    def _submit(self) -> None:
        kept = self._keep() if self._head.unsaved or self._opened.state is None else None
        if kept and not kept.ok:
            return
        answer = self._desk.submit(self._opened, str(self._outcome.typed.get("explanation", "")))
        if answer.ok:
            self._kept.pop(self._opened.key, None)
            self._opened = self._reopened()
            self._draw(Draft.of(self._opened.table))
            self._outcome.show(said=page.receipt(answer, is_submitted=True))
            return
        self._refused(answer, before=kept)

    def _keep(self) -> Answer:
        """Save what stands on the page; what stops it is said, what succeeds is left to the deed that asked for it."""
        answer = self._desk.save(self._opened, self._draft().values())
        if not answer.ok:
            self._refused(answer)
            return answer
        self._kept.pop(self._opened.key, None)
        self._opened = self._reopened()
        self._judge()
        return answer

    def _refused(self, answer: Answer, before: Answer | None = None) -> None:
        """Say why nothing more was recorded, below what had been recorded *before*."""
        recorded = page.receipt(before, is_submitted=False) if before else ""
        why = page.stale(answer.stale) if answer.stale else page.wrong(answer.findings)
        self._outcome.show(said=recorded + why)

    def _take_theirs(self) -> None:
        self._kept.pop(self._opened.key, None)
        self._keeping.wait()
        self._desk.drop_draft(self._opened)
        self._open(self._opened.key)

    def _keep_mine(self) -> None:
        draft = self._draft()
        self._opened = self._reopened()
        if self._opened.is_locked:
            self._say_failed(_("the table was submitted meanwhile; it can only be read now"))
            return
        self._head.typed = dict(draft.fields)
        self._save()

    def _reopened(self) -> Opened:
        project = next(each for each in self._projects if each.code == self._opened.key[0])
        return self._desk.open(project, self._opened.key[1])

    def _say_failed(self, reason: str) -> None:
        said = _("Not saved; your text is still here. {reason}").format(reason=reason)
        self._outcome.show(said=line(said, "fault", alert=True))
