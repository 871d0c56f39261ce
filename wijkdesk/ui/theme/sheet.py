"""One style sheet, written by a function for each family of widgets, all from tokens.

Every rule has a selector that names its family. A bare `background: transparent` on a container
would run down into its buttons and blank them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wijkdesk.ui.theme.tokens import CONTROL, LINE, RADIUS, TYPE

Colours = Mapping[str, str]
Px = Callable[[float], int]


def sheet(colours: Colours, px: Px) -> str:
    """Return the whole style for these colours and this text size."""
    return "\n".join(family(colours, px) for family in _families())


def _grounds(c: Colours, px: Px) -> str:
    large, medium = RADIUS["l"], RADIUS["m"]
    return f"""
* {{ font-size: {px(TYPE["body"])}px; }}
QWidget {{ color: {c["text"]}; }}
QMainWindow, QDialog, QWidget[ground="canvas"] {{ background: {c["canvas"]}; }}
QDialog, QWidget[ground="surface"] {{ background: {c["surface"]}; }}
QFrame[ground="card"] {{
  background: {c["surface"]}; border: 1px solid {c["line"]}; border-radius: {large}px; }}
QFrame[ground="inset"] {{
  background: {c["sunken"]}; border: none; border-radius: {medium}px; }}
QFrame[ground="dialog"] {{
  background: {c["surface"]}; border: 1px solid {c["line_strong"]}; }}
QFrame[ground="line"] {{ background: {c["line"]}; border: none; }}
QToolTip {{
  background: {c["tip"]}; color: {c["on_tip"]}; border: none; padding: {px(6)}px;
  font-size: {px(TYPE["caption"])}px; }}"""


def _labels(c: Colours, px: Px) -> str:
    def role(name: str, size: str, weight: int, colour: str) -> str:
        return (
            f'QLabel[role="{name}"] {{ font-size: {px(TYPE[size])}px; '
            f"font-weight: {weight}; color: {c[colour]}; }}"
        )

    rules = (
        role("h1", "h1", 700, "text"),
        role("h2", "h2", 600, "text"),
        role("h3", "h3", 600, "text"),
        role("strong", "body", 600, "text"),
        role("muted", "body", 400, "muted"),
        role("small", "small", 400, "muted"),
        role("caption", "caption", 400, "muted"),
        role("overline", "caption", 600, "muted"),
        role("error", "small", 600, "danger"),
        role("good", "body", 600, "accent_text"),
        role("code", "h1", 700, "text"),
        'QLabel[role="code"] { border: 2px solid transparent; }',
        f'QLabel[role="code"]:focus {{ border-color: {c["focus"]}; }}',
    )
    levels = (
        f'QLabel[level="{level}"] {{ color: {c[f"sev{level}"]}; font-weight: 600; '
        f"font-size: {px(TYPE['small'])}px; }}"
        for level in range(1, 6)
    )
    return "\n".join(["QLabel { background: transparent; }", *rules, *levels])


def _chips(c: Colours, px: Px) -> str:
    # More than half the height would make the corners square.
    radius = int(px(TYPE["caption"]) * 0.625 + px(2)) - 1
    shape = (
        f"QLabel[chip] {{ font-size: {px(TYPE['caption'])}px; font-weight: 600; "
        f"padding: {px(2)}px {px(9)}px; border-radius: {radius}px; }}"
    )
    kinds = {"neutral": ("sunken", "muted"), "accent": ("accent_soft", "accent_text")}
    kinds |= {kind: (f"{kind}_soft", kind) for kind in ("info", "warn", "danger")}
    kinds |= {f"sev{level}": (f"sev{level}_soft", f"sev{level}") for level in range(1, 6)}
    # On a card in the colour of danger, a chip of that colour would not be seen.
    acute = f'QPushButton[acute="true"] QLabel[chip="danger"] {{ background: {c["surface"]}; }}'
    coloured = (
        f'QLabel[chip="{kind}"] {{ background: {c[back]}; color: {c[fore]}; }}'
        for kind, (back, fore) in kinds.items()
    )
    return "\n".join([shape, *coloured, acute])


def _buttons(c: Colours, px: Px) -> str:
    return f"""
QPushButton {{
  background: {c["surface"]}; border: 1px solid {c["line_strong"]};
  border-radius: {RADIUS["m"]}px; padding: 1px {px(14)}px; min-height: {px(CONTROL) - 4}px;
  font-weight: 600; }}
QPushButton:hover {{ background: {c["sunken"]}; }}
QPushButton:focus {{ border: 2px solid {c["focus"]}; padding: 0 {px(14) - 1}px; }}
QPushButton:disabled {{ color: {c["muted"]}; border-color: {c["line"]}; }}
QPushButton[kind="primary"] {{
  background: {c["accent"]}; color: {c["on_accent"]}; border: 2px solid {c["accent"]};
  padding: 0 {px(14) - 1}px; }}
QPushButton[kind="primary"]:hover {{
  background: {c["accent_hover"]}; border-color: {c["accent_hover"]}; }}
QPushButton[kind="primary"]:pressed {{
  background: {c["accent_press"]}; border-color: {c["accent_press"]}; }}
