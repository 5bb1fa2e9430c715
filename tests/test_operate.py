"""docs/operate.md and deploy/ are true: units verify, schedules are valid, and every command in them is one.

Commands of ``iop`` are run here or parsed with all their options; what needs root is checked for its syntax.
"""

from __future__ import annotations

import configparser
import importlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner, Result

from catalog.pointing import pointed_at, served_record
from catalog.releases import served
from catalog.settings import ROOT, Settings
from cli import COMMANDS, iop
from commands.console import EXIT_CODES
from tests.make_listings import IOP, gather_into, listing

MANUAL = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("iop-*.service"))
TIMERS = sorted(path.name for path in DEPLOY.glob("iop-*.timer"))
LINES = [line for block in re.findall(r"^```\n(.*?)^```", MANUAL, re.S | re.M) for line in block.splitlines()]
PREFIX = ".venv/bin/iop "

systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="NOT TESTED: no systemd-analyze here")


def analyzed(*args: str) -> str:
    done = subprocess.run(["systemd-analyze", *args], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


def unit(name: str) -> configparser.RawConfigParser:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string((DEPLOY / name).read_text())
    return parsed


def parses(command: str) -> None:
    """Fail where a line of ``iop …`` is none that the command line takes."""
    name, *args = shlex.split(command)
    module, function = COMMANDS[name].split(":")
    loaded = getattr(importlib.import_module(module), function)
    assert isinstance(loaded, click.Command)
    loaded.make_context(name, args)


@systemd
def test_units_verify(tmp_path: Path) -> None:
    """With the paths of this checkout in place of /opt, systemd has nothing to say of any of them."""
    for name in (*UNITS, *TIMERS):
        text = (DEPLOY / name).read_text().replace("/opt/iop-finder", str(ROOT))
        (tmp_path / name).write_text(text)
    assert analyzed("verify", *(str(tmp_path / name) for name in (*UNITS, *TIMERS))) == ""


@systemd
@pytest.mark.parametrize("name", UNITS)
def test_units_are_hardened(name: str) -> None:
    found = re.search(r"exposure level for \S+: ([\d.]+)", analyzed("security", "--offline=true", str(DEPLOY / name)))
    assert found and float(found[1]) < 2.0


@systemd
@pytest.mark.parametrize("name", TIMERS)
def test_timers_catch_up_and_their_times_are_times(name: str) -> None:
    timer = unit(name)["Timer"]
    assert timer["Persistent"] == "true"
    assert "Next elapse" in analyzed("calendar", timer["OnCalendar"])
    assert name.replace(".timer", ".service") in UNITS


@pytest.mark.parametrize("name", UNITS)
def test_units_run_commands_that_exist_as_a_user_of_their_own(name: str) -> None:
    service = unit(name)["Service"]
    assert service["User"] == "iop-finder" and service["ProtectSystem"] == "strict"
    command = service["ExecStart"].removeprefix("/opt/iop-finder/.venv/bin/iop ")
    parses(command)


def test_the_app_may_reach_nothing_but_this_machine() -> None:
    service = unit("iop-app.service")["Service"]
    assert (service["IPAddressDeny"], service["IPAddressAllow"]) == ("any", "localhost")
    assert "--host 127.0.0.1" in service["ExecStart"]


def test_a_busy_run_is_no_failure() -> None:
    for name in ("iop-rebuild.service", "iop-pull.service"):
        assert unit(name)["Service"]["SuccessExitStatus"] == "75"
    assert "SuccessExitStatus" not in unit("iop-status.service")["Service"]


def test_settings_named_for_units_and_jobs_exist() -> None:
    known = {f"IOP_{name.upper()}" for name in Settings.model_fields} | {"IOP_RELEASES"}
    for file in DEPLOY.iterdir():
        assert set(re.findall(r"\bIOP_[A-Z_]+", file.read_text())) <= known, file.name
    assert set(re.findall(r"\bIOP_[A-Z_]+", MANUAL)) <= known


def cron_jobs() -> list[tuple[list[str], str]]:
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and line[0] not in "#"]
    return [(line.split()[:5], line.split(maxsplit=5)[5]) for line in lines if not re.match(r"[A-Z_]+=\S+$", line)]


def test_the_crontab_is_one() -> None:
    jobs = cron_jobs()
    assert len(jobs) == 2
    most = (59, 23, 31, 12, 7)
    for times, command in jobs:
        for field, highest in zip(times, most, strict=True):
            assert field == "*" or 0 <= int(field) <= highest
        assert "%" not in command, "cron reads a percent sign as a new line"
        check_shell(command)


def check_shell(command: str) -> None:
    done = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for line in re.findall(r"(?<=\.venv/bin/iop )[^&|>;\n]+", command):
        parses(line.split(" 2")[0])


