"""Uploads in a store that speaks S3, which all machines share. Read only where MEDIA_STORAGE names one.

Nobody else reads it: pictures and documents keep their addresses on the site, which says who may see them. So the
bucket stays private. Its keys come from the environment, as every program for S3 finds them.
"""

from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

# A file is sent whole: documents have 20 megabytes at most.
MOST_AT_ONCE = 128 * 2**20
# In seconds. Visitors wait for it.
CONNECT_TIMEOUT, READ_TIMEOUT, TRIES = 3, 20, 3


class S3Media(S3Storage):
    """The bucket named by MEDIA_STORAGE."""

    def __init__(self, **options: Any) -> None:
        """`options` are those of django-storages: bucket_name, endpoint_url and region_name."""
        has_endpoint = bool(options.get("endpoint_url"))
        super().__init__(
            file_overwrite=False,
            querystring_auth=False,
            default_acl=None,
            transfer_config=TransferConfig(multipart_threshold=MOST_AT_ONCE, use_threads=False),
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

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Return the address on the site, which asks the bucket."""
        return f"{settings.MEDIA_URL}{name}"

    def replace(self, name: str, content: File) -> None:
        """Keep `content` as `name`, in place of what is kept as that, in one step."""
        self.bucket.Object(name).upload_fileobj(content, Config=self.transfer_config)
