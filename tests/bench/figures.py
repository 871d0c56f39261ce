"""A figure that was measured, beside what it may be at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, its limit, in which unit, and what stood beside it in the same run.

    What could not be measured is None, and `beside` says why: that breaks nothing and is not
    silent.
    """

    name: str
    measured: float | None
    limit: float
    unit: str
    beside: str = ""

    @property
    def holds(self) -> bool:
        """Whether this is within its limit."""
        return self.measured is None or self.measured <= self.limit


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value below which `share` percent of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines of a table."""
    widest = max(len(figure.name) for figure in figures)
    lines = [f"{'':{widest}}  {'measured':>10}  {'at most':>10}"]
    for figure in figures:
        verdict = "ok" if figure.holds else "BROKEN"
        measured = f"{'-':>10}" if figure.measured is None else f"{figure.measured:10.2f}"
        verdict = verdict if figure.measured is not None else "-"
        lines.append(
            f"{figure.name:{widest}}  {measured}  {figure.limit:10.2f}"
            f"  {figure.unit:<6} {verdict:<6}  {figure.beside}".rstrip()
        )
    return "\n".join(lines)