QPushButton[kind="primary"]:focus {{ border: 4px double {c["on_accent"]};
  padding: 0 {px(14) - 3}px; min-height: {px(CONTROL) - 8}px; }}
QPushButton[kind="primary"]:disabled {{
  background: {c["sunken"]}; color: {c["muted"]}; border-color: {c["line"]}; }}"""


def _quiet_buttons(c: Colours, px: Px) -> str:
    # Qt takes a least height for the height, whatever a text of more lines needs.
    lines = "\n".join(
        f'QPushButton[kind="status"][lines="{n}"] {{ min-height: {n * px(LINE)}px; }}'
        for n in (2, 3, 4)
    )
    return f"""
QPushButton[kind="ghost"], QPushButton[kind="link"] {{
  background: transparent; border: 2px solid transparent; color: {c["accent_text"]};
  padding: 0 {px(8)}px; min-height: {px(28) - 4}px; }}
QPushButton[kind="link"] {{
  color: {c["danger"]}; text-decoration: underline; text-align: left; padding: 0 {px(4)}px; }}
QPushButton[kind="ghost"]:hover {{ background: {c["accent_soft"]}; }}
QPushButton[kind="nav"] {{
  background: transparent; border: 2px solid transparent; color: {c["muted"]};
  text-align: left; padding: 0 {px(10)}px; min-height: {px(40) - 4}px; }}
QPushButton[kind="nav"][narrow="true"] {{ text-align: center; padding: 0; }}
QPushButton[kind="nav"]:hover {{ background: {c["sunken"]}; color: {c["text"]}; }}
QPushButton[kind="nav"]:checked {{ background: {c["accent_soft"]}; color: {c["accent_text"]}; }}
QPushButton[kind="status"] {{
  background: transparent; border: 2px solid transparent; border-radius: {RADIUS["s"]}px;
  text-align: left; padding: 0 {px(8)}px; min-height: {px(28) - 4}px;
  font-size: {px(TYPE["small"])}px; }}
{lines}
QPushButton[kind="status"][tone="warn"] {{ color: {c["warn"]}; }}
QPushButton[kind="status"][tone="quiet"] {{ color: {c["muted"]}; font-weight: 400; }}
QPushButton[kind="status"]:hover {{ background: {c["sunken"]}; }}
QPushButton[kind="command"] {{ text-align: left; color: {c["muted"]}; font-weight: 400;
  padding: 1px {px(10)}px; }}
QPushButton[kind="command"]:focus {{ padding: 0 {px(10) - 1}px; }}
QPushButton[kind="command"][narrow="true"] {{ text-align: center; padding: 0; }}
QPushButton[kind="ghost"]:focus, QPushButton[kind="link"]:focus, QPushButton[kind="nav"]:focus,
QPushButton[kind="status"]:focus {{ border: 2px solid {c["focus"]}; }}"""


def _round_buttons(c: Colours, px: Px) -> str:
    return f"""
QPushButton[kind="filter"] {{
  background: {c["surface"]}; border: 1px solid {c["line_strong"]}; border-radius: {px(15) - 1}px;
  min-height: {px(30) - 4}px; padding: 1px {px(12)}px; font-weight: 400;
  font-size: {px(TYPE["small"])}px; }}
QPushButton[kind="filter"]:hover {{ background: {c["sunken"]}; }}
QPushButton[kind="filter"]:checked {{
  background: {c["accent_soft"]}; border: 2px solid {c["accent"]}; color: {c["accent_text"]};
  padding: 0 {px(12) - 1}px; font-weight: 600; }}
QPushButton[kind="filter"]:focus {{
  border: 2px solid {c["focus"]}; padding: 0 {px(12) - 1}px; }}
QPushButton[kind="filter"]:checked:focus {{ border: 3px solid {c["focus"]};
  padding: 0 {px(12) - 2}px; min-height: {px(30) - 6}px; }}
QPushButton[kind="card"] {{
  background: {c["surface"]}; border: 1px solid {c["line"]}; border-radius: {RADIUS["m"]}px;
  padding: 0; text-align: left; font-weight: 400; }}
QPushButton[kind="card"]:hover {{ border-color: {c["line_strong"]}; }}
QPushButton[kind="card"][acute="true"] {{
  background: {c["sev1_soft"]}; border-color: {c["sev1"]}; }}
QPushButton[kind="card"]:focus {{ border: 2px solid {c["focus"]}; }}"""


def _fields(c: Colours, px: Px) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{
  background: {c["surface"]}; border: 1px solid {c["line_strong"]};
  border-radius: {RADIUS["m"]}px; padding: 1px {px(10)}px; min-height: {px(CONTROL) - 4}px;
  color: {c["text"]}; placeholder-text-color: {c["muted"]};
  selection-background-color: {c["accent"]}; selection-color: {c["on_accent"]}; }}
QPlainTextEdit {{ padding: {px(6)}px {px(8)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{
  border: 2px solid {c["focus"]}; padding: 0 {px(10) - 1}px; }}
QPlainTextEdit:focus {{ padding: {px(6) - 1}px {px(8) - 1}px; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {{
  border: 2px solid {c["danger"]}; padding: 0 {px(10) - 1}px; }}
QLineEdit[invalid="true"]:focus, QPlainTextEdit[invalid="true"]:focus,
QComboBox[invalid="true"]:focus {{ border: 3px solid {c["focus"]}; padding: 0 {px(10) - 2}px;
  min-height: {px(CONTROL) - 6}px; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{
  background: transparent; border: none; padding: 0; min-height: 0; }}
QLineEdit[readOnly="true"] {{ background: {c["sunken"]}; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
  background: {c["surface"]}; border: 1px solid {c["line_strong"]}; outline: none;
  selection-background-color: {c["accent_soft"]}; selection-color: {c["text"]}; }}
QComboBox QAbstractItemView::item {{ min-height: {px(30)}px; padding: 0 {px(8)}px; }}"""


