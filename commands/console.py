"""What every command shares: the console, JSON output, errors with a way out, exit codes, the lock.

Results go to standard output, progress and errors to standard error, so that output can be piped.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from catalog.wording import one_line

OK, FAILED, USAGE, UNKNOWN, NOTHING_YET, BUSY = 0, 1, 2, 3, 4, 75
EXIT_CODES = """\b
Exit codes:
   0  done (a search that finds nothing is done)
   1  failed, the reason is on standard error; for `status`: stale
   2  wrong usage; for `status`: broken
   3  the place, program or source named is unknown
   4  there is no release to search yet
  75  another run holds the lock, try again later
 130  interrupted; the next run continues"""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

CRISIS_LINES = "In a crisis call or text 988, or call 911."


class Failure(click.ClickException):
    """An error for people: what, why and the way out; ends the command with ``code``."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]  # click declares it for the class and reads it from the instance

    def show(self, file: Any = None) -> None:
        """Write the message to standard error."""
        err.print(f"[red]Error:[/red] {shown(self.message)}")


def fail(message: str, code: int = FAILED) -> NoReturn:
    """End the command with ``message``."""
    raise Failure(message, code)


def shown(text: str) -> str:
    """Return words from data as one line that cannot style or steer the terminal."""
    return escape(one_line(text))


def print_json(value: Any) -> None:
    """Print ``value`` as indented JSON in UTF-8 with a newline."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of a root; a dead process holds none. Ends the command with 75 where another run works, and says
    which."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = one_line(file.read(), 200)
            who = f" ({who})" if who else ""
            fail(f"another iop run is working in {root}{who}: wait for it, or look with `iop status`", BUSY)
        since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        file.truncate(0)
        file.write(f"process {os.getpid()}, iop {' '.join(sys.argv[1:3])}, since {since}\n")
        file.flush()
        yield
