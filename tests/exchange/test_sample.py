"""The sample portfolio: each planted mess is found where the manifest says, and what is clean stays silent."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.actions.office import found_office
from kit.core.errors import UsageError
from kit.core.finding import Severity
from kit.evaluation.review import Review, review_table, review_tables
from kit.evaluation.scheme import Scheme, load_scheme
from kit.exchange.sample.content import load_content
from kit.exchange.sample.manifest import FILE, Manifest
from kit.exchange.sample.mess import KINDS, Mess, Trace
from kit.exchange.sample.papers import Portfolio, Step
from kit.exchange.sample.recording import make_sample, planted_in
from kit.store.database import Database
from kit.store.verify import verify
from kit.views.budget import show_budget_lines
from kit.views.catalogue import find_view
from kit.views.reader import Reader
from kit.workspace.resources import Resources
from kit.workspace.workspace import Settings, Workspace

BLOCK = 30
SEED = 7
BY_FINDING = [mess for mess in Mess if KINDS[mess].trace is Trace.FINDING]
BY_REFUSAL = [mess for mess in Mess if KINDS[mess].trace is Trace.REFUSAL]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """The scheme that the sample's tables are scored by."""
    return load_scheme("mof-2020-10", Resources())


@pytest.fixture(scope="module")
def portfolio(scheme: Scheme) -> Portfolio:
    """A portfolio in memory."""
    return Portfolio(load_content(Resources()), scheme, SEED)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A new workspace."""
    return found_office(tmp_path_factory.mktemp("sample") / "office", Settings(), "admin", "test")


@pytest.fixture(scope="module")
def manifest(office: Workspace) -> Manifest:
    """The sample of one block, recorded in the office."""
    return make_sample(office, BLOCK, SEED, lambda _: None)


@pytest.fixture
def reader(office: Workspace, manifest: Manifest) -> Reader:
    """What the office holds once the sample is in."""
    assert manifest.projects == BLOCK
    return Reader(Database(office.database_address))


def place_of(manifest: Manifest, mess: Mess) -> tuple[str, int]:
    """Project and year of the one mess of that kind."""
    (planted,) = [one for one in manifest.planted if one.mess is mess]
    return planted.project, planted.year


def serious(review: Review) -> set[str]:
    """The codes of the faults and questions of a review."""
    return {f.code for f in review.findings if f.severity in (Severity.FAULT, Severity.QUESTION)}


def test_a_block_holds_every_kind_of_mess_once(manifest: Manifest) -> None:
    """Thirty projects are enough to see each kind."""
    counts = manifest.counts

    assert counts == {str(mess): 1 for mess in Mess}


def test_the_manifest_counts_what_was_recorded(manifest: Manifest, reader: Reader) -> None:
    """Thirty projects in three years are ninety tables, less the one that is missing."""
    recorded = find_view("self_reviews").show(reader, {})

    assert len(recorded) == manifest.tables == 30 * 3 - 1


@pytest.mark.parametrize("mess", [mess for mess in BY_FINDING if mess is not Mess.TABLE_COPIED])
def test_a_mess_in_a_table_is_found_by_the_checker(mess: Mess, manifest: Manifest, reader: Reader) -> None:
    """The stored findings of the table name the mess."""
    project, year = place_of(manifest, mess)

    findings = find_view("findings").show(reader, {"project": project, "year": year})

    assert KINDS[mess].code in set(findings["code"])


def test_a_copied_table_is_found_beside_its_model(manifest: Manifest, portfolio: Portfolio) -> None:
    """A copy shows only where both tables are looked at."""
    project, year = place_of(manifest, Mess.TABLE_COPIED)
    tables = [y.printed for n in range(1, BLOCK + 1) for y in portfolio.years(n) if y.printed]

    reviews = review_tables(tables)

    assert [r.id for r in reviews if "evaluation.copied_table" in serious(r)] == [f"{project}-{year}"]


@pytest.mark.parametrize("mess", BY_REFUSAL)
def test_an_impossible_paper_is_refused_and_the_journal_says_so(mess: Mess, manifest: Manifest, reader: Reader) -> None:
    """The dossier of the project holds one refusal with the code of the mess."""
    project, _ = place_of(manifest, mess)

    refusals = [entry for entry in reader.entries(project) if KINDS[mess].code in json.dumps(findings_of(entry))]

    assert len(refusals) == 1


def findings_of(entry: Any) -> Any:
    """The findings that an entry of the journal keeps."""
    return json.loads(entry.text)["findings"]


def test_what_is_late_is_still_a_draft(manifest: Manifest, reader: Reader) -> None:
    """A table that was not submitted, or whose submission was refused, is a draft; all others are submitted."""
    late = {place_of(manifest, mess) for mess in (Mess.NOT_SUBMITTED, Mess.SUBMITTED_UNEXPLAINED)}

    reviews = find_view("self_reviews").show(reader, {})

    drafts = reviews[reviews["state"] == "draft"]
    assert set(zip(drafts["project"], drafts["year"], strict=True)) == late


def test_a_missing_table_is_not_there(manifest: Manifest, reader: Reader) -> None:
    """The project has tables of its other years only."""
    project, year = place_of(manifest, Mess.TABLE_MISSING)

    reviews = find_view("self_reviews").show(reader, {"project": project})

    assert sorted(reviews["year"]) == sorted({2023, 2024, 2025} - {year})


def test_a_zero_budget_has_no_execution_rate(manifest: Manifest, reader: Reader) -> None:
    """Nothing is divided by a budget of zero."""
    project, year = place_of(manifest, Mess.ZERO_BUDGET)

    reviews = find_view("self_reviews").show(reader, {"project": project, "year": year})

    assert reviews["rate"].isna().all()


def test_nothing_is_overspent_in_the_books(manifest: Manifest, reader: Reader) -> None:
    """The attempt to pay more than a line holds left no line behind."""
    project, year = place_of(manifest, Mess.LINE_OVERSPENT)

    lines = show_budget_lines(reader, project, year)

    assert (lines["paid"] <= lines["allotted"]).all()


def test_a_clean_table_gives_neither_fault_nor_question(scheme: Scheme) -> None:
    """Of five hundred projects every clean table is silent, alone and beside all others, and scored as printed."""
    portfolio = Portfolio(load_content(Resources()), scheme, seed=1)
    clean = [y.printed for n in range(1, 501) for y in portfolio.years(n) if y.mess is None and y.printed]

    reviews = review_tables(clean, scheme)

    assert Counter(code for review in reviews for code in serious(review)) == Counter()
    assert all(review.computed.total == review.printed.total for review in reviews)


def test_every_mess_shows_wherever_it_is_planted(scheme: Scheme) -> None:
    """Whatever the project and the way its office prints: each mess in a table is found."""
    portfolio = Portfolio(load_content(Resources()), scheme, seed=2)
    messy = [y for n in range(1, 301) for y in portfolio.years(n) if y.mess in BY_FINDING and y.printed]

    missed = [y.facts.id for y in messy if not _is_found(y, scheme)]

    assert len(messy) == 300 // BLOCK * len(BY_FINDING)
    assert missed == []


def _is_found(year: Any, scheme: Scheme) -> bool:
    approved = year.clean.indicators if year.mess is Mess.APPROVED_TARGET_CHANGED else None
    if year.mess is Mess.TABLE_COPIED:
        return bool(year.printed.indicators != year.clean.indicators)
    return KINDS[year.mess].code in serious(review_table(year.printed, scheme, approved))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), number=st.integers(1, 100_000))
def test_a_project_depends_on_seed_and_number_alone(seed: int, number: int) -> None:
    """Two portfolios of one seed hand in the same papers for a project, whatever was made before."""
    content, scheme = load_content(Resources()), load_scheme("mof-2020-10", Resources())
    first, second = (Portfolio(content, scheme, seed) for _ in range(2))

    papers = [paper.request.model_dump_json() for paper in first.papers(number)]
    list(second.papers(number + 1))
    again = [paper.request.model_dump_json() for paper in second.papers(number)]

    assert papers == again


def test_a_larger_sample_begins_with_the_smaller_one(portfolio: Portfolio) -> None:
    """The first projects bear the same messes, however many follow."""
    few = list(planted_in(portfolio, range(1, 11)))

    many = list(planted_in(portfolio, range(1, 101)))

    assert many[: len(few)] == few


def test_the_same_seed_gives_the_same_manifest_and_another_seed_another(
    make_office: Callable[[str], Workspace],
) -> None:
    """``sample.json`` is the same byte for byte."""
    texts = []

    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        office = make_office(name)
        make_sample(office, 3, seed, lambda _: None)
        texts.append((office.root / FILE).read_bytes())

    assert texts[0] == texts[1] != texts[2]


def test_a_second_sample_in_one_workspace_is_refused_with_the_remedy(office: Workspace, manifest: Manifest) -> None:
    """A sample is made once; the message says where to go."""
    with pytest.raises(UsageError, match="holds a sample already; make another workspace with kit init"):
        make_sample(office, manifest.projects, SEED, lambda _: None)


def test_a_recorded_sample_verifies(office: Workspace, manifest: Manifest) -> None:
    """Journal and tables agree."""
    verdict = verify(Database(office.database_address), [])

    assert verdict.faults == []
    assert manifest.tables > 0


def test_each_unit_has_its_own_officer(portfolio: Portfolio, manifest: Manifest) -> None:
    """A table comes from the officer of the unit that owns the project, who is among the people of the sample."""
    logins = {person.login for person in manifest.people}

    tables = [paper for n in range(1, BLOCK + 1) for paper in portfolio.papers(n) if paper.step is Step.TABLE]

    assert {paper.login for paper in tables} <= logins


@pytest.fixture
def make_office(tmp_path: Path) -> Callable[[str], Workspace]:
    """Founds offices by name."""
    return lambda name: found_office(tmp_path / name, Settings(), "admin", "test")
