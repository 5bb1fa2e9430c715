"""Going back to an earlier release: the pointer is swapped, nothing is built, and the record says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalog.pointing import point_at, pointed_at
from catalog.releases import Release, ReleaseDamaged, release_ids


class UnknownRelease(LookupError):
    """No kept release has that id; the message names those there are."""


class RollbackRefused(RuntimeError):
    """A release cannot be served; the message says why, and what stays as it is."""


def find_release(root: Path, name: str) -> str:
    """Return the id of a kept release by its id or the start of it; raises ``UnknownRelease``."""
    kept = release_ids(root)
    found = [one for one in kept if one == name] or [one for one in kept if name and one.startswith(name)]
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} releases start with {name!r}" if found else f"there is no release {name!r}"
    raise UnknownRelease(f"{what}: the ones kept are {', '.join(kept) or 'none'}")


def release_before(root: Path, name: str) -> str:
    """Return the id of the newest kept release older than ``name``, the newest of all where that is "".

    Raises ``UnknownRelease`` where there is none.
    """
    older = [one for one in release_ids(root) if not name or one < name]
    if not older:
        raise UnknownRelease(f"no release older than {name} is kept: look with `iop releases`")
    return older[-1]


def roll_back(root: Path, name: str, reason: str, open_index: Callable[[Path], object]) -> Release:
    """Serve the kept release ``name`` from now on; return it.

    It must be whole to the byte and its index must open, or ``RollbackRefused`` is raised and nothing changes.
    """
    served = pointed_at(root)
    if name == served:
        raise RollbackRefused(f"{name} is served already: name another one of `iop releases`")
    try:
        release = Release(root / "releases" / name)
    except ReleaseDamaged as error:
        raise RollbackRefused(f"{error}. {served} stays served") from error
    damage = release.damage()
    if damage:
        raise RollbackRefused(f"release {name} is damaged ({', '.join(damage[:5])}). {served} stays served")
    try:
        open_index(release.path)
    except (RuntimeError, OSError) as error:
        raise RollbackRefused(f"release {name} cannot be searched: {error}. {served} stays served") from error
    point_at(root, name, "rolled back", reason)
    return release
