"""An answer on paper: one A4 that reads as the page does, with the signed receipt as a file within it."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from mandate_registry import PACKAGE
from mandate_registry.web.check.answer_texts import AnswerText
from mandate_registry.web.language import gettext as _

FONTS = PACKAGE / "web" / "fonts"
LETTER = "letter"
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
MARGIN, WIDTH, TOP, FOOT, HEIGHT = 22, 166, 20, 236, 297
"""In millimetres: the sheet is 210 wide; the proof begins at FOOT, and no line of the letter within LAST of it."""
LAST = 4
QR = 34
LABELS = 40
MAX_LENGTH = 400
"""How many characters of one fact are printed; all of it stands in the receipt."""
SIZES = (1.2, 1.0, 0.85, 0.7, 0.55)
"""How large the letters are: the first at which all fits above the proof."""

INK, QUIET, ACCENT, RULE = (28, 33, 38), (82, 90, 99), (21, 66, 115), (213, 218, 224)
TONES = {"good": (27, 107, 58), "bad": (163, 32, 32), "partly": (138, 83, 0), "plain": ACCENT}
MARKS = {
    "good": [(0.28, 0.52, 0.44, 0.67), (0.44, 0.67, 0.73, 0.33)],
    "bad": [(0.33, 0.33, 0.67, 0.67), (0.67, 0.33, 0.33, 0.67)],
    "partly": [(0.5, 0.25, 0.5, 0.57), (0.5, 0.73, 0.5, 0.74)],
    "plain": [(0.5, 0.47, 0.5, 0.75), (0.5, 0.27, 0.5, 0.28)],
}
"""The lines of each mark, in parts of the disc that they stand on: the same marks as on the pages."""


def draw(letter: AnswerText, receipt: str, address: str, lang: str) -> bytes:
    """Draw an answer in a language, with the address of its page and its receipt (JWS)."""
    for size in SIZES:
        with closing(_PdfPage(letter, lang, size)) as pdf:
            if pdf.write() or size == SIZES[-1]:
                pdf.prove(receipt, address)
                return bytes(pdf.output())
    raise AssertionError(SIZES)


class _PdfPage(FPDF):
    """One sheet with a letter on it."""

    def __init__(self, letter: AnswerText, lang: str, size: float) -> None:
        super().__init__(format="A4")
        self.letter, self.size = letter, size
        self.set_lang(LOCALES[lang])
        self.set_title(f"{letter.headline} - {letter.organisation}")
        self.set_author(letter.organisation)
        self.set_subject(_("Answer to the question who may decide"))
        self.set_creation_date(letter.moment)
        self.add_font(LETTER, "", FONTS / "SourceSans3_400Regular.ttf")
        self.add_font(LETTER, "B", FONTS / "SourceSans3_600SemiBold.ttf")
        self.set_margins(MARGIN, TOP, 210 - MARGIN - WIDTH)
        self.set_auto_page_break(auto=False)
        self.c_margin = 0.0
        self.add_page()

    def close(self) -> None:
        """Close the font files, which are read until the PDF is written."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def write(self) -> bool:  # type: ignore[override]  # (of FPDF, which writes a line; here it is the letter)
        """Write the letter; tells whether it ends above the proof."""
        letter = self.letter
        self._say(letter.organisation, 11, ACCENT, bold=True)
        self._rule(ACCENT, 0.5)
        self._verdict()
        for label, text in letter.facts:
            self._fact(label, text)
        for part in letter.parts:
            self._fact(part.verdict, "\n".join(text for text in (part.title, part.body, part.why) if text))
        for condition in letter.conditions:
            self._fact(_("On condition that"), condition)
        if letter.signature:
            self._fact(_("To be signed as"), "\n".join(letter.signature))
        return self.get_y() <= FOOT

    def prove(self, receipt: str, address: str) -> None:
        """Write at the foot when it was answered, where it can be read, and how to verify it; put the receipt in."""
        self.embed_file(
            bytes=receipt.encode(),
            basename=f"receipt-{self.letter.identity}.jws",
            desc=_("The signed receipt"),
            mime_type="application/jose",
        )
        self.set_y(FOOT)
        self._rule(RULE, 0.2)
        top = self.get_y()
        drawn = BytesIO()
        segno.make_qr(address, error="m").save(drawn, kind="png", scale=6, border=4)
        self.image(drawn, x=MARGIN - 3, y=top, w=QR, h=QR, alt_text=_("QR code with the address of this answer"))
        self.set_left_margin(MARGIN + QR + 2)
        self.set_xy(MARGIN + QR + 2, top + 2)
        self.size = 1.0
        self._say(_("Verify this answer"), 11, INK, bold=True)
        checked = _("It was given on %(moment)s, as the register was known then.", moment=self.letter.checked)
        within = _(
            "The signed receipt is attached to this file. Bring it to “Verify a receipt” in the registry: it says "
            "whether it is genuine, and whether the answer would be the same today."
        )
        self._say(f"{checked} {within}", 10, QUIET)
        self._say(address, 10, QUIET)

    def _verdict(self) -> None:
        letter, disc = self.letter, 13 * self.size
        self.ln(6 * self.size)
        top = self.get_y()
        self._mark(MARGIN, top + 1, disc)
        self.set_left_margin(MARGIN + disc + 5)
        self._say(letter.headline, 21, INK, bold=True)
        self._say(letter.lead, 12, INK)
        if letter.advice:
            self._say(letter.advice, 12, INK)
        self.set_left_margin(MARGIN)
        self.set_y(max(self.get_y(), top + disc) + 6 * self.size)
        self._rule(RULE, 0.2)

    def _mark(self, x: float, y: float, disc: float) -> None:
        self.set_fill_color(TONES[self.letter.tone])
        self.ellipse(x, y, disc, disc, style="F")
        self.set_draw_color(255, 255, 255)
        self.set_line_width(disc / 11)
        for left, top, right, bottom in MARKS[self.letter.tone]:
            self.line(x + left * disc, y + top * disc, x + right * disc, y + bottom * disc)

    def _fact(self, label: str, text: str) -> None:
        top = self.get_y()
        self._say(label, 11, QUIET, width=LABELS)
        below = self.get_y()
        self.set_xy(MARGIN + LABELS + 2, top)
        shown = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
        self._say(shown, 11, INK, width=WIDTH - LABELS - 2)
        self.set_xy(MARGIN, max(below, self.get_y()) + 1.5 * self.size)

    def _say(
        self, text: str, points: float, colour: tuple[int, int, int], *, bold: bool = False, width: float = 0
    ) -> None:
        if self.size == SIZES[-1] and FOOT - LAST < self.get_y() < FOOT:  # not even the smallest letters fit it all
            return
        self.set_font(LETTER, "B" if bold else "", points * self.size)
        self.set_text_color(colour)
        self.multi_cell(width, points * self.size * 0.48, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def _rule(self, colour: tuple[int, int, int], thickness: float) -> None:
        self.set_draw_color(colour)
        self.set_line_width(thickness)
        y = self.get_y() + 1.5
        self.line(MARGIN, y, MARGIN + WIDTH, y)
        self.set_y(y + 4 * self.size)
