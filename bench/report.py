"""What was measured: as a line of a table, and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bench.targets import Target


@dataclass(frozen=True, slots=True)
class Measured:
    """One value, with what it must reach; without a target it is a figure beside others.

    Of what is asked again and again, `p50` and `p99` are the milliseconds that an answer takes.
    """

    measure: str
    name: str
    database: str
    value: float
    unit: str = ""
    target: Target | None = None
    p50: float | None = None
    p99: float | None = None

    @property
    def holds(self) -> bool:
        """Return whether the value is as good as it must be."""
        return self.target is None or self.target.holds(self.value)

    def as_line(self) -> str:
        """Return it as a line of a table."""
        value = f"{self.database:11} {self.name:76} {_written(self.value)} {self.unit:4}"
        if self.p50 is not None and self.p99 is not None:
            return f"{value} p50 {_written(self.p50)} ms  p99 {_written(self.p99)} ms"
        if self.target is None:
            return value.rstrip()
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        return f"{value} must {self.target.must:<5g} stretch {self.target.stretch:<5g} {verdict}"

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        rounded = {name: float(f"{value:.4g}") for name in ("value", "p50", "p99") if (value := getattr(self, name))}
        stated = {name: value for name, value in asdict(self).items() if value not in (None, "")}
        return stated | rounded | ({"holds": self.holds} if self.target else {})


def _written(value: float) -> str:
    return f"{value:8,.0f}" if abs(value) >= 100 else f"{value:8.3g}"
