"""A host that builds and a host that pulls from it, for the tests of `iop push` and `iop pull`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from catalog import receiving
from catalog.pointing import POINTER, pointed_at
from catalog.releases import MANIFEST, content_digest, served, sha256
from cli import iop
from tests.app_release import fact, program

PROGRAMS = "programs.jsonl"
REAL = [
    program(n, name, fact("conditions", "anxiety"), invented=False, phone=f"(480) 213-45{n:02d}")
    for n, name in enumerate(("Quiet Harbor", "Meadow Lane", "Stone Bridge", "Far Mesa", "Cedar Way"), 1)
]
INVENTED = [msgspec.structs.replace(p, invented=True) for p in REAL]


class Hosts:
    """A builder's folder behind a web server, and a host that pulls from it."""

    def __init__(self, folder: Path, older: Path, newer: Path, patch: pytest.MonkeyPatch) -> None:
        self.origin, self.here, self.older, self._patch = folder / "origin", folder / "here", older, patch
        shutil.copytree(newer, self.origin)
        patch.setenv("IOP_DATA", str(self.here))
        patch.setattr(receiving, "PAUSE", 0.0)

    @property
    def release(self) -> Path:
        return self.origin / "releases" / pointed_at(self.origin)

    def forge(self, change: Callable[[dict[str, Any]], None], rename: bool = True) -> None:
        """Change the manifest of the origin's release, give it the id that fits, and point at it."""
        manifest = json.loads((self.release / MANIFEST).read_text())
        change(manifest)
        if rename:
            manifest["id"] = manifest["id"][:20] + content_digest(manifest["files"])
        (self.release / MANIFEST).write_text(json.dumps(manifest))
        self.release.rename(self.release.with_name(manifest["id"]))
        (self.origin / POINTER).write_text(manifest["id"])

    def replace(self, name: str, data: bytes) -> None:
        """Change a file of the origin's release and its manifest with it, as who controls the origin can."""
        (self.release / name).write_bytes(data)

        def agree(manifest: dict[str, Any]) -> None:
            manifest["files"][name], manifest["sizes"][name] = sha256(self.release / name), len(data)

        self.forge(agree)

    def pull(self, source: str = "") -> Result:
        return CliRunner().invoke(iop, ["pull", source or str(self.origin)])

    def serve_older(self) -> str:
        """Serve the older release here; return its id."""
        shutil.copytree(self.older, self.here)
        return pointed_at(self.here)

    def nothing_changed(self, before: str) -> bool:
        return pointed_at(self.here) == before and not served(self.here).damage()  # type: ignore[union-attr]


def said(result: Result) -> str:
    return " ".join(result.stderr.split())
