"""What web processes count. Names are those of django-prometheus where it has one, so that dashboards know them.

That package's own middlewares stand where no kept answer comes by, and take any text for a method.
"""

from lcep_site.metrics import folder

folder.begin()

from prometheus_client import Counter, Gauge, Histogram, multiprocess  # noqa: E402  # it reads the folder's name now

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

responses = Counter(
    "django_http_responses_total_by_status_view_method",
    "Responses by status, route and method.",
    ["status", "view", "method"],
)
seconds = Histogram(
    "django_http_requests_latency_seconds_by_view_method",
    "How long requests took, by route and method.",
    ["view", "method"],
    buckets=BUCKETS,
)
errors = Counter(
    "django_http_exceptions_total_by_type", "Requests that came to an error of ours, by its type.", ["type"]
)
in_progress = Gauge("lcep_requests_in_progress", "Requests being answered now.", multiprocess_mode="livesum")
answers = Counter(
    "lcep_answers",
    "Answers that this server had kept, that another had kept in Redis, and that were drawn.",
    ["source"],
)
kept, shared, drawn = (answers.labels(source) for source in ("kept", "redis", "drawn"))


def forget_worker(pid: int) -> None:
    """Leave out what only a living process can be counted for. What it counted before stays: it has happened."""
    multiprocess.mark_process_dead(pid)
