"""What Django remembers of one database is not taken for what another holds."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from partnerships.models import Partnership
from tests import databases


def test_the_number_of_a_kind_of_row_is_looked_up_in_each_database(committed, django_assert_num_queries):
    ContentType.objects.get_for_model(Partnership)

    with databases.connected_to(connection.settings_dict["NAME"]), django_assert_num_queries(1):
        ContentType.objects.get_for_model(Partnership)
