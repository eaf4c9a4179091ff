"""All that is looked at, and what a web server cannot do without."""

from collections.abc import Callable
from dataclasses import dataclass

from lcep_site.health import backups, database, disk, lists, running
from lcep_site.health.findings import Finding, HealthState


@dataclass(frozen=True)
class HealthCheck:
    """One thing that is looked at. A web server that `is_needed` for, and that is not working, is sent no visitors."""

    name: str
    title: str
    look: Callable[[], Finding]
    is_needed: bool = False


# The first that fails of those that are needed is the likeliest cause of the rest.
CHECKS = (
    HealthCheck("disk", "Disk", disk.disk, is_needed=True),
    HealthCheck("database", "Database", database.database, is_needed=True),
    HealthCheck("migrations", "Tables", database.migrations, is_needed=True),
    HealthCheck("postcodes", "Postcodes", lists.postcodes, is_needed=True),
    HealthCheck("schools", "Schools", lists.schools, is_needed=True),
    HealthCheck("mail", "Mail", running.mail),
    HealthCheck("sheets", "Sheets", running.sheets),
    HealthCheck("worker", "Worker", running.worker),
    HealthCheck("scheduler", "Scheduler", running.scheduler),
    HealthCheck("daily", "Daily jobs", running.daily_jobs),
    HealthCheck("backup", "Backup", backups.backup),
)


@dataclass(frozen=True)
class CheckedHealth:
    """A check, and what was found."""

    check: HealthCheck
    finding: Finding

    @property
    def is_good(self) -> bool:
        return self.finding.state == HealthState.GOOD

    @property
    def keeps_visitors_away(self) -> bool:
        return self.check.is_needed and self.finding.state == HealthState.BROKEN
