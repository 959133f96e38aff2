"""What a remark says beside a condition is suggested where its words say that and nothing else."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.sheet.likely_remarks import likely_remark
from mandate_registry.rules.facts import Body

BODIES = (
    Body(code="burgemeester", name="Burgemeester"),
    Body(code="college", name="College van burgemeester en wethouders"),
    Body(code="heffing", name="Heffingsambtenaar"),
)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("Namens de burgemeester", "body:burgemeester"),
        ("namens het College van burgemeester en wethouders", "body:college"),
        ("Namens het college", "body:college"),
        ("Namens de heffingsambtenaar.", "body:heffing"),
        ("Namens de raad", ""),
        ("Namens de burgemeester, na overleg", ""),
        ("Namens de burgemeester en het college", ""),
        ("Samen met B2", "with:B2"),
        ("gezamenlijk met b2.", "with:B2"),
        ("Samen met C9", ""),
        ("Samen met de controller", ""),
        ("Samen met B2 boven € 100", ""),
        ("intern, niet publiceren", "disclosure:internal"),
        ("Vertrouwelijk", "disclosure:internal"),
        ("Niet openbaar", "disclosure:internal"),
        ("openbaar", "disclosure:public"),
        ("Intern afstemmen", ""),
        ("Na overleg", ""),
        *((text, "unused") for text in ("geen", "N.v.t.", "-")),
        ("", ""),
    ],
)
def test_it_is_what_its_words_say(text: str, likely: str) -> None:
    assert likely_remark(text, BODIES, ("B1", "B2")) == likely
