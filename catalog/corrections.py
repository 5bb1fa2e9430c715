"""Corrections: what a program asked to have changed or removed, checked in and applied at every build.

``data/corrections.toml`` goes in, checked entry by entry; programs come out with the facts a person corrected, each
with evidence of its own ("correction", read by a person), or are left out with the reason in their account.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from catalog.attributes import attribute
from catalog.contacts import phone, website
from catalog.facts import Evidence, Fact, Span, Value, quoted
from catalog.programs import Program
from catalog.settings import DATA
from catalog.vocabulary import load_vocabulary
from catalog.wording import one_line
from catalog.written_address import WrittenAddress, read_address

CORRECTIONS = DATA / "corrections.toml"
SOURCE = "correction"
FIELDS = ("name", "organization", "phone", "intake_phone", "website")
"""Attributes that a program also holds as a field of its own; of an address it holds the parts."""

READ_AS: dict[str, Callable[[str], str]] = {"phone": phone, "link": website, "text": one_line}
"""How the value of such an attribute is read; "" is none."""

NEVER_EMPTY = ("name", "address")
"""Attributes of which a program has one at all times: it can be set right, not denied."""


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry. ``what`` is "set" (the program says so), "deny" (it says not so) or "remove" (it asks to be left
    out); ``attribute`` and ``value`` belong to the first two. ``evidence`` is the web address where a person can
    check it, ``why`` the reason in a sentence, ``date`` the day it was asked for."""

    program: str
    what: Literal["set", "deny", "remove"]
    why: str
    date: dt.date
    evidence: str
    attribute: str = ""
    value: str | bool | Span | None = None


class CorrectionsWrong(ValueError):
    """The table of corrections cannot be used; the message names the entry, the fault and what to write."""


def read_corrections(path: Path = CORRECTIONS) -> tuple[Correction, ...]:
    """Return the entries; no file means none. Raises ``CorrectionsWrong`` at the first that breaks a rule."""
    if not path.is_file():
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorrectionsWrong(f"{path}: {error}: write it as TOML") from error
    unknown = set(data) - {"correction"}
    if unknown:
        raise CorrectionsWrong(f"{path}: {sorted(unknown)[0]!r} is unknown: each entry begins with [[correction]]")
    return tuple(_checked(entry, f"{path}, entry {n}") for n, entry in enumerate(data.get("correction", []), 1))


def _checked(entry: object, where: str) -> Correction:
    try:
        made = msgspec.convert(entry, Correction)
    except msgspec.ValidationError as error:
        raise CorrectionsWrong(f"{where}: {error}") from error
    if not made.program or not one_line(made.why):
        raise CorrectionsWrong(f"{where}: name the program's id and say why")
    if not website(made.evidence):
        raise CorrectionsWrong(f"{where}: evidence is {made.evidence!r}: give the web address where it can be checked")
    if made.what == "remove":
        if made.attribute or made.value is not None:
            raise CorrectionsWrong(f"{where}: a removal has no attribute and no value")
        return made
    return msgspec.structs.replace(made, value=_value(made, where))


def _value(entry: Correction, where: str) -> str | bool | Span:
    """Return the entry's value as its attribute holds it."""
    try:
        row = attribute(entry.attribute)
    except KeyError:
        raise CorrectionsWrong(f"{where}: {entry.attribute!r} is no key of data/attributes.toml") from None
    value = entry.value
    if entry.what == "deny" and row.key in NEVER_EMPTY:
        raise CorrectionsWrong(f'{where}: every program has a {row.key}: write what = "set" and the right one')
    read = READ_AS.get(row.kind)
    wanted = {"span": Span, "yes_no": bool}.get(row.kind, str)
    if value is None or not isinstance(value, wanted):
        raise CorrectionsWrong(f"{where}: the value of {row.key} is a {row.kind}, not {value!r}")
    if row.kind == "terms" and not load_vocabulary().has(row.vocabulary, str(value)):
        raise CorrectionsWrong(f"{where}: {value!r} is no term of data/vocabulary/{row.vocabulary}.toml")
    if value is False:
        raise CorrectionsWrong(f'{where}: write what = "deny" and value = true for a no')
    if read and not read(str(value)):
        raise CorrectionsWrong(f"{where}: {value!r} is no {row.kind}")
    if row.kind == "address":
        try:
            return read_address(str(value)).line
        except ValueError as error:
            raise CorrectionsWrong(f"{where}: {value!r} {error}") from error
    return read(str(value)) if read else value


