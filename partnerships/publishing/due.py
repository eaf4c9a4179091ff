"""All that is to become public by itself once its time has come."""

import datetime

from partnerships.publishing import workflow, working_copies


def publish(now: datetime.datetime) -> int:
    """Publish every entry and every working copy planned for a time up to `now`; return how many there were."""
    return workflow.publish_due(now) + working_copies.publish_due(now)
