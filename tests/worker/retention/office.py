"""A city's office on LinkedIn: the sandbox, a configuration, a database, a clock to be moved."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from connectors.http import Patience
from connectors.sandbox import Sandbox
from policies.model import Platform
from worker.cli.run import run
from worker.config.load import load
from worker.language import Language
from worker.platforms import reader
from worker.reporting import mail_as_file, write_report
from worker.store.opening import open_store
from worker.store.purging import purge
from worker.sweeping.means import Scope, Talk, means
from worker.sweeping.sweep import sweep
from worker.sweeping.talk import read_talk

HOUR = timedelta(hours=1)
CITY = "urn:li:organization:77"
CONFIGURATION = """
language = "sv"
state_dir = "var"
[database]
url = "{url}"
[mail]
sender = "annonsvakt@example.org"
report_to = ["redaktionen@example.org"]
[linkedin]
base_url = "{base_url}"
oauth_url = "{base_url}"
ads_token = "sandbox-ads"
community_token = "sandbox-community"
organizations = ["{city}"]
approved_organizations = ["{city}"]
"""


class Office:
    """Its programs, run by the office's own clock, or on the command line by the machine's."""

    def __init__(self, folder, at, *, url=None):
        self.folder, self.at = folder, at
        self.sandbox = Sandbox(clock=self.clock)
        self.world = self.sandbox.world
        self.url = url or f"sqlite:///{folder / 'annonsvakt.db'}"
        self.path = folder / "annonsvakt.toml"
        told = {"url": self.url, "base_url": self.sandbox.start(), "city": CITY}
        self.path.write_text(CONFIGURATION.format(**told), encoding="utf-8")
        self.settings = load(self.path)
        self.store = open_store(self.url)
        self.told = []

    def close(self):
        self.store.close()
        self.sandbox.stop()

    def clock(self):
        return self.at

    def reader(self):
        patience = Patience(5, sleep=lambda seconds: None)
        return reader(Platform.LINKEDIN, self.settings, patience=patience, clock=self.clock)

    def means(self):
        return means(
            self.settings,
            store=self.store,
            clock=self.clock,
            tell=lambda words: self.told.append(words.english()),
        )

    def sweep(self):
        return sweep(self.means(), {Platform.LINKEDIN: self.reader()}, Scope())

    def listen(self):
        """Comments alone, as a sweep reads them."""
        talk = Talk()
        read_talk(self.means(), self.reader(), Scope(), talk)
        return talk

    def purge(self):
        kept = self.settings.retention.kept()
        return purge(self.store, kept, at=self.at).erased["linkedin_comments"]

    def report(self):
        """The report in its files, and its mail as a file."""
        said = Language("sv", ZoneInfo(self.settings.timezone))
        written = write_report(self.store, self.settings, said, at=self.at)
        mail_as_file(written, self.settings, written.paths["report.html"].parent)
        return written

    def run(self, *arguments):
        """A command, as it is typed."""
        return run(["--config", str(self.path), *arguments])

    def kill(self, token):
        """LinkedIn takes a token back."""
        self.world.linkedin["tokens"][token]["status"] = "revoked"
