"""From claims to facts: what the sentences of one page say together, where they agree, add up or contradict
each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from catalog.facts import Span, Value
from crawler.reading.claims import Claim

SPANS = ("hours_per_week", "session_hours", "days_per_week", "length_weeks", "group_size", "ages")
_OPEN_WINS = ("ages", "days_per_week")
"""Attributes for which "18+" beside "13–17" leaves the upper end open, and not at 17."""

_TRACK = re.compile(
    r"\b(?:(?:phase|stage|module|level) (?:\d|one|two|three|four|i{1,3})\b|am|pm|mornings?|day(?:time)?|afternoons?|"
    r"evenings?|nights?|adults?|adolescents?|"
    r"teens?|children|young adults?|older|seniors|substance|sud|mental health|"
    r"psychiatric|dbt|cbt|eating|trauma|virtual|online|in-person|women|men|level|"
    r"phase|step|track|dual|ocd|perinatal|maternal|spanish|mañana|tarde|noche|"
    r"adolescentes|adultos|school|summer|weekend|after-?school|standard|extended|"
    r"accelerated|basic|transition)\b"
)
_SCHEDULE = (*SPANS, "days", "sessions", "time_of_day")
_EXCEPTION = re.compile(r"\((?:which|except|where|only|some|in|at) [^()]*$")


def spans(claims: Iterable[Claim]) -> dict[str, list[tuple[Span, list[Claim]]]]:
    """Return attribute → spans with their claims: one where the page agrees with itself, several where it does not."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.attribute in SPANS and isinstance(claim.value, Span):
            grouped[claim.attribute].append(claim)
    return {attribute: _agreed(attribute, _trusted(attribute, found)) for attribute, found in grouped.items()}


def without_exceptions(claims: Iterable[Claim]) -> list[Claim]:
    """Return ``claims`` without what a bracket says of one place only ("Maryland (which offers four nights)")."""
    return [c for c in claims if c.attribute not in _SCHEDULE or not _EXCEPTION.search(c.statement.low[: c.start])]


def without_counts_of_a_part(claims: Iterable[Claim]) -> list[Claim]:
    """Return ``claims`` without a line's count of days where another line of its list adds other days at the same time
    ("Skills: Mon and Thu, 1–3:30", "Process: Wed, 1–3:30"): they are parts of one week."""
    claims = list(claims)
    days: dict[int, set[object]] = {}
    times: dict[int, set[object]] = {}
    for claim in claims:
        if claim.statement.block.kind == "item" and claim.attribute in ("days", "sessions"):
            (days if claim.attribute == "days" else times).setdefault(claim.statement.number, set()).add(claim.value)
    headings = {c.statement.number: c.statement.headings for c in claims}

    def is_part(n: int) -> bool:
        return any(
            m != n
            and headings[m] == headings[n]
            and times.get(m) == times.get(n)
            and days[m].isdisjoint(days[n])
            and len(days[m]) != len(days[n])
            for m in days
            if times.get(m)
        )

    parts = {n for n in days if len(days) < 20 and is_part(n)}
    return [
        c for c in claims if not (c.attribute == "days_per_week" and c.how == "derived" and c.statement.number in parts)
    ]


_LATER_PHASE = re.compile(r"\b(?:phase|stage) (?:[2-5]|two|three|four|i{2,3}|iv)\b")
"""What makes a number that of a later part of the program alone."""


def _trusted(attribute: str, claims: list[Claim]) -> list[Claim]:
    """Return the claims that count: counted weekdays only where no sentence states the number of days."""
    stated = [c for c in claims if c.how != "derived"]
    if attribute == "hours_per_week" and len(stated) > 1:
        top = max((_ends(c.value)[1] for c in stated), default=0.0)
        whole = [
            c
            for c in stated
            if _ends(c.value)[1] >= 0.75 * top
            or not re.search(
                r"\bof (?:\w+ ){0,2}(?:group|individual|family|skills)\b", c.statement.low[c.start : c.end + 30]
            )
        ]
        return whole or stated
    if stated and all(_LATER_PHASE.search(c.statement.low, 0, c.start) for c in stated):
        return claims if len(stated) < len(claims) else []
    return stated or claims


def _ends(value: object) -> tuple[float, float]:
    assert isinstance(value, Span)
    low = value.low if value.low is not None else value.high or 0.0
    return low, value.high if value.high is not None else low


def _agreed(attribute: str, claims: list[Claim]) -> list[tuple[Span, list[Claim]]]:
    """Join claims that agree or speak of different tracks; keep apart those that contradict each other."""
    sides: list[tuple[Span, list[Claim]]] = []
    for claim in claims:
        assert isinstance(claim.value, Span)
        for n, (span, members) in enumerate(sides):
            if _overlap(span, claim.value) or any(_other_track(claim, member) for member in members):
                sides[n] = (_joined(attribute, span, claim.value), [*members, claim])
                break
        else:
            sides.append((claim.value, [claim]))
    return _settled(attribute, sides)


