"""Views of projects: who has them, where they stand on their course, what a gate waits for, their documents."""

from kit.views.project import courses, documents, gates, lifecycles, loop, nodes, projects

__all__ = ["courses", "documents", "gates", "lifecycles", "loop", "nodes", "projects"]
