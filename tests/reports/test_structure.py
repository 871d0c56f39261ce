"""The structure tree holds what is there to be read, in the order in which it was made."""

from __future__ import annotations

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument

from wijkdesk.reports.structure import Element, Tree


def named(root: Element) -> list[str]:
    return [element.tag for element in root.walk()]


def test_elements_come_in_the_order_in_which_they_were_made() -> None:
    tree = Tree("nl")
    title, text = tree.root.add("H1"), tree.root.add("P")
    tree.mark(text, "Page1")
    tree.mark(title, "Page1")
    assert named(tree.root) == ["Document", "H1", "P"]


def test_what_was_never_drawn_is_left_out() -> None:
    tree = Tree("nl")
    tree.root.add("L").add("LI").add("LBody")
    tree.mark(tree.root.add("P"), "Page1")
    assert named(tree.root) == ["Document", "P"]


def test_an_empty_cell_is_still_a_cell() -> None:
    tree = Tree("nl")
    row = tree.root.add("Table").add("TBody").add("TR")
    tree.mark(row.add("TH"), "Page1")
    row.add("TD")
    assert named(tree.root) == ["Document", "Table", "TBody", "TR", "TH", "TD"]


def test_pieces_are_numbered_from_zero_on_every_page() -> None:
    tree = Tree("nl")
    text = tree.root.add("P")
    assert [tree.mark(text, "Page1"), tree.mark(text, "Page1")] == [0, 1]
    assert tree.end_page() == 0
    assert tree.mark(text, "Page2") == 0
    assert tree.end_page() == 1
    assert text.pieces == [("Page1", 0), ("Page1", 1), ("Page2", 0)]


def test_every_piece_can_be_found_from_its_page() -> None:
    tree = Tree("nl")
    title, text = tree.root.add("H1"), tree.root.add("P", O="Layout", Placement="Block")
    tree.mark(title, "Page1")
    tree.mark(text, "Page1")
    tree.end_page()
    tree.mark(text, "Page2")
    tree.end_page()
    written = PDFDocument()
    written.Reference(PDFDictionary({}), "Page1")
    written.Reference(PDFDictionary({}), "Page2")
    tree.write(written)
    objects = {
        written.idToObjectNumberAndVersion[name][0]: thing.format(written)
        for name, thing in written.idToObject.items()
    }
    number = {name: at for name, (at, _) in written.idToObjectNumberAndVersion.items()}
    root = objects[number["StructureRoot"]]
    owners = [number["Element1"], number["Element2"]]
    assert b"/Nums [ 0 [ %d 0 R %d 0 R ] 1 [ %d 0 R ] ]" % (*owners, owners[1]) in flat(root)
    assert b"/ParentTreeNextKey 2" in root
    piece = flat(objects[number["Element2"]])
    assert b"/A << /O /Layout /Placement /Block >>" in piece
    assert b"/K [ 1 << /MCID 0 /Pg %d 0 R /Type /MCR >> ]" % number["Page2"] in piece


def flat(written: bytes) -> bytes:
    return b" ".join(written.split())
