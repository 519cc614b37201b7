"""The crisis stop carried out: plans, journals, writes, read-backs, and its undoing.

Works without the database, the mail server and the scheduler, and imports none of them.
"""
