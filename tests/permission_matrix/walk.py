"""Every address, action and choice of the back office, as the site itself lists them, and what each answers."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from members.models import SheetImport
from partnerships.models import Partnership
from partnerships.publishing import steps
from tests.permission_matrix.world import MARK, World, is_of_a_bridge, models_of_the_back_office

# Django's own last pattern, which answers 404.
CATCH_ALL = "(?P<url>.*)$"
# Each step of publication is somebody else's to take, and so an address of its own.
STEP = "<slug:step>"
OURS, THEIRS, EVERYBODYS = "ours", "another's", "-"


@dataclass(frozen=True)
class Address:
    """An address of the back office: its name, else its pattern, and the pattern with its parameters."""

    name: str
    route: str

    @property
    def model(self) -> type[Model] | None:
        """The model whose rows it is about, as its beginning says; the partnership where the address says it last."""
        if "content_type_id" in self.route:
            return Partnership
        for model in models_of_the_back_office():
            if self.route.startswith(f"{model._meta.app_label}/{model._meta.model_name}/"):
                return model
        return None

    @property
    def parameters(self) -> list[str]:
        """The names of what must be filled in."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.route)

    def of(self, world: World) -> str:
        """Return the address filled in for the row of `world`."""
        if self.model and self.model not in world.rows:
            raise LookupError(f"tests/permission_matrix/makers.py does not know how to make a {self.model.__name__}.")
        row = world.rows[self.model] if self.model else None
        filled = self.route.replace("\\.", ".").rstrip("$")
        for name in self.parameters:
            filled = re.sub(rf"\(\?P<{name}>[^)]*\)|<(?:\w+:)?{name}>", str(value_of(name, row)), filled)
        return reverse("admin:index") + filled.removeprefix("^")


def value_of(name: str, row: Model | None) -> str | int:
    """Return what the parameter `name` of an address is for `row`. Add here what a new kind of address is asked for."""
    if name in {"object_id", "pk", "id"}:
        return row.pk
    if name == "content_type_id":
        return ContentType.objects.get_for_model(row).pk
    if name in (
        fixed := {"app_label": "partnerships", "model_name": "partnership", "report": "checked", "ending": "csv"}
    ):
        return fixed[name]
    if name in {"revision_id", "revision", "version_id", "older", "newer"}:
        return type(row).versions.filter(id=row.pk).earliest().revision_id
    raise LookupError(f"tests/permission_matrix/walk.py does not know what stands for {name} in an address.")


