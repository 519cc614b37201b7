"""Mails on their way: kept in the outbox with their cause, handed over, marked."""
