"""What no page should have to remember: response headers, and who the audit log says is at work."""

from partnerships import audit

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()"


class HeadersMiddleware:
    """Say which browser features the site never uses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class AuditMiddleware:
    """Let the audit log know whose request is being answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with audit.during(request):
            return self.get_response(request)
