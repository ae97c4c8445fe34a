"""Actions about projects: registering, the course through the lifecycle, its nodes and documents."""

from kit.actions.project import course, documents, nodes, registration, stopping

__all__ = ["course", "documents", "nodes", "registration", "stopping"]