class Corrections:
    """The entries by program, and which of them found theirs."""

    def __init__(self, entries: Sequence[Correction]) -> None:
        self._by_program: dict[str, list[Correction]] = defaultdict(list)
        for entry in entries:
            self._by_program[entry.program].append(entry)
        self._met: set[str] = set()

    def removal(self, ids: Iterable[str]) -> Correction | None:
        """Return the entry that asks to leave a program out; ``ids`` are its id and the ids that lead to it."""
        return next((entry for entry in self._of(ids) if entry.what == "remove"), None)

    def apply(self, program: Program) -> Program:
        """Return ``program`` with what was corrected; what a correction replaces is told in its notes."""
        for entry in self._of((program.id, *program.previous_ids)):
            if entry.what != "remove":
                program = _corrected(program, entry)
        return program

    def concerns(self, ids: Iterable[str]) -> bool:
        """Return whether any entry names one of ``ids``."""
        return not self.empty and any(name in self._by_program for name in ids)

    @property
    def empty(self) -> bool:
        """Whether there is no entry."""
        return not self._by_program

    @property
    def unmet(self) -> tuple[str, ...]:
        """Ids that entries name and no program has."""
        return tuple(sorted(set(self._by_program) - self._met))

    def _of(self, ids: Iterable[str]) -> list[Correction]:
        found = [(name, entry) for name in ids for entry in self._by_program.get(name, ())]
        self._met |= {name for name, _ in found}
        return sorted((entry for _, entry in found), key=lambda e: (e.date, e.attribute, e.what, repr(e.value)))


def _corrected(program: Program, entry: Correction) -> Program:
    assert entry.value is not None
    date = entry.date.isoformat()
    evidence = Evidence(source=SOURCE, url=entry.evidence, read_on=date, quote=quoted(entry.why), how="person")
    new = Fact(attribute=entry.attribute, value=entry.value, evidence=(evidence,), denied=entry.what == "deny")
    replaced = [fact for fact in program.facts if _contrary(fact, new)]
    kept = [fact for fact in program.facts if fact not in replaced and fact.order_key != new.order_key]
    was = getattr(program, entry.attribute) if entry.attribute in (*FIELDS, "address") else ""
    before = [_said(fact) for fact in replaced] or [was] * (was not in ("", entry.value))
    notes = {f"correction of {date}: {entry.attribute} {told} before" for told in before}
    changed = msgspec.structs.replace(
        program,
        facts=tuple(sorted((new, *kept), key=lambda fact: fact.attribute)),
        notes=tuple(sorted({*program.notes, *notes})),
    )
    if entry.attribute == "address":
        return _moved(changed, read_address(str(entry.value)))
    if entry.attribute in FIELDS:
        value = ("" if was == entry.value else was) if new.denied else entry.value
        changed = msgspec.structs.replace(changed, **{entry.attribute: value})
    return changed


def _moved(program: Program, there: WrittenAddress) -> Program:
    """Return ``program`` at another address. Its point stays where only the suite or the spelling of its house's
    street is another; else it is that of the ZIP."""
    at_home = (program.zip[:5], program.street.split(" ")[0]) == (there.zip, there.street.split(" ")[0])
    point = program.point if at_home and program.point else there.point
    return msgspec.structs.replace(program, **there._asdict(), point=point)


def _contrary(fact: Fact, new: Fact) -> bool:
    """A correction replaces its own contrary, and every other value of what has but one."""
    if fact.attribute != new.attribute:
        return False
    single = attribute(new.attribute).kind in ("span", "phone", "link", "text", "address") and not new.denied
    return fact.value != new.value if single else fact.value == new.value and fact.denied != new.denied


def _said(fact: Fact) -> str:
    value: Value = fact.value
    return f"{'not ' if fact.denied else ''}{value} ({', '.join(sorted({e.source for e in fact.evidence}))})"
