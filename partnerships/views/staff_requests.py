"""The request of somebody who has signed in."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class StaffRequest(HttpRequest):
    """A request that reached a page only staff reach, so that its user is nobody anonymous."""

    user: User
