"""How the admin classes of the back office are made: few of ours above each, the rest of what they show is data."""

import pytest
from django.contrib import admin

from members.models import Membership
from partnerships.admin.base import RowLevelAdmin
from partnerships.models import Partnership
from tests.permission_matrix.world import models_of_the_back_office

OUR_PACKAGES = {"lcep_site", "members", "partnerships"}
MOST_ABOVE = 4


def ours(classes):
    return [each for each in classes if each.__module__.partition(".")[0] in OUR_PACKAGES]


@pytest.mark.parametrize("model", models_of_the_back_office())
def test_at_most_four_classes_of_ours_stand_above_an_admin_class(model):
    own, *above = ours(type(admin.site.get_model_admin(model)).mro())

    assert len(above) <= MOST_ABOVE, [each.__name__ for each in above]
    assert issubclass(own, RowLevelAdmin)


def test_members_add_to_what_is_registered_below_them():
    registered = admin.site.get_model_admin(Partnership)

    assert type(registered).__module__ == "partnerships.admin.directory"
    assert [inline.model for inline in registered.inlines][-1] is Membership
    assert {"import", "export"} <= {page.name for page in registered.pages}


def test_one_class_puts_pages_and_panels_together():
    assembling = {
        name: {
            each.__name__
            for model in models_of_the_back_office()
            for each in ours(type(admin.site.get_model_admin(model)).mro())
            if name in vars(each)
        }
        for name in ("get_urls", "render_change_form")
    }

    # The page of a person is called after them.
    assert assembling == {"get_urls": {"RowLevelAdmin"}, "render_change_form": {"RowLevelAdmin", "PersonAdmin"}}
