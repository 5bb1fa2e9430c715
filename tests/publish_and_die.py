"""Publishes again and again under one root, each time ended at another boundary: ``python -m tests.publish_and_die``.

Arguments: the root, a folder with a finished release's files to publish, and how each attempt ends: "torn" at once, as
with kill -9 or a loss of power, with half of what was being written, or "full", as on a full disk. A boundary is any
call that reaches the disk: a write of a whole file, an fsync, a rename, a removal. Prints one JSON object a line: what
is served after each attempt and what lies there; nothing ends the last attempt.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalog import durable, pointing
from catalog import releases as publishing
from catalog.releases import publish, release_ids, served

KEEP = 12
"""Releases kept: a reader that is slow on a busy machine still finds the one it opened."""


class Boundaries:
    """Counts calls that reach the disk and ends the process, or fails, at the one that was chosen."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how, self.count = at, how, 0

    def met(self, *args: Any) -> None:
        self.count += 1
        if self.count != self.at:
            return
        if self.how == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.how == "torn" and len(args) == 2 and isinstance(args[1], bytes):
            with Path(args[0]).open("ab") as file:
                file.write(args[1][: len(args[1]) // 2])
        os._exit(9)

    def watch(self, owner: Any, name: str) -> None:
        """Meet a boundary before each call of ``owner.name``."""
        real = getattr(owner, name)

        def watched(*args: Any, **more: Any) -> Any:
            self.met(*args)
            return real(*args, **more)

        setattr(owner, name, watched)


def attempt(root: Path, files: Path, at: int, how: str) -> tuple[int, int]:
    """Publish in a process of its own that ends at boundary ``at``; return how it ended and the boundaries it met.

    0: published, meeting fewer boundaries; 4: published all the same; 5: the disk was full; 9: dead (boundaries 0).
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            met = int(told.read() or b"0")
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), met
    boundaries = Boundaries(at, how)
    for owner, name in ((os, "fsync"), (os, "rename"), (os, "replace"), (os, "mkdir"), (os, "unlink"), (os, "rmdir"),
                        (durable, "append_line"), (pointing, "append_line"), (durable, "write_durably"),
                        (pointing, "write_durably"), (publishing, "write_durably")):  # fmt: skip
        boundaries.watch(owner, name)
    try:
        publish(root, "live", filling(files, boundaries.met), lambda folder, kind: None, KEEP)
        code = 0 if boundaries.count < at else 4
    except OSError as error:
        code = 5 if error.errno == errno.ENOSPC else 1
    os.write(writing, str(boundaries.count).encode())
    os._exit(code)


def filling(files: Path, met: Callable[[], None]) -> Callable[[Path], dict[str, int]]:
    """Return what fills a release with copies of ``files``; each copy is a boundary, too."""

    def fill(folder: Path) -> dict[str, int]:
        for path in sorted(files.rglob("*")):
            met()
            if path.is_dir():
                (folder / path.relative_to(files)).mkdir()
            else:
                shutil.copyfile(path, folder / path.relative_to(files))
        return {"programs": (folder / "programs.jsonl").read_bytes().count(b"\n")}

    return fill


def main() -> int:
    """Attempt the boundaries in turn: each of the first and the last, every third of the many arrays between."""
    root, files, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    _, total = attempt(root, files, sys.maxsize, how)
    for at in [n for n in range(1, total + 1) if n <= 12 or n > total - 45 or n % 3 == 0] + [sys.maxsize]:
        before = served(root)
        ended, _ = attempt(root, files, at, how)
        after = served(root)
        assert before and after
        lies = sorted(path.name for path in (root / "releases").iterdir())
        print(json.dumps({"at": at, "ended": ended, "before": before.id, "after": after.id, "damage": after.damage(),
                          "kept": release_ids(root), "lies": lies}), flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
