"""Catalogue of actions: loads every room's actions and tables, so that nothing is forgotten by a door."""

from kit.actions import accounts, approval, budget, evaluation, law, org, project, risk, schedule
from kit.actions.registry import Action, all_actions, find_action
from kit.store.database import Database
from kit.store.migration import check_schema
from kit.workspace.workspace import Workspace

ROOMS = (accounts, approval, budget, evaluation, law, org, project, risk, schedule)

__all__ = ["ROOMS", "Action", "all_actions", "find_action", "open_database"]


def open_database(workspace: Workspace) -> Database:
    """The workspace's database with all tables declared and the schema checked; it must stand already."""
    database = Database.standing(workspace.database_address)
    check_schema(database)
    return database
