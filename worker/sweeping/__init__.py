"""The job: poll, snapshot, store, evaluate, findings; comments, threads, queue."""
