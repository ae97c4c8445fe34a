"""Catalogue of views: loads every room's views."""

from kit.views import approval, budget, evaluation, journal, law, org, portfolio, project, risk, schedule
from kit.views.registry import View, all_views, find_view

ROOMS = (approval, budget, evaluation, journal, law, org, portfolio, project, risk, schedule)

__all__ = ["ROOMS", "View", "all_views", "find_view"]
