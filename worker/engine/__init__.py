"""The task queue between processes on several hosts: procrastinate, on our own PostgreSQL.

It tells workers that there is something to do and brings back what a dead one had; who does it, and
that its effects happen once, is for our leases (`worker.store.leases`) to say. Nothing here is
imported unless the configuration says `engine = "procrastinate"`.
"""
