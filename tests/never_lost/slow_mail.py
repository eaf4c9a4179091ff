"""Mail kept as files, slowly: so that a kill often comes while one is leaving, before or after it is kept."""

import os
import time

from django.conf import settings

from partnerships.mail.file_backend import MailFiles

SECONDS = 0.02


class SlowMailFiles(MailFiles):
    """Takes its time before and after a mail is kept, and writes down every sending."""

    def send_messages(self, email_messages):
        """Store every message and return how many there were."""
        time.sleep(SECONDS)
        count = super().send_messages(email_messages)
        with open(settings.SENDINGS, "ab", buffering=0) as sendings:
            sendings.write(
                "".join(f"{message.extra_headers['Message-ID']}{os.linesep}" for message in email_messages).encode()
            )
        time.sleep(SECONDS)
        return count
