"""Uploads in a store that speaks S3, which all machines share. Read only where MEDIA_STORAGE names one.

Nobody else reads it: pictures and documents keep their addresses on the site, which says who may see them. So the
bucket stays private. Its keys come from the environment, as every program for S3 finds them.
"""

import time
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from partnerships.files.media import StoreAway

# A file is sent whole: documents have 20 megabytes at most.
MOST_AT_ONCE = 128 * 2**20
# In seconds. Visitors wait for it.
CONNECT_TIMEOUT, READ_TIMEOUT, TRIES = 3, 10, 2
# A store that gave no answer is asked again after so many seconds, by one who then has so many for it, and by nobody
# else: a store that hangs would hold every thread, and with these the whole site.
SECONDS_AWAY, SECONDS_OF_A_TRY = 5, 15
AWAY = "The store that MEDIA_STORAGE names does not answer"


class S3Media(S3Storage):
    """The bucket named by MEDIA_STORAGE."""

    def __init__(self, **options: Any) -> None:
        """`options` are those of django-storages: bucket_name, endpoint_url and region_name."""
        has_endpoint = bool(options.get("endpoint_url"))
        super().__init__(
            file_overwrite=False,
            querystring_auth=False,
            default_acl=None,
            transfer_config=TransferConfig(
                multipart_threshold=MOST_AT_ONCE, use_threads=False, num_download_attempts=TRIES
            ),
            client_config=Config(
                signature_version="s3v4",
                # Stores other than Amazon's have no host name for each bucket.
                s3={"addressing_style": "path" if has_endpoint else "auto"},
                connect_timeout=CONNECT_TIMEOUT,
                read_timeout=READ_TIMEOUT,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                # Nor do all of them know the newest checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            **options,
        )
        # While it is away: when it may be asked again.
        self._next_try: float | None = None

    @property
    def connection(self) -> Any:
        """Return what this thread asks the store by. Whatever it does raises StoreAway if that gives no answer."""
        made = super().connection
        events = made.meta.client.meta.events
        # Once each, since they are named.
        events.register("before-send.s3", self._before_it_is_asked, unique_id="lcep-before")
        events.register("needs-retry.s3", self._after_it_was_asked, unique_id="lcep-after")
        return made

    def _before_it_is_asked(self, **event: Any) -> None:
        if self._next_try is not None:
            if time.monotonic() < self._next_try:
                raise StoreAway(f"{AWAY}.")
            self._next_try = time.monotonic() + SECONDS_OF_A_TRY

    def _after_it_was_asked(self, attempts: int, response: Any, caught_exception: Any, **event: Any) -> None:
        fault = caught_exception if isinstance(caught_exception, BotoCoreError) else None
        status = response[0].status_code if response else 0
        if fault is None and status < 500:
            self._next_try = None if response else self._next_try
        elif attempts >= TRIES or self._next_try is not None:
            self._next_try = time.monotonic() + SECONDS_AWAY
            raise StoreAway(f"{AWAY}: {type(fault).__name__ if fault else status}.") from fault

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Return the address on the site, which asks the bucket."""
        return f"{settings.MEDIA_URL}{name}"

    def replace(self, name: str, content: File) -> None:
        """Keep `content` as `name`, in place of what is kept as that, in one step."""
        self.bucket.Object(name).upload_fileobj(content, Config=self.transfer_config)
