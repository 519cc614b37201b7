"""Digests: twice a day each owner is told of the threads that wait for them, and of nothing else."""
