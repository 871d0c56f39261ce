"""The plan van aanpak of a client: seen before it is saved; the preview never touches the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.plan import plan_data
from wijkdesk.errors import Trouble
from wijkdesk.i18n import Words
from wijkdesk.reports.file import write_new
from wijkdesk.reports.plan import plan
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, Page, clear, column
from wijkdesk.ui.widgets.speech import announce, speaks_as

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SHARPNESS = 2.0
"""Pixels for each point of the page: sharp at 200 % text on a common screen."""
WIDEST = 820
"""Width of a page at 100 %."""


@dataclass(frozen=True)
class Sheet:
    """One page of the preview: how it looks, and what it says for who cannot see it."""

    image: QImage
    text: str


@dataclass(frozen=True)
class Preview:
    """A document as it will be saved, with its pages."""

    client_name: str
    pdf: bytes
    sheets: list[Sheet]


class Plan(Screen):
    """Shows the plan page by page, and saves it as PDF where the person says."""

    place: ClassVar[str] = "detail"

    def __init__(self, around: Surroundings, client: str) -> None:
        super().__init__(around)
        self.client, self.preview = client, Preview("", b"", [])
        self.dialog: QFileDialog | None = None
        words = around.words
        self.page = Page(around)
        column(around, self, gap="").addWidget(self.page)
        self._heading = Label(self.title, "h2", wrap=True)
        self.page.body.addWidget(self._heading)
        self._about = Label(words("Het plan wordt gemaakt…"), "muted", wrap=True)
        self.page.body.addWidget(self._about)
        bar = Flow(around)
        self.save_button = Button(
            around, words("Opslaan als PDF"), "primary", icon="download-simple"
        )
        self.save_button.clicked.connect(self.choose_file)
        self.save_button.setEnabled(False)
        self.back = Button(around, words("Terug naar de klant"), icon="caret-left")
        self.back.clicked.connect(lambda: self.wants.emit("client", {"client": self.client}))
        bar.addWidget(self.save_button)
        bar.addWidget(self.back)
        self.page.body.addLayout(bar)
        self.banner = Banner(around)
        self.page.body.addWidget(self.banner)
        self._sheets = column(around, gap="l")
        self.page.body.addLayout(self._sheets)
        self.page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Plan van aanpak")

    def load(self) -> None:
        """Make the document and its pages, in memory."""
        desk, words, client = self.around.desk, self.words, self.client
        self.around.background.run(
            self, lambda: make(desk, words, client), self._show, self._say_trouble
        )

    def focus_first(self) -> None:
        """Put the focus on saving, or on the way back as long as there is nothing to save."""
        target = self.save_button if self.save_button.isEnabled() else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        """Ask where the PDF may be saved; the name says nothing about the person."""
        words = self.words
        # The dialog of Qt itself: the machine's own remembers names and places outside the desk.
        dialog = QFileDialog(self, words("Plan van aanpak opslaan als PDF"))
        dialog.setAccessibleName(dialog.windowTitle())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        # What is there is never replaced, so there is nothing to ask.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(words("PDF-bestand (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(str(Path.home()))
        dialog.selectFile(f"plan-{self.around.today().isoformat()}-{token_hex(3)}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._save)
        self.dialog = dialog
        dialog.open()

    def _save(self, chosen: str) -> None:
        file, pdf = Path(chosen), self.preview.pdf
        self.save_button.setEnabled(False)

        def done(_none: None) -> None:
            self.save_button.setEnabled(True)
            told = self.words(
                "Bewaard: {file}. Verwijder het bestand als de klant het plan heeft.", file=file
            )
            self.banner.say(told, "info")

        self.around.background.run(self, lambda: write_new(file, pdf), done, self._say_trouble)

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        words, n = self.words, len(preview.sheets)
        self._heading.say(words("Plan van aanpak van {name}", name=preview.client_name))
        self._about.say(
            words.count(
                n,
                "{n} bladzijde. Lees het plan samen met de klant voordat u het meegeeft.",
                "{n} bladzijden. Lees het plan samen met de klant voordat u het meegeeft.",
            )
        )
        clear(self._sheets)
        for at, sheet in enumerate(preview.sheets, 1):
            name = words("Bladzijde {at} van {all}", at=at, all=n)
            self._sheets.addWidget(PageView(self.around, sheet, name))
        # Of this window, also when it is not the active one just now.
        had_focus = self.window().focusWidget() is self.back
        self.save_button.setEnabled(True)
        if had_focus:
            self.focus_first()
        self.titled.emit(self.title)

    def _say_trouble(self, trouble: Trouble) -> None:
        told = self.words.trouble(trouble)
        self.save_button.setEnabled(bool(self.preview.pdf))
        if not self.preview.pdf:
            self._about.say(self.words("Het plan kan niet worden gemaakt."))
        self.banner.say(told, "danger")
        announce(self, told)


class PageView(QWidget):
    """A page as an image, as wide as there is room for; its text is there for a screen reader."""

    def __init__(self, look: Look, sheet: Sheet, name: str) -> None:
        super().__init__()
        self._look, self._image = look, sheet.image
        speaks_as(self, "Document")
        self.setAccessibleName(name)
        self.setAccessibleDescription(sheet.text)
        # Read by Tab: the plan is for reading, also without eyes.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grows = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grows.setHeightForWidth(True)
        self.setSizePolicy(grows)

    def sizeHint(self) -> QSize:
        """Return the size at 100 %."""
        width = self._look.theme.px(WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Take any width."""
        return QSize(1, 1)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        shown = min(width, self._look.theme.px(WIDEST))
        return round(shown * self._image.height() / max(1, self._image.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page with an edge, and the focus round it."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(self.width(), theme.px(WIDEST))
        area = self.rect()
        area.setWidth(width)
        area.setHeight(self.heightForWidth(width))
        painter.drawImage(area, self._image)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus" if focused else "line"), 3 if focused else 1))
        painter.drawRect(area.adjusted(1, 1, -2, -2))


def make(desk: Desk, words: Words, client: str) -> Preview:
    """Return the plan of a client as it will be saved, with its pages drawn in memory."""
    # Imported here: only documents need them, and they are slow.
    from pypdfium2 import PdfDocument

    from wijkdesk.reports import pdf

    data = plan_data(desk, words, client)
    body = pdf.render(plan(words, data))
    document = PdfDocument(body)
    try:
        return Preview(data.client_name, body, [_drawn(page) for page in document])
    finally:
        document.close()


def _drawn(page: PdfPage) -> Sheet:
    bitmap = page.render(scale=SHARPNESS, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(
        bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
        QImage.Format.Format_RGBX8888,
    ).copy()  # fmt: skip
    return Sheet(image, page.get_textpage().get_text_range().strip())
