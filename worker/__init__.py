"""ACT: everything that happens at a moment in time."""
