"""Schedule: plans that compute: tasks, links, calendars, critical path, baselines, progress."""
