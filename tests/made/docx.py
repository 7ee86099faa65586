"""Word files for tests, written part by part:
`write_docx(path, paragraph(run("执行数")), table([["甲", "乙"]]))`.
"""

import zipfile
from xml.sax.saxutils import escape

TRANSITIONAL = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
    "wp": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
}
OTHERS = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_docx(
    path,
    *blocks,
    styles="",
    numbering="",
    footnotes="",
    endnotes="",
    strict=False,
    folder="word",
    main="document.xml",
    links=None,
):
    """A Word file of these blocks; the other parts are there where they hold anything.
    `links` are pictures kept elsewhere: id and address.
    """
    spaces = STRICT if strict else TRANSITIONAL
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {**spaces, **OTHERS}.items())
    held = {"styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes}
    texts = {"document": f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"} | {
        kind: text for kind, text in held.items() if text
    }
    names = {kind: main if kind == "document" else f"{kind}.xml" for kind in texts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(folder, names))
        archive.writestr(
            "_rels/.rels",
            _relationships({"officeDocument": f"{folder}/{names['document']}"}, spaces["r"]),
        )
        others = {kind: names[kind] for kind in texts if kind != "document"}
        archive.writestr(f"{folder}/_rels/{main}.rels", _relationships(others, spaces["r"], links))
        for kind, text in texts.items():
            archive.writestr(
                f"{folder}/{names[kind]}",
                f'<?xml version="1.0" encoding="UTF-8"?><w:{kind} {declared}>{text}</w:{kind}>',
            )
    return path


def run(text, properties=""):
    """One run of text, with the XML of its properties."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{told}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inside, style="", numbered=None, mark=""):
    """A paragraph of runs, or of one text; `numbered` is its list and level,
    `mark` the properties of its end.
    """
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        told += (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    told += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return (
        f"<w:p><w:pPr>{told}</w:pPr>"
        f"{''.join(part if part.startswith('<') else run(part) for part in inside)}</w:p>"
    )


def cell(*inside, span=1, merge="", properties=""):
    """A cell of paragraphs, or of texts; `merge` is restart or continue, downwards."""
    told = f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    told += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = "".join(part if part.startswith("<") else paragraph(part) for part in inside)
    return f"<w:tc><w:tcPr>{told}{properties}</w:tcPr>{blocks or paragraph()}</w:tc>"


def row(*cells, properties=""):
    """A row of cells, or of texts."""
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>"
        f"{''.join(each if each.startswith('<') else cell(each) for each in cells)}</w:tr>"
    )


def table(*rows):
    """A table of rows, each as XML or as a list of its cells."""
    return (
        "<w:tbl><w:tblPr/><w:tblGrid/>"
        f"{''.join(each if isinstance(each, str) else row(*each) for each in rows)}</w:tbl>"
    )


def content_control(*inside):
    """A content control around runs, blocks, rows or cells."""
    return (
        '<w:sdt><w:sdtPr><w:alias w:val="填写"/></w:sdtPr>'
        f"<w:sdtContent>{''.join(inside)}</w:sdtContent></w:sdt>"
    )


def note(number, *blocks, kind="footnote"):
    """A footnote or endnote."""
    return f'<w:{kind} w:id="{number}">{"".join(blocks)}</w:{kind}>'


def note_reference(number, kind="footnote"):
    """The mark in the text that a note belongs to."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def text_box(*blocks):
    """A text box as Word writes it: for itself, and once more for older programs."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    shape = (
        f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{old_text_box(*blocks)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def old_text_box(*blocks):
    """A text box as older programs write it."""
    return (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{''.join(blocks)}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict>"
    )


def picture(reference):
    """A picture, with the attribute that says where it is kept."""
    uri = TRANSITIONAL["a"].replace("main", "picture")
    extent = (
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )
    parts = '<pic:nvPicPr><pic:cNvPr id="1" name="图"/><pic:cNvPicPr/></pic:nvPicPr>'
    parts += (
        f"<pic:blipFill><a:blip {reference}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f"<pic:spPr>{extent}</pic:spPr>"
    )
    graphic = (
        f'<a:graphic><a:graphicData uri="{uri}"><pic:pic>{parts}</pic:pic></a:graphicData>'
        "</a:graphic>"
    )
    return (
        '<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="图"/>{graphic}</wp:inline></w:drawing>'
    )


def field(instruction, *result):
    """A complex field: its instruction, and the runs of its result."""
    told = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return (
        f"{_field_mark('begin')}{told}{_field_mark('separate')}{''.join(result)}"
        f"{_field_mark('end')}"
    )


def level(at, form, pattern, start=1, more=""):
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def lists(levels, uses):
    """The numbering part: the levels of each list by its id,
    and for each use the list and what it sets otherwise.
    """
    told = "".join(
        f'<w:abstractNum w:abstractNumId="{which}">{"".join(each)}</w:abstractNum>'
        for which, each in levels.items()
    )
    return told + "".join(
        f'<w:num w:numId="{use}"><w:abstractNumId w:val="{which}"/>{other}</w:num>'
        for use, (which, other) in uses.items()
    )


def _field_mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _content_types(folder, names):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {
        what: f"{kind}.{'document.main' if what == 'document' else what}+xml" for what in names
    }
    parts = "".join(
        f'<Override PartName="/{folder}/{name}" ContentType="{kinds[what]}"/>'
        for what, name in names.items()
    )
    usual = (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{usual}{parts}</Types>'


def _relationships(targets, types, links=None):
    told = "".join(
        f'<Relationship Id="rId{at}" Type="{types}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), start=1)
    )
    for name, address in (links or {}).items():
        told += (
            f'<Relationship Id="{name}" Type="{types}/image" Target="{address}" '
            'TargetMode="External"/>'
        )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'