def _marks(c: Colours, px: Px) -> str:
    side = px(16)
    return f"""
QRadioButton, QCheckBox {{
  spacing: {px(8)}px; padding: {px(3)}px {px(4)}px; min-height: {px(26)}px;
  border: 2px solid transparent; border-radius: {RADIUS["s"]}px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {c["focus"]}; }}
QRadioButton::indicator, QCheckBox::indicator {{
  width: {side}px; height: {side}px; border: 2px solid {c["line_strong"]};
  background: {c["surface"]}; }}
QRadioButton::indicator {{ border-radius: {(side + 4) // 2}px; }}
QCheckBox::indicator {{ border-radius: {RADIUS["s"]}px; }}
QRadioButton::indicator:checked {{
  border: {px(6)}px solid {c["accent"]}; width: {side + 4 - 2 * px(6)}px;
  height: {side + 4 - 2 * px(6)}px; border-radius: {(side + 4) // 2}px; }}
QCheckBox::indicator:checked {{ border-color: {c["accent"]}; background: {c["accent"]}; }}
QRadioButton[invalid="true"]::indicator {{ border-color: {c["danger"]}; }}
QProgressBar {{
  background: {c["sunken"]}; border: 1px solid {c["line_strong"]}; border-radius: {px(4)}px;
  max-height: {px(8)}px; min-height: {px(8)}px; }}
QProgressBar::chunk {{ background: {c["accent"]}; border-radius: {px(3)}px; }}"""


def _lists(c: Colours, px: Px) -> str:
    return f"""
QListView {{ background: transparent; border: 2px solid transparent; outline: none; }}
QListView:focus {{ border: 2px solid transparent; }}
QTableView {{
  background: {c["surface"]}; border: 2px solid transparent; outline: none;
  gridline-color: {c["line"]}; selection-background-color: {c["accent_soft"]};
  selection-color: {c["text"]}; }}
QTableView:focus {{ border: 2px solid {c["focus"]}; border-radius: {RADIUS["s"]}px; }}
QTableView::item {{ padding: 0 {px(8)}px; }}
QHeaderView::section {{
  background: {c["surface"]}; color: {c["muted"]}; border: none;
  border-bottom: 1px solid {c["line_strong"]}; padding: {px(6)}px {px(8)}px; font-weight: 600;
  font-size: {px(TYPE["caption"])}px; }}"""


def _scrolling(c: Colours, px: Px) -> str:
    return f"""
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{
  background: {c["seg_off"]}; border-radius: 4px; min-height: 40px; }}
QScrollBar::handle:vertical:hover {{ background: {c["line_strong"]}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{
  background: {c["seg_off"]}; border-radius: 4px; min-width: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}"""


def _frame(c: Colours, px: Px) -> str:
    return f"""
QFrame[ground="rail"] {{
  background: {c["rail"]}; border: none; border-right: 1px solid {c["line"]}; }}
QFrame[ground="list"] {{
  background: {c["surface"]}; border: none; border-right: 1px solid {c["line"]}; }}
QFrame[ground="status"] {{
  background: {c["rail"]}; border: none; border-top: 1px solid {c["line"]}; }}"""


def _notes(c: Colours, px: Px) -> str:
    def note(kind: str) -> str:
        return (
            f'QFrame[note="{kind}"] {{ background: {c[f"{kind}_soft"]}; '
            f"border: 1px solid {c[kind]}; border-radius: {RADIUS['m']}px; }}\n"
            f'QFrame[note="{kind}"] QLabel {{ color: {c["text"]}; }}\n'
            f'QFrame[note="{kind}"]:focus {{ border: 2px solid {c["focus"]}; }}'
        )

    band = (
        f'QFrame[note="band"] {{ background: {c["warn_soft"]}; border: none; '
        f"border-bottom: 2px solid {c['warn']}; }}\n"
        f'QFrame[note="band"] QLabel {{ color: {c["warn"]}; font-weight: 600; '
        f"font-size: {px(TYPE['small'])}px; }}"
    )
    return "\n".join([band, *(note(kind) for kind in ("info", "warn", "danger"))])


def _families() -> tuple[Callable[[Colours, Px], str], ...]:
    controls = (_buttons, _quiet_buttons, _round_buttons, _fields, _marks)
    return (_grounds, _labels, _chips, *controls, _lists, _scrolling, _frame, _notes)