def test_the_workflow_is_yaml_with_the_steps_it_names() -> None:
    """Read by whichever Python of this machine has a YAML reader; its shell lines are checked in any case."""
    text = (DEPLOY / "rebuild.yml").read_text()
    runs = re.findall(r"^ +run: (.+)$", text, re.M)
    assert len(runs) == 3
    for line in runs:
        check_shell(line)
    assert set(re.findall(r"tools/\S+", text)) == {"tools/environment.sh"} and (ROOT / "tools/environment.sh").is_file()
    read = "import sys, json, yaml; print(json.dumps(yaml.safe_load(sys.stdin.read())[sys.argv[1]]))"
    done = subprocess.run(["python3", "-c", read, "jobs"], input=text, capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin:/usr/local/bin"})  # fmt: skip
    if done.returncode and "No module named 'yaml'" in done.stderr:
        pytest.skip("NOT TESTED: no Python here reads YAML")
    assert done.returncode == 0, done.stderr
    assert '"steps"' in done.stdout and '"permissions"' in done.stdout


def test_actions_are_pinned_to_a_version_and_may_write_no_code() -> None:
    text = (DEPLOY / "rebuild.yml").read_text()
    assert all(re.fullmatch(r"[\w/-]+@v\d+", used) for used in re.findall(r"uses: (\S+)", text))
    assert "contents: write" not in text and "persist-credentials: false" in text


def test_every_file_that_the_manual_leads_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", MANUAL):
        assert (ROOT / "docs" / target).exists(), target
    for name in (*UNITS, *TIMERS):
        assert name.split(".")[0] in MANUAL


def test_the_exit_codes_of_the_manual_are_those_of_the_help() -> None:
    told = set(re.findall(r"^\| (\d+) \|", MANUAL, re.M))
    assert told == set(re.findall(r"^ +(\d+)  ", EXIT_CODES, re.M))


DRILL = [
    "releases", 'rollback --reason "a drill"', "status", "status --json", "releases --check", "diff",
    "push /srv/iop-releases", "pull /srv/iop-releases", "push /backup/iop-releases",
]  # fmt: skip
REFUSED = [
    "rebuild --dry-run", "build --dry-run",
    'build --accept "the state closed 40 clinics, see its notice of 1 November"',
]  # fmt: skip
ELSEWHERE = {
    "rebuild": "tests/test_readme.py",
    "pull https://data.example.org/iop-releases": "tests/copying/test_copying.py",
}
ROOTS = (
    "useradd",
    "git",
    "install",
    "systemctl",
    "journalctl",
    "rsync",
    "/opt/iop-finder/tools/environment.sh",
    "make",
)


def test_every_command_of_the_manual_is_run_or_checked() -> None:
    ours = {line.removeprefix(PREFIX) for line in LINES if line.startswith(PREFIX)}
    assert ours == {*DRILL, *REFUSED, *ELSEWHERE}
    for line in LINES:
        if line.startswith(PREFIX):
            parses(line.removeprefix(PREFIX))
        else:
            assert line.startswith(ROOTS), line
            check_shell(line)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A host that has published twice."""
    root = tmp_path / "here"
    for day, phone in ((1, "(480) 555-2368"), (2, "(480) 555-2369")):
        gather_into(root, listing("Quiet Harbor", IOP, phone=phone), run=f"2026110{day}T000000Z")
        assert run(root, "build").exit_code == 0
    return root


def run(root: Path, line: str) -> Result:
    env = {"IOP_DATA": str(root), "IOP_STALE_DAYS": "100000"}
    return CliRunner().invoke(iop, shlex.split(line), env=env)


def test_the_rollback_drill(here: Path) -> None:
    second = pointed_at(here)
    for line in DRILL[:6]:
        result = run(here, line)
        assert result.exit_code == (3 if line == "diff" else 0), (line, result.stderr)
    record = served_record(here)[-1]
    assert (record.how, record.before, record.reason) == ("rolled back", second, "a drill")
    assert run(here, "build").exit_code == 0 and pointed_at(here) > second
    assert "1 unchanged" in run(here, "diff").stdout, "the release that was rolled back from is kept"


def test_a_refused_release_is_looked_at_and_accepted(here: Path) -> None:
    many = [listing(f"Quiet Harbor {n}", IOP, street=f"{n} Main Street", phone="") for n in range(40)]
    gather_into(here, *many, run="20261103T000000Z")
    assert run(here, "build").exit_code == 0
    gather_into(here, *many[:20], run="20261104T000000Z")
    good = pointed_at(here)
    assert run(here, "build").exit_code == 1 and pointed_at(here) == good
    for line in REFUSED[:2]:
        result = run(here, line)
        assert result.exit_code == 1 and "20 of the 40 programs" in result.stderr and pointed_at(here) == good
        assert "20 of them taken over unchanged" in result.stderr
    assert run(here, REFUSED[2]).exit_code == 0 and pointed_at(here) != good
    release = served(here)
    assert release and release.manifest.accepted.startswith("the state closed 40 clinics")
    assert "accepted: " in (here / "logs" / "rebuild.log").read_text()


def test_backup_and_restore_keep_every_id(here: Path, tmp_path: Path) -> None:
    backup, restored = tmp_path / "backup", tmp_path / "restored"
    assert run(here, f"push {backup}").exit_code == 0
    assert run(restored, f"pull {backup}").exit_code == 0
    assert run(restored, "status").exit_code == 0
    before = served(restored)
    renamed = msgspec.structs.replace(listing("Quiet Harbor", IOP, phone="(480) 555-2369"), name="Stone Bridge")
    gather_into(restored, renamed, run="20261103T000000Z")
    assert run(restored, "build").exit_code == 0
    after = served(restored)
    assert before and after and [p.name for p in after.programs()] == ["Stone Bridge"] and after.ids() == before.ids()


@pytest.mark.skipif(not shutil.which("rsync"), reason="NOT TESTED: no rsync here")
def test_rsync_brings_the_pointer_last(here: Path, tmp_path: Path) -> None:
    source, other = tmp_path / "source", tmp_path / "other"
    assert run(here, f"push {source}").exit_code == 0
    for line in (line for line in LINES if line.startswith("rsync")):
        command = line.replace("OTHER:/srv/iop-releases", str(other)).replace("/srv/iop-releases", str(source))
        subprocess.run(shlex.split(command), check=True)
        assert ("--exclude current" in line) != (other / "current").is_file()
    assert run(tmp_path / "there", f"pull {other}").exit_code == 0
