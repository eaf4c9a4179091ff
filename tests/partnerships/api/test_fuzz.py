"""Every parameter of every address, sensible and not: nothing breaks, and every answer is as the document says."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from partnerships.abuse import rate_limit
from partnerships.api.documentation import openapi_schema
from partnerships.models import Postcode
from partnerships.search import text_index
from tests.partnerships.open_data.test_kinds import make_one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PATHS = sorted(openapi_schema()["paths"])
# Nonsense can be asked only where there is something to ask.
QUESTIONS = [
    *((path, GenerationMode.POSITIVE) for path in PATHS),
    *((path, GenerationMode.NEGATIVE) for path in PATHS if "{" not in path and path != "/api/v1/"),
]
# Where only a row is named there are two answers: it is there or not.
EXAMPLES_OF_ROWS, EXAMPLES_OF_LISTS = 2, 6
BOUNDED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schema(prepared_data):
    """The document with the site that it describes, where there is something of each kind to ask for."""
    with prepared_data():
        make_one_of_each()
        Postcode.objects.create(code="LS13AB", area="E08000035", easting=403_400, northing=400_000)
        text_index.rebuild()
        schema = schemathesis.openapi.from_dict(openapi_schema())
        schema.app = get_wsgi_application()
        yield schema


@pytest.mark.parametrize(("path", "mode"), QUESTIONS)
def test_any_question_is_answered_as_the_document_says(schema, monkeypatch, path, mode):
    monkeypatch.setattr(rate_limit, "MAX_REQUESTS", 10_000)
    operation = schema[path]["GET"]

    @settings(BOUNDED, max_examples=EXAMPLES_OF_ROWS if "{" in path else EXAMPLES_OF_LISTS)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        # What asks here cannot unpack.
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()
