"""The base of every screen before the desk is open: a card in the middle with what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.brand import Brand
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.field import LineField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Page, column, row
from wijkdesk.ui.widgets.speech import announce
from wijkdesk.ui.widgets.tick import TickBox

WIDTH = 460
SECOND = 1000


class WayIn(QWidget):
    """A card with its content, and a bar that says what is going on; `.inside` takes more.

    `first` is what takes the focus when the card is shown.
    """

    def __init__(self, look: Look, content: QWidget) -> None:
        super().__init__()
        self.look, self.content = look, content
        self.first: QWidget = self
        self.setProperty("ground", "canvas")
        self._page = Page(look, pad="l")
        column(look, self, gap="").addWidget(self._page)
        card = QFrame()
        card.setProperty("ground", "card")
        self.inside = column(look, card, gap="l", pad="xl")
        self.inside.addWidget(Brand(look, large=True))
        self.inside.addWidget(content)
        self._bar = QProgressBar(maximum=0, textVisible=False)
        self._doing = Label("", "small", wrap=True)
        self.inside.addWidget(self._bar)
        self.inside.addWidget(self._doing)
        foot = Label(look.words("Alles op dit apparaat is versleuteld."), "caption", wrap=True)
        foot.setProperty("alignment", "AlignCenter")
        # Stretches and not an alignment: an aligned card is measured at the width of the page, and
        # gets too little height for the lines its text really takes.
        middle = row(look, gap="")
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        self._page.body.addStretch(1)
        self._page.body.addLayout(middle)
        self._page.body.addWidget(foot)
        self._page.body.addStretch(2)
        look.theme.follow(card, lambda: card.setMaximumWidth(look.theme.px(WIDTH)))
        self.wait("")

    def wait(self, doing: str) -> None:
        """Say what is going on; nothing when it is done."""
        for widget in (self._bar, self._doing):
            widget.setVisible(bool(doing))
        self._bar.setAccessibleName(doing)
        self._doing.say(doing)
        self.content.setEnabled(not doing)
        if doing:
            announce(self, doing)

    def offer(self, buttons: Sequence[Button]) -> None:
        """Show other ways on, below what is asked, each on a line of its own."""
        ways = column(self.look, gap="xs")
        for button in buttons:
            line = row(self.look, gap="")
            line.addWidget(button)
            line.addStretch(1)
            ways.addLayout(line)
        self.inside.addLayout(ways)


class WayInForm(WayIn):
    """A way in that is one form; what is refused is said in it."""

    def __init__(self, look: Look, form: Form) -> None:
        super().__init__(look, form)
        self.form = form
        self._left, self._again = 0, ""
        self.second = QTimer(self, interval=SECOND)
        self.second.timeout.connect(self._count_down)

    def refuse(self, trouble: Trouble) -> None:
        """Say why the person does not get in; a wait is counted down."""
        self.wait("")
        if trouble.code == "wait":
            self._hold(trouble)
        else:
            self.form.refuse(trouble)

    def _hold(self, trouble: Trouble) -> None:
        """Let nothing be tried for a while, and say how long that still takes."""
        self._left, self._again = int(str(trouble.values["seconds"])), trouble.field or ""
        self.form.summary.show_problems([])
        self.form.save_button.setEnabled(False)
        self._show_left()
        announce(self, self.look.words.trouble(trouble), at_once=True)
        self.second.start()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show_left()
            return
        self.second.stop()
        self.form.save_button.setEnabled(True)
        self._say("")
        announce(self, self.look.words("U kunt het weer proberen."), at_once=True)

    def _show_left(self) -> None:
        told = self.look.words.count(
            self._left,
            "De wachtzin klopte een paar keer niet. Nog {n} seconde, dan kunt u het weer proberen.",
            "De wachtzin klopte een paar keer niet. Nog {n} seconden, dan kunt u het weer "
            "proberen.",
        )
        self._say(told)

    def _say(self, told: str) -> None:
        field = self.form.fields.get(self._again)
        if field is not None:
            field.fail(told)

    def show_typed(self, fields: tuple[LineField, ...]) -> TickBox:
        """Return a box that shows what is typed in these fields."""
        box = TickBox(self.look, self.look.words("Laat zien wat ik typ"))

        def turn(on: bool) -> None:
            for field in fields:
                field.show_typed(on)

        box.toggled.connect(turn)
        return box
