"""The few shapes of SVG that the chart is made of."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

FONT = "font-family='system-ui, sans-serif' font-size='12'"


def document(width: int, height: int, title: str, shapes: Iterable[str]) -> str:
    """Return a picture on white, so that it can be read on a page of any colour."""
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img' {FONT}>"
    ground = f"<rect width='{width}' height='{height}' fill='white'/>"
    return "\n".join([head, f"<title>{escape(title)}</title>", ground, *shapes, "</svg>", ""])


def text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    """Return words at a place; `anchor` is the end of them that is there."""
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='#222' {more}>{escape(words)}</text>"


def line(x1: float, y1: float, x2: float, y2: float, colour: str, dashes: str = "") -> str:
    """Return a straight line."""
    place = f"x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}'"
    return f"<line {place} stroke='{colour}' stroke-dasharray='{dashes}'/>"


def path(points: list[tuple[float, float]], colour: str, hint: str) -> str:
    """Return a line through points with a dot at each; `hint` is shown to whoever points at it."""
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{colour}'/>" for x, y in points)
    line = f"<polyline points='{through}' fill='none' stroke='{colour}' stroke-width='2'/>"
    return f"<g><title>{escape(hint)}</title>{line}{dots}</g>"


def bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Return a filled rectangle."""
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{colour}'/>"
