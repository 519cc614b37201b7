"""The scheduled service: slots claimed once, jobs run in them, and the clock that only ticks."""