def _settled(attribute: str, sides: list[tuple[Span, list[Claim]]]) -> list[tuple[Span, list[Claim]]]:
    """Join sides that overlap after all, since a later sentence may span two earlier ones."""
    if len(sides) > 1 and attribute in ("ages", "group_size"):
        span, members = sides[0]
        for other, more in sides[1:]:
            span, members = _joined(attribute, span, other), members + more
        return [(span, members)]
    for n in range(1, len(sides)):
        if _overlap(sides[0][0], sides[n][0]):
            merged = (_joined(attribute, sides[0][0], sides[n][0]), sides[0][1] + sides[n][1])
            return _settled(attribute, [merged, *sides[1:n], *sides[n + 1 :]])
    return sides


def _overlap(a: Span, b: Span) -> bool:
    low_a, high_a = a.low if a.low is not None else float("-inf"), a.high if a.high is not None else float("inf")
    low_b, high_b = b.low if b.low is not None else float("-inf"), b.high if b.high is not None else float("inf")
    return low_a <= high_b and low_b <= high_a


def _other_track(a: Claim, b: Claim) -> bool:
    """Return whether two claims speak of different tracks, or side by side in one sentence."""
    if a.statement is b.statement or _tracks(a) != _tracks(b):
        return True
    times, others = a.statement.marked.ranges, b.statement.marked.ranges
    return bool(times and others) and {t.session for t in times.values()} != {t.session for t in others.values()}


def _tracks(claim: Claim) -> frozenset[str]:
    near = claim.statement.low[max(0, claim.start - 80) : claim.end + 40]
    heading = claim.statement.headings[-1].lower() if claim.statement.headings else ""
    return frozenset(_TRACK.findall(f"{near} {heading}"))


def _joined(attribute: str, a: Span, b: Span) -> Span:
    """Return the span that covers both; an end that only one of them states stays stated, ages stay open."""
    lows = [s.low for s in (a, b) if s.low is not None]
    highs = [s.high for s in (a, b) if s.high is not None]
    low = min(lows) if lows else None
    high = max(highs) if highs else None
    for one, other in ((a, b), (b, a)):
        if one.high is None and one.low is not None and high is not None:
            open_end = attribute in _OPEN_WINS or (other.low == other.high) or one.low >= high
            high = None if open_end else high
    return Span(low, high)


def derived_hours(
    found: dict[str, list[tuple[Span, list[Claim]]]], sessions: Sequence[Claim]
) -> tuple[Span, list[Claim]] | None:
    """Return hours a session × days a week where the page does not state the least hours a week, and from
    which claims."""
    stated = found.get("hours_per_week", [])
    if any(span.low is not None for span, _ in stated) or "days_per_week" not in found:
        return None
    if "session_hours" not in found and (paired := _by_track(found["days_per_week"], sessions)):
        return paired
    days, from_days = _whole(found["days_per_week"])
    lengths, from_lengths = _whole(found["session_hours"]) if "session_hours" in found else _by_clock(sessions)
    if lengths is None or days is None or days.low is None or lengths.low is None:
        return None
    high = days.high * lengths.high if days.high is not None and lengths.high is not None else None
    return Span(days.low * lengths.low, high), [*from_lengths[:2], *from_days[:2]]


def _by_track(days: list[tuple[Span, list[Claim]]], sessions: Sequence[Claim]) -> tuple[Span, list[Claim]] | None:
    """Return the hours a week of tracks that one sentence names side by side, each with days and a session of its own
    ("Mon/Wed/Fri 9–12 or Tue/Thu 1–4:30"); None where days and sessions do not stand in such pairs."""
    counted = sorted((c for _, members in days for c in members), key=lambda c: c.start)
    if len(sessions) < 2 or len(counted) != len(sessions) or any(c.how != "derived" for c in counted):
        return None
    if len({c.statement.number for c in (*counted, *sessions)}) != 1:
        return None
    timed = sorted(sessions, key=lambda c: c.start)
    order = [c.attribute for c in sorted((*counted, *timed), key=lambda c: c.start)]
    if any(a == b for a, b in zip(order[::2], order[1::2], strict=True)) or len(set(order[::2])) != 1:
        return None
    hours = [
        _hours(session) * (c.value.low or 0)
        for c, session in zip(counted, timed, strict=True)
        if isinstance(c.value, Span)
    ]
    return Span(min(hours), max(hours)), [*timed[:2], *counted[:2]]


def _whole(sides: list[tuple[Span, list[Claim]]]) -> tuple[Span | None, list[Claim]]:
    span, members = sides[0]
    for other, more in sides[1:]:
        span, members = _joined("", span, other), members + more
    return span, members


def _by_clock(sessions: Sequence[Claim]) -> tuple[Span | None, list[Claim]]:
    hours = list(map(_hours, sessions))
    return (Span(min(hours), max(hours)), list(sessions)) if hours else (None, [])


def _hours(session: Claim) -> float:
    """Return how long a session lasts."""
    start, end = str(session.value).split("-")
    return (int(end[:2]) * 60 + int(end[3:]) - int(start[:2]) * 60 - int(start[3:])) / 60


def terms(claims: Iterable[Claim]) -> Iterator[tuple[str, Value, bool, list[Claim]]]:
    """Yield (attribute, value, denied, claims) of everything that is no span, each value once, in the page's order."""
    grouped: dict[tuple[str, Value, bool], list[Claim]] = {}
    for claim in claims:
        if claim.attribute not in SPANS:
            grouped.setdefault((claim.attribute, claim.value, claim.denied), []).append(claim)
    for (attribute, value, denied), found in grouped.items():
        yield attribute, value, denied, found
