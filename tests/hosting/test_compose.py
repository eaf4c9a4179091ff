"""The processes of compose.yaml: each confined, limited and asked whether it is well; nothing reached but the proxy."""

import re

import pytest
import yaml

from lcep_site.settings import BASE_DIR
from tests.hosting import dockerfile
from tests.hosting.test_dockerfile import REGISTRY

pytestmark = pytest.mark.no_database
TEXT = (BASE_DIR / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
TLS = (BASE_DIR / "docs" / "hosting" / "compose.tls.yaml").read_text()
OURS = {"web1", "web2", "worker", "scheduler", "prepare"}
EVERY_SERVICE = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def variables(text):
    """Return what is asked of the environment, each with what stands in its place: "-" a value, "?" a refusal."""
    return re.findall(r"\$\{(\w+)(?::([-?])([^}]*))?\}", text)


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def test_all_of_the_site_is_there():
    assert OURS | {"proxy", "db"} == set(SERVICES)


@EVERY_SERVICE
def test_it_may_do_nothing_but_what_it_is_for(service):
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "devices", "network_mode", "pid", "ipc"} & set(service)
    # Those of ours are nobody by their image.
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service.get("user", dockerfile.stages()[-1].last("USER").text))


@EVERY_SERVICE
def test_it_writes_nowhere_but_where_it_must(service):
    assert service["read_only"] is True
    assert any(place.startswith("/tmp") for place in service["tmpfs"])
    mounts = [volume.rsplit(":", 1) for volume in service["volumes"]]
    assert all(mode == "ro" or ":" not in source and source in COMPOSE["volumes"] for source, mode in mounts)
    assert "docker.sock" not in TEXT


@EVERY_SERVICE
def test_it_has_limits_comes_back_and_keeps_few_logs(service):
    assert service["mem_limit"] and service["cpus"] and service["pids_limit"]
    assert service["restart"] in {"unless-stopped", "on-failure:5"}
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


@EVERY_SERVICE
def test_it_is_asked_whether_it_is_well(service):
    asked = service["healthcheck"]
    if service is SERVICES["prepare"]:
        assert asked == {"disable": True}, "it ends"
        return
    assert asked["test"][0] == "CMD" and seconds(asked["interval"]) <= 60 and asked["retries"]


@EVERY_SERVICE
def test_its_image_is_of_one_version_and_no_registry_is_named(service):
    image = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", service["image"])
    assert re.fullmatch(r"[\w-]+:(local|\d+\.\d+[\w.-]*)", image) and not REGISTRY.search(image)


@EVERY_SERVICE
def test_it_is_stopped_no_sooner_than_it_can_end(service):
    if service is SERVICES["prepare"] or service is SERVICES["db"]:
        return
    # manage.py serve gives as long, and gunicorn 30 seconds to its requests.
    assert seconds(service["stop_grace_period"]) >= 40


def test_only_the_proxy_is_reached_and_by_this_machine_alone_unless_it_speaks_https():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert SERVICES["proxy"]["ports"] == ["127.0.0.1:8080:8080"]
    assert 'ports: !override ["80:80", "443:443"]' in TLS


def test_the_database_is_reached_by_the_site_alone_and_reaches_nobody():
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert list(SERVICES["db"]["networks"]) == ["data"]
    assert "data" not in SERVICES["proxy"]["networks"]


def test_nothing_secret_has_a_value_of_its_own():
    named = variables(TEXT) + variables(TLS)
    assert {name for name, way, _ in named if way == "-"} <= {
        *("NGINX_IMAGE", "POSTGRES_IMAGE", "PYTHON_IMAGE", "WEB_CONCURRENCY")
    }
    assert all(way == "?" and sentence.startswith(f"Set {name} in .env") for name, way, sentence in named if way != "-")
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not re.search("SECRET|PASSWORD", name) or str(value).startswith("${")


def test_one_image_runs_all_of_ours_in_production_and_takes_all_variables_of_the_site():
    for name in OURS:
        service = SERVICES[name]
        assert service["image"] == "lcep-directory:local" and service["env_file"] == ".env"
        assert service["environment"]["LCEP_MODE"] == "production"
        assert service["volumes"] == ["data:/data"]
    assert [name for name in SERVICES if "build" in SERVICES[name]] == ["prepare"]
    base = SERVICES["prepare"]["build"]["args"]["PYTHON_IMAGE"]
    assert base == f"${{PYTHON_IMAGE:-{dockerfile.stages()[-1].image}}}"


def test_the_proxy_finds_both_web_servers_where_they_are_and_comes_after_them():
    proxy, ports = SERVICES["proxy"], dockerfile.stages()[-1].last("EXPOSE").text
    for number in (1, 2):
        address = SERVICES[f"web{number}"]["networks"]["site"]["ipv4_address"]
        assert proxy["environment"][f"LCEP_WEB_{number}"] == f"{address}:{ports}"
        assert proxy["depends_on"][f"web{number}"] == {"condition": "service_healthy"}
    assert SERVICES["web1"]["environment"]["PROXIES_IN_FRONT"] == "1"


def test_nothing_serves_before_the_site_is_prepared_and_that_waits_for_the_database():
    for name in OURS - {"prepare"}:
        assert SERVICES[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert SERVICES["prepare"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_what_is_mounted_is_there():
    mounted = re.findall(r"- (\./\S+?):", TEXT + TLS)

    assert mounted and all((BASE_DIR / path).is_file() for path in mounted)
