"""``iop``: the same verbs for people, cron and CI. Commands are loaded only when they are called."""

from __future__ import annotations

import errno
import gc
import importlib
import sys

import click

from commands.console import EXIT_CODES, fail

COMMANDS = {
    "app": "commands.serving:app",
    "search": "commands.searching:search",
    "understand": "commands.understanding:understand",
    "show": "commands.showing:show",
    "compare": "commands.showing:compare",
    "export": "commands.exporting:export",
    "gather": "commands.gathering:gather",
    "import": "commands.gathering:import_",
    "build": "commands.publishing:build_command",
    "rebuild": "commands.publishing:rebuild",
    "read-page": "commands.reading:read_page_command",
    "match": "commands.matching:match_command",
    "sources": "commands.gathering:list_sources",
    "status": "commands.publishing:status",
    "releases": "commands.releases:releases",
    "diff": "commands.releases:diff",
    "rollback": "commands.releases:rollback",
    "push": "commands.copying:push",
    "pull": "commands.copying:pull",
}


class LazyGroup(click.Group):
    """A group that imports a command's file when the command is asked for: `iop --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a full disk, or a file that cannot be written, ends it with the reason and a way out."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno in (errno.EPIPE, None):
                raise
            where = f"{error.filename}: " if error.filename else ""
            fail(f"{where}{error.strerror}: make room or mend it, and run this again. What was published stays")


@click.group(cls=LazyGroup, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="iop-finder", prog_name="iop")
def iop() -> None:
    """Find and compare Intensive Outpatient Programs (IOPs) in the United States.

    \b
    Looking for a program:
      iop search "trauma" --near 85251 --within 25
      iop search "evening DBT for my 15 year old near 85251, takes Aetna"
      iop search --near "Phoenix, AZ" --therapies dbt --payment-options medicaid
      iop understand TEXT
      iop show ID
      iop compare ID ID
      iop export ID ID
    Running the data:
      iop app        open the app; the first time, it gathers data
      iop rebuild    gather, build and publish, for cron
      iop status     is what is served fresh and whole?
      iop releases   what is kept; iop diff: what changed; iop rollback: serve the one before
      iop push FOLDER, iop pull ADDRESS   serve one release from many hosts

    $IOP_DATA moves everything made at run time. In a crisis call or text 988, or call 911.
    """


def main() -> None:
    """Run ``iop``; an interrupt ends with 130 and keeps what was gathered so far."""
    gc.set_threshold(100_000)  # tables of places are many small objects: looking for garbage among them takes 0.1 s
    try:
        iop(prog_name="iop")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
