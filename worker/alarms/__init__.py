"""Alarms: what is overdue, what somebody is unsure about, and floods, told to the contacts once."""
