"""Alarms: overdue threads told to the contacts in order, and what people ask them.

C16 says whom to ask when unsure. That overdue threads go the same way is the program's own rule.
"""