def addresses(patterns=None, prefix: str = "") -> Iterator[Address]:
    """Yield every address of the back office."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern.url_patterns, route)
        elif STEP in route:
            yield from (Address(f"{pattern.name} {step}", route.replace(STEP, step)) for step in steps.STEP_NAMED)
        elif route != CATCH_ALL:
            yield Address(pattern.name or route, route)


def requests() -> Iterator[tuple[str, str, str]]:
    """Yield every request, as (name of the address, whose row, verb)."""
    for address in addresses():
        is_somebodys = names_a_row(address.parameters) and is_of_a_bridge(address.model)
        for whose in [OURS, THEIRS] if is_somebodys else [EVERYBODYS]:
            for verb in ("GET", "POST"):
                yield address.name, whose, verb


@dataclass(frozen=True)
class Walk:
    """How a role sends its requests: what is posted to a row of theirs, and what is shown each address and answer.

    Of the models that are `alike` (see `alike_to`), the row of theirs alone is asked about.
    """

    alike: Collection[type[Model]] = ()
    to_theirs: dict | None = None
    look: Callable = lambda verb, path, response: None

    def answers(self, client, worlds: tuple[World, World]) -> dict[tuple[str, str, str], str]:
        """Send every request as `client`, each in a transaction that is rolled back, and return the answers."""
        results, routes = {}, {address.name: address for address in addresses()}
        # A session key, which signing out on the way would take from the client.
        cookies = client.cookies.output(header="", sep=";")
        for name, whose, verb in requests():
            if whose == OURS and routes[name].model in self.alike:
                continue
            path = routes[name].of(worlds[1] if whose == THEIRS else worlds[0])
            client.cookies.load(cookies)
            with transaction.atomic():
                posted = self.to_theirs if (whose, verb) == (THEIRS, "POST") else None
                response = getattr(client, verb.lower())(path, posted)
                transaction.set_rollback(True)
            results[name, whose, verb] = answer_of(response)
            self.look(verb, path, response)
        as_theirs = {(name, OURS, verb): answer for (name, whose, verb), answer in results.items() if whose == THEIRS}
        return {key: results.get(key) or as_theirs[key] for key in requests()}


def alike_to(user, worlds: tuple[World, World]) -> set[type[Model]]:
    """Return the models of somebody's rows of which `user` sees those of both worlds, or of neither.

    Not those whose rows belong to the user who made them.
    """
    request = request_of(user)
    alike = set()
    for model in set(filter(is_of_a_bridge, models_of_the_back_office())) - {SheetImport}:
        rows = admin.site._registry[model].get_queryset(request)
        seen = {rows.filter(pk=world.rows[model].pk).exists() for world in worlds}
        alike |= {model} if len(seen) == 1 else set()
    return alike


def names_a_row(parameters: Iterable[str]) -> bool:
    """Return whether an address of these `parameters` is about a row."""
    return bool({"object_id", "pk", "id"} & set(parameters))


def answer_of(response) -> str:
    """Return the status, or "sign in" for whoever is led to the page to sign in."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith(
        (reverse("admin:login"), reverse(settings.LOGIN_URL))
    )
    return "sign in" if to_sign_in else str(response.status_code)


def forms_of(model_admin) -> list:
    """Return the admin class and its inlines."""
    return [model_admin, *(inline(model_admin.model, admin.site) for inline in model_admin.inlines)]


def request_of(user):
    """Return a request of `user`, for methods of admin classes."""
    request = RequestFactory().get(reverse("admin:index"))
    request.user = user
    return request


def actions() -> list[str]:
    """Return every action of every list, as "partnerships.enquiry export"."""
    owner = get_user_model()(is_active=True, is_staff=True, is_superuser=True)
    named = {
        f"{model._meta.label_lower} {name}"
        for model in models_of_the_back_office()
        for _, name, _ in admin.site._registry[model]._get_base_actions()
        if admin.site._registry[model].actions is not None
    }
    return sorted(named | actions_offered(owner))


def actions_offered(user) -> set[str]:
    """Return the actions that the lists offer `user`."""
    request = request_of(user)
    return {
        f"{model._meta.label_lower} {name}"
        for model in models_of_the_back_office()
        if admin.site._registry[model].has_view_permission(request)
        for name in admin.site._registry[model].get_actions(request)
    }


def choices() -> list[tuple[str, str, str]]:
    """Return every field chosen by autocomplete, as (app, model, field)."""
    fields = set()
    for model in models_of_the_back_office():
        for form in forms_of(admin.site._registry[model]):
            of_form = form.model if isinstance(form, InlineModelAdmin) else model
            fields |= {(of_form._meta.app_label, of_form._meta.model_name, name) for name in form.autocomplete_fields}
    return sorted(fields)


def choice_offered(client, choice: tuple[str, str, str], worlds: tuple[World, World]) -> str:
    """Return whose rows `client` is offered for a field: none, ours, all, the same for everybody, or the status."""
    app, model, name = choice
    query = {"app_label": app, "model_name": model, "field_name": name}
    response = client.get(reverse("admin:autocomplete"), query)
    if response.status_code != 200:
        return answer_of(response)
    texts = [row["text"] for row in response.json()["results"]]
    ours, theirs = ((mark, world.bridge.name) for mark, world in zip(("Ours", MARK), worlds, strict=True))
    if any(text.startswith(theirs) for text in texts):
        return "all"
    return "ours" if any(text.startswith(ours) for text in texts) else "the same" if texts else "none"
