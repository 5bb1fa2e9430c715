"""The list a visitor picked, which only the address holds: its programs, and links that add, remove and reorder."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from catalog.programs import Program
from exports.selection import MOST_PROGRAMS
from views.address import Address
from views.language import Language
from views.markup import fill
from views.release import Opened


@dataclass(frozen=True)
class Picked:
    """``programs`` in the order they were picked; ``gone`` are ids that no program has now."""

    programs: tuple[Program, ...]
    gone: tuple[str, ...]

    def written_in(self, here: Address) -> Address:
        """Return ``here`` with the ids that the programs have now, and after them those that are gone."""
        return here.but(pick=(*self.ids, *self.gone), page=here.page)

    @property
    def ids(self) -> tuple[str, ...]:
        """The programs' ids."""
        return tuple(program.id for program in self.programs)


def find_program(program_id: str, found: Opened) -> Program | None:
    """Return a program by its id or one it had before; None for an unknown one. Candidates are not among them."""
    program = found.release.program(program_id)
    if program is None and program_id in found.forwards:
        program = found.release.program(found.forwards[program_id])
    return program if program is not None and program.status == "confirmed" else None


def picked(here: Address, found: Opened) -> Picked:
    """Return what stands on the list; an id of before leads to its program, and none stands twice."""
    programs: dict[str, Program] = {}
    gone = []
    for program_id in here.pick:
        program = find_program(program_id, found)
        if program is None:
            gone.append(program_id)
        else:
            programs[program.id] = program
    return Picked(tuple(programs.values()), tuple(gone))


def without(here: Address, program_id: str) -> Address:
    """Return ``here`` without one program on the list."""
    return here.but(pick=tuple(i for i in here.pick if i != program_id), page=here.page)


def moved(here: Address, ids: tuple[str, ...], program_id: str, to: int) -> Address:
    """Return ``here`` with one program of ``ids`` at another place of the list, counted from 0."""
    others = [i for i in ids if i != program_id]
    others.insert(to, program_id)
    return here.but(pick=tuple(others), page=here.page)


def pick_link(program: Program, here: Address, words: Language) -> Markup:
    """Return the link that puts a program on the list or takes it off; a full list says that it is."""
    listed = next((i for i in (program.id, *program.previous_ids) if i in here.pick), "")
    if listed:
        target, label = without(here, listed), words.say("shortlist.remove_name", name=program.name)
        text, mark = words.say("shortlist.take_off"), "✓"
    elif len(here.pick) < MOST_PROGRAMS:
        target = here.but(pick=(*here.pick, program.id), page=here.page)
        text, mark, label = words.say("shortlist.add"), "+", ""
    else:
        return fill('<p class="quiet">{text}</p>', text=words.say("shortlist.full", n=MOST_PROGRAMS))
    return fill(
        '<a class="pill pick" href="{href}"{label}><span aria-hidden="true">{mark}</span> {text}</a>',
        href=target.href, mark=mark, text=text,
        label=fill(' aria-label="{label}"', label=label) if label else Markup(""),
    )  # fmt: skip
