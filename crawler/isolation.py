"""A source's process, kept apart from all others: a group of its own, a time limit, and an end when its parent ends.

The parent starts it with ``run_apart`` and reads its messages, one JSON object a line; the child calls
``end_with_parent`` first. However either of them ends, nothing is left running.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from catalog.settings import ROOT
from crawler.spider import Outcome, Progress


def run_apart(
    command: Sequence[str], told: bytes, log: Path, limit: float, on_progress: Callable[[Progress], None] | None = None
) -> str:
    """Run a source's process to its end and return why it failed, "" where it did not.

    ``told`` is one line that it reads first, ``log`` takes its standard error, ``limit`` is in seconds.
    """
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
        )
        late = threading.Event()

        def end() -> None:
            late.set()
            kill_group(process)

        clock = threading.Timer(limit, end)
        clock.start()
        try:
            reason = _follow(process, told, on_progress)
            process.wait()
        finally:
            clock.cancel()
            kill_group(process)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    assert pipe
                    pipe.close()
    if late.is_set():
        return f"it ran longer than {limit:g} seconds and was ended"
    return reason if reason is not None else ended_words(process.returncode, log)


def _follow(
    process: subprocess.Popen[bytes], told: bytes, on_progress: Callable[[Progress], None] | None
) -> str | None:
    """Pass progress on; return the reason the process gave for failing, "" for none, None where it said nothing."""
    reason = None
    assert process.stdin and process.stdout
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(told.rstrip(b"\n") + b"\n")
        process.stdin.flush()
    for line in process.stdout:
        try:
            message = msgspec.json.decode(line, type=Progress | Outcome)
        except msgspec.DecodeError:
            continue
        if isinstance(message, Outcome):
            reason = message.failed
        elif on_progress:
            on_progress(message)
    return reason


def ended_words(status: int, log: Path) -> str:
    """Return how a process that did not say ended: by a signal where ``status`` is negative, as Python writes it."""
    if status == -signal.SIGKILL:
        return f"its process was killed, as the system does when memory runs out; see {log}"
    if status < 0:
        return f"its process was ended by {signal.Signals(-status).name}; see {log}"
    return f"its process ended with {status}; see {log}"


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it started; no harm where they have ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def end_with_parent() -> None:
    """End this process and its group once standard input, which the parent holds open, comes to its end.

    A process of its own watches: one within this one could wait for ever for code that never lets go of the
    interpreter. It ends with the group.
    """
    if os.fork():
        return
    with Path(os.devnull).open("r+b") as nowhere:
        for descriptor in (1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)
