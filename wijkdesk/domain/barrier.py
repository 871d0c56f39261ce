"""A barrier: something that stands between a client and work."""

from __future__ import annotations

from datetime import date, datetime

from wijkdesk.domain.noun import LONG, Known, Noun, SetBy, fact
from wijkdesk.domain.values import BarrierDomain, SeverityLevel, WorkConsequence
from wijkdesk.errors import UserError

# Health and addiction (AVG art. 9) and justice (art. 10): no level and no free text, only what it
# means for work and whether help is arranged (practice.md R9).
SENSITIVE = frozenset(
    {
        BarrierDomain.LICHAMELIJKE_GEZONDHEID,
        BarrierDomain.PSYCHISCHE_GEZONDHEID,
        BarrierDomain.VERSLAVING,
        BarrierDomain.JUSTITIE,
    }
)


class Barrier(Noun, table=True):
    """What stands in the way, how serious it is (ZRM level 1-5, optional) and what it means.

    `consequence` is what it means for work: plain words, or one `WorkConsequence` code for the
    `SENSITIVE` domains. `urgent_until` is the day something will be lost (an eviction).
    """

    client: str = fact(required=True, index=True, set_by=SetBy.MAKER)
    domain: str = fact(required=True, set_by=SetBy.MAKER, codes=BarrierDomain)
    severity: int | None = fact()
    consequence: str | None = fact(merges=True, longest=LONG)
    help_arranged: bool | None = fact()
    urgent_until: date | None = fact()
    measured_on: date | None = fact()
    closed_on: date | None = fact()
    result: str | None = fact(merges=True, longest=LONG)
    recorded_at: datetime = fact(required=True, kind=datetime, set_by=SetBy.MAKER)
    recorded_by: str = fact(required=True, set_by=SetBy.MAKER)

    @property
    def sensitive(self) -> bool:
        """Whether this domain is kept without level and free text."""
        return self.domain in SENSITIVE

    def check(self, known: Known) -> None:
        """Raise UserError with `field` for a level outside 1-5 or text that may not be kept."""
        lowest, highest = min(SeverityLevel), max(SeverityLevel)
        if self.sensitive:
            self._check_sensitive()
        if self.severity is not None and not lowest <= self.severity <= highest:
            raise UserError(
                "severity_out_of_range", field="severity", lowest=int(lowest), highest=int(highest)
            )
        for field in ("measured_on", "closed_on"):
            day = getattr(self, field)
            if day is not None and day > known.today:
                raise UserError("day_in_future", field=field)

    def _check_sensitive(self) -> None:
        domain = BarrierDomain(self.domain)
        if self.severity is not None:
            raise UserError("level_not_kept", field="severity", domain=domain)
        if self.result is not None:
            raise UserError("text_not_kept", field="result", domain=domain)
        if self.consequence is not None and self.consequence not in set(WorkConsequence):
            raise UserError(
                "consequence_from_list",
                field="consequence",
                domain=domain,
                choices=", ".join(WorkConsequence),
            )
