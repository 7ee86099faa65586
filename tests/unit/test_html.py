"""Web pages: which part of a page is the report, and what its lines and
tables say as a browser shows them.
"""

import base64
import html

import pytest
from made.prose import write_prose

import perf_analysis as pa
from perf_analysis.errors import InputError
from perf_analysis.readers import html as reader
from perf_analysis.readers import read_document

TITLE = "青禾市园林局2022年度部门整体支出绩效自评报告"
BODY = "<p>一、基本情况</p><p>全年预算数120.5万元，执行数100万元。</p>"
LINES = ["一、基本情况", "全年预算数120.5万元，执行数100万元。"]

HEAD = (
    f'<head><meta charset="utf-8"><title>{TITLE}_青禾市人民政府门户网站</title>'
    "<style>p { color: red }</style></head>"
)
MENU = (
    '<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/gk">政务公开</a></li>'
    '<li><a href="/fw">办事服务</a></li></ul></div>'
)
CRUMBS = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/gk">信息公开</a> &gt; 正文</div>'
ABOUT = (
    '<div class="info">发布时间：2023-08-31　来源：园林局　浏览次数：1024　字体：'
    '[<a href="#">大</a> <a href="#">小</a>]</div>'
)
RELATED = (
    '<div class="xgxw"><h3>相关新闻</h3><ul><li><a href="1">全市上半年经济增长5.2%</a>'
    "2023-08-01</li>"
    '<li><a href="2">市领导调研园林工作</a>2023-07-30</li>'
    '<li><a href="3">第三季度园林博览会开幕</a>2023-07-29</li></ul></div>'
)
NEXT = '<p>上一篇：<a href="x">关于召开会议的通知</a></p>'
FOOT = (
    "<div><p>主办单位：青禾市园林局　版权所有</p><p>青ICP备05000001号　"
    "网站标识码：4401000001</p></div>"
)


def written(tmp_path, page, encoding="utf-8"):
    path = tmp_path / "made.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
    return path


def document(tmp_path, page):
    return read_document(written(tmp_path, page))


def lines(tmp_path, body):
    """The lines of a page that has only a body."""
    return document(tmp_path, f"<html><body>{body}</body></html>").text.splitlines()


def tables(tmp_path, body):
    """The cells of each table as row, column, rows, columns and text."""
    made = document(tmp_path, f"<html><body>{body}</body></html>")
    return [
        [(*cell[:4], made.text[cell.start : cell.end]) for cell in table.cells]
        for table in made.tables
    ]


def refusal(path):
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told


# --- the encoding, declared and real ---


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gbk"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("big5", "big5"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("utf-8", "gbk"),
        ("gb2312", "utf-8"),
        ("big5", "gbk"),
        ("iso-8859-1", "gb18030"),
    ],
)
def test_a_page_reads_the_same_in_every_encoding_whatever_it_declares(tmp_path, declared, encoding):
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        if declared
        else ""
    )
    # whose bytes are characters in Big5 too, but rare ones
    text = "全年部門預算執行數100萬元" if encoding == "big5" else "部门支出执行数100万元"
    page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    assert document(tmp_path, page.encode(encoding)).text == text + "\n"


def test_the_encoding_of_an_xml_declaration_is_no_error(tmp_path):
    page = '<?xml version="1.0" encoding="gb2312"?><html><body><p>执行数100万元</p></body></html>'
    assert document(tmp_path, page.encode("gb18030")).text == "执行数100万元\n"


def test_big5_that_nothing_declares_is_refused(tmp_path):
    assert "不是 UTF-8、UTF-16 或 GB18030 的文字" in refusal(
        written(tmp_path, "<html><p>全年部門預算執行數與績效自評報告</p></html>".encode("big5"))
    )


def test_characters_of_hong_kong_are_read_as_big5(tmp_path):
    body = "全年預算1945.54萬元，深水埗1924.46萬元。"
    page = f"<html><meta charset='big5-hkscs'><p>{body}</p></html>"
    path = tmp_path / "made.html"
    path.write_bytes(page.encode("big5hkscs"))
    assert read_document(path).text == f"{body}\n"


def test_a_page_cut_within_a_character_is_refused(tmp_path):
    raw = f"<html><body>{BODY}".encode()
    assert "文件已损坏" in refusal(written(tmp_path, raw[: raw.rindex("元".encode()) + 1]))


# --- the article and what stands around it ---


@pytest.mark.parametrize(
    "container",
    [
        'div id="zoom"',
        'div class="TRS_Editor"',
        'div class="v_news_content"',
        'div id="UCAP-CONTENT"',
        "article",
        "main",
        'div class="x"',
    ],
)
def test_a_page_of_a_government_is_read_as_its_article(tmp_path, container):
    name = container.split()[0]
    page = (
        f"<html>{HEAD}<body>{MENU}{CRUMBS}<div class='wrap'><h1>{TITLE}</h1>{ABOUT}"
        f"<{container}>{BODY}</{name}>{NEXT}{RELATED}</div>{FOOT}</body></html>"
    )
    made = document(tmp_path, page)
    assert made.text.splitlines() == [TITLE, *LINES]
    assert made.notices == ()


def test_a_page_of_layout_tables_is_read_as_its_article(tmp_path):
    top = (
        "<table><tr><td><a href=1>首页</a></td><td><a href=2>机构概况</a></td>"
        "<td><a href=3>公开</a></td></tr></table>"
    )
    left = (
        "<ul><li><a href=1>组织机构</a></li><li><a href=2>工作动态</a></li>"
        "<li><a href=3>通知公告</a></li></ul>"
    )
    article = (
        f"<h2>{TITLE}</h2>{BODY}<table><tr><th>项目</th><th>数</th></tr><tr><td>甲</td>"
        "<td>5</td></tr></table>"
    )
    rows = (
        f"<tr><td colspan=2>{top}</td></tr><tr><td>{left}</td><td>{article}</td></tr>"
        "<tr><td colspan=2>版权所有 园林局</td></tr>"
    )
    page = f"<html><body><table>{rows}</table></body></html>"
    made = document(tmp_path, page)
    assert made.text.splitlines() == [TITLE, *LINES, "| 项目 | 数 |", "| 甲 | 5 |"]
    assert [table.place(table.cells[-1]) for table in made.tables] == ["表1!B2"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>导航文字</nav>",
        "<header>青禾市园林局欢迎您</header>",
        "<footer>地址：青禾路</footer>",
        "<aside>通知公告</aside>",
        '<div role="navigation">导航文字</div>',
        '<div class="topNav">导航文字</div>',
        '<div id="left-menu">导航文字</div>',
        '<div class="breadcrumb">首页</div>',
        '<div class="Footer_2020">地址：青禾路</div>',
        '<div class="sidebar">公告</div>',
        '<div class="share-box">分享</div>',
        '<div class="related">推荐</div>',
        '<div class="面包屑">首页</div>',
        "<p>下一篇：没有了</p>",
        "<p>【打印本页】【关闭窗口】</p>",
        "<p>字体：大 中 小</p>",
        "<p>首页 / 信息公开 / 正文</p>",
        "<p>友情链接：<a href='1'>市政府</a></p>",
    ],
)
def test_what_leads_around_the_site_is_left_out(tmp_path, around):
    assert lines(tmp_path, around + BODY + around) == LINES


@pytest.mark.parametrize(
    "part",
    [
        '<div class="menu">项目支出占100万元</div>',
        '<div class="sidebar">自评得分98分</div>',
        (
            '<table><tr><td>材料</td><td>甲</td></tr><tr><td><a href="1">验收报告</a></td>'
            '<td><a href="2">合同文本</a><a href="3">发票复印件</a></td></tr></table>'
        ),
        '<div class="foot"><table><tr><td>甲</td><td>5</td></tr></table></div>',
        (
            '<ul><li><a href="1">项目甲</a>支出5万元</li><li><a href="2">项目乙</a>支出6万元</li>'
            '<li><a href="3">项目丙</a>支出7万元</li></ul>'
        ),
        '<p>详见<a href="1">绩效管理办法和自评指引</a></p>',
        (
            '<p>依据<a href="1">预算法</a>、<a href="2">管理办法</a>和<a href="3">指引</a>'
            "开展自评工作，形成以下结论</p>"
        ),
        (
            '<p>依据<a href="1">预算法实施条例</a>、<a href="2">部门绩效管理办法</a>'
            '和<a href="3">绩效自评指引</a>自评。</p>'
        ),
        '<div><a href="1">'
        + "园区各项工作有序推进、" * 10
        + '</a><a href="2">'
        + "队伍建设得到加强、" * 12
        + '</a><a href="3">完</a><a href="4">完</a></div>',
        (
            '<ul><li><a href="1.xlsx">自评表甲</a></li><li><a href="2.docx">自评表乙</a></li>'
            '<li><a href="3.pdf">自评表丙</a></li></ul>'
        ),
        '<p class="MsoFooter">本段沿用页脚的样式</p>',
        '<div class="related"><table><tr><td>数量指标</td><td>已完成</td></tr></table></div>',
        "<p>网站访问量：10万次，数据来源：后台</p>",
    ],
    ids=[
        "money under a word of menus",
        "a score under a word of navigation",
        "a row of links in a table",
        "a table of numbers",
        "links with money",
        "one link",
        "a clause with links",
        "a sentence that is mostly links",
        "links that swallowed paragraphs",
        "attachments",
        "a style of Word",
        "a table of words",
        "a count of visits",
    ],
)
def test_what_may_belong_to_the_report_stays(tmp_path, part):
    told = "".join(lines(tmp_path, BODY + part))
    assert all(word in told for word in _words(part))


def _words(part):
    """The texts of a piece of HTML without its tags."""
    return [text for piece in part.split("<") for text in [piece.partition(">")[2]] if text.strip()]


def test_an_article_may_have_a_header_and_a_footer(tmp_path):
    assert lines(
        tmp_path,
        f"<article><header><h1>{TITLE}</h1></header>{BODY}<footer>2023年3月</footer></article>",
    ) == [TITLE, *LINES, "2023年3月"]


def test_a_heading_goes_before_the_article_once(tmp_path):
    before, within = f"<h1>{TITLE}</h1>", f"<p>{TITLE}</p>"
    assert lines(tmp_path, f'{before}<div id="zoom">{within}{BODY}</div>') == [TITLE, *LINES]
    assert lines(tmp_path, f'<h1>青禾市园林局</h1><div id="zoom">{before}{BODY}</div>') == [
        TITLE,
        *LINES,
    ]


def test_the_name_of_the_site_is_no_title(tmp_path):
    page = (
        f'<html>{HEAD}<body><header><h1><a href="/">青禾市人民政府</a></h1></header>'
        f'<div id="zoom">{BODY}</div></body></html>'
    )
    assert document(tmp_path, page).text.splitlines() == [TITLE, *LINES]


def test_an_aside_is_left_out_of_the_main_part_but_not_of_an_article(tmp_path):
    assert lines(tmp_path, f"<main>{BODY}<aside>通知公告</aside></main>") == LINES
    assert lines(
        tmp_path,
        f"<main><header>前言</header><article>{BODY}<aside>说明</aside></article><footer>附注</footer></main>",
    ) == [*LINES, "说明"]


def test_an_element_named_as_navigation_that_holds_the_page_is_the_page(tmp_path):
    assert lines(
        tmp_path,
        '<div class="nav-open"><p>各项工作有序推进</p><p>队伍建设得到加强</p></div><p>完</p>',
    ) == [
        "各项工作有序推进",
        "队伍建设得到加强",
        "完",
    ]


def test_a_container_that_leaves_figures_outside_is_not_taken_alone(tmp_path):
    long = "<p>园区各项工作有序推进，队伍建设得到加强，群众普遍反映良好。</p>" * 3
    assert "项目支出5万元" in lines(tmp_path, f'<div id="zoom">{long}</div><p>项目支出5万元</p>')


def test_a_container_that_leaves_numbers_of_a_table_outside_is_not_taken_alone(tmp_path):
    long = "<p>园区各项工作有序推进，队伍建设得到加强，群众普遍反映良好。</p>" * 3
    assert "| 项目甲 | 5 |" in lines(
        tmp_path, f'<div id="zoom">{long}</div><table><tr><td>项目甲</td><td>5</td></tr></table>'
    )


def test_a_container_of_a_small_part_is_not_taken_alone(tmp_path):
    outside = ["各项工作有序推进", "队伍建设得到加强", "群众反映良好"]
    assert lines(
        tmp_path, '<div class="content">概况</div>' + "".join(f"<p>{line}</p>" for line in outside)
    ) == ["概况", *outside]


def test_a_container_that_leaves_sentences_outside_is_not_taken_alone(tmp_path):
    sentence = "<p>园区各项工作有序推进，队伍建设得到加强。</p>"
    assert (
        len(
            lines(
                tmp_path,
                (
                    f'<div class="content">{sentence * 3}</div>'
                    f'<div class="content">{sentence * 2}</div>'
                ),
            )
        )
        == 5
    )


def test_figures_in_an_aside_are_left_out_and_said(tmp_path):
    made = document(
        tmp_path, f"<html><body>{BODY}<aside>全市生产总值增长5.2%</aside></body></html>"
    )
    assert made.text.splitlines() == LINES
    assert made.notices == ("页眉、页脚或侧栏里有数字，不属于正文，没有读：“全市生产总值增长5.2%”",)


def test_hidden_text_is_left_out_and_said_where_it_holds_figures(tmp_path):
    body = (
        f'{BODY}<p style="DISPLAY: none">旧稿支出90万元</p><p hidden>隐藏的提示</p>'
        '<div style="visibility:hidden">也看不见</div>'
    )
    made = document(tmp_path, f"<html><body>{body}</body></html>")
    assert made.text.splitlines() == LINES
    assert made.notices == ("网页里看不见的文字里有数字，没有读：“旧稿支出90万元”",)


@pytest.mark.parametrize(
    ("sheet", "is_shown"),
    [
        (".old{display:none}", False),
        ("p.new, p.old { visibility : hidden; color: red }", False),
        ("#draft{DISPLAY:NONE !important}", False),
        (".old.draft{display:none}", False),
        ("/* .x{} */ <!-- .old{display:none} -->", False),
        (".old{display:none} .draft.old{display:block}", True),
        (".old{display:none !important} .draft.old{display:block}", False),
        ("@media print{.x{color:red} .old{display:none}} .y{color:red}", True),
        ("@charset 'utf-8'; .old{display:none}", False),
        (".menu .old{display:none}", True),  # where it stands decides, which is not followed
        ("td.old{display:none}", True),
        (".older{display:none}", True),
        (".old{display:none", True),
        (".old{position:absolute;left:-9999px}", False),
        (".old{margin-left:-9999px}", True),
        (".x{color:red; @media print{.old{display:none}} }", True),
        (".old{text-indent:-2em}", True),
    ],
)
def test_a_style_sheet_of_the_page_hides_what_it_names(tmp_path, sheet, is_shown):
    page = (
        f"<html><head><style>{sheet}</style></head><body>"
        "<p class='old draft' id='draft'>旧稿：支出7万元。</p>"
        "<p>这一年的各项工作都已经按时完成，全年支出5万元，结余2万元。</p></body></html>"
    )
    found = document(tmp_path, page)
    assert ("7万元" in found.text) == is_shown
    told = () if is_shown else ("网页里看不见的文字里有数字，没有读：“旧稿：支出7万元。”",)
    assert found.notices == told


@pytest.mark.parametrize(
    ("style", "is_shown"),
    [
        ("opacity:0", False),
        ("opacity: 0.0;color:red", False),
        ("opacity:0.8", True),
        ("fill-opacity:0", True),
        ("font-size:0", False),
        ("font-size:0.9em", True),
        ("text-indent:-999px", False),
        ("text-indent:-9999em", False),
        ("margin-left:112.0pt;text-indent:-112.0pt", True),  # as Word hangs a paragraph
    ],
)
def test_what_a_style_makes_clear_or_tiny_is_not_shown(tmp_path, style, is_shown):
    text = "这一年的各项工作都已经按时完成，全年支出5万元。"
    page = f"<html><body><p style='{style}'>旧稿：支出7万元。</p><p>{text}</p></body></html>"
    assert ("7万元" in document(tmp_path, page).text) == is_shown


@pytest.mark.parametrize("junk", ["x " * 400_000, "{" * 800_000])
def test_what_is_no_rule_of_a_style_sheet_costs_no_time(tmp_path, junk):
    """800,000 characters: a search that starts anew at each of them takes a minute and more."""
    page = (
        f"<style>.old{{display:none}} {junk}</style>"
        "<p class=old>支出7万元</p><p>这一年的各项工作都已经按时完成，全年支出5万元。</p>"
    )
    assert "7万元" not in document(tmp_path, page).text


def test_letters_of_no_size_hide_none_that_set_their_own(tmp_path):
    body = "<p style='font-size:0'><b style='font-size:14px'>支出7万元</b></p><p>其他</p>"
    assert lines(tmp_path, body) == ["支出7万元", "其他"]


def test_an_element_that_shows_itself_is_shown_against_a_sheet(tmp_path):
    page = (
        "<style>.a{display:none}</style><p class=a style='display:block'>支出7万元</p><p>其他</p>"
    )
    assert "支出7万元" in document(tmp_path, page).text


def test_a_cell_that_is_not_shown_keeps_its_place_unless_it_is_not_laid_out(tmp_path):
    page = (
        "<style>.a{visibility:hidden}.b{display:none}.c{text-decoration:line-through}</style><table>"
        "<tr><td class=a>1</td><td>预算数12</td><td>执行数</td></tr>"
        "<tr><td class=c>2</td><td>3</td><td>4</td></tr>"
        "<tr><td class=b>5</td><td>6</td><td>7</td></tr></table>"
    )
    assert document(tmp_path, page).text.splitlines() == [
        "|  | 预算数12 | 执行数 |",
        "|  | 3 | 4 |",
        "| 6 | 7 |",
    ]


def test_a_hidden_table_of_numbers_is_said(tmp_path):
    made = document(
        tmp_path,
        (
            f'<html><body>{BODY}<table style="display:none"><tr><td>甲</td>'
            "<td>5</td></tr></table></body></html>"
        ),
    )
    assert made.notices == ("网页里看不见的文字里有数字，没有读：“甲5”",)


def test_a_page_that_a_script_shows_is_read(tmp_path):
    assert lines(tmp_path, f'<div style="display:none">{BODY}</div><p>载入中</p>') == [
        *LINES,
        "载入中",
    ]


def test_controls_are_left_out_and_numbers_typed_into_them_are_said(tmp_path):
    form = (
        '<form>查询<input type="hidden" value="7"><input type="text" value="98.92"><select>'
        "<option>2022年</option></select><button>提交</button></form>"
    )
    made = document(tmp_path, f"<html><body>{BODY}{form}</body></html>")
    assert made.text.splitlines() == [*LINES, "查询"]
    assert made.notices == ("网页的输入框里填有数字，没有读：“98.92”",)


def test_a_form_around_the_whole_page_is_no_control(tmp_path):
    assert lines(tmp_path, f'<form id="form1">{BODY}</form>') == LINES


def test_struck_text_is_left_out_and_said_and_inserted_text_is_read(tmp_path):
    body = (
        "<p>增长<del>3%</del><ins>2%</ins>，支出<s>9万元</s>8万元"
        '<span style="text-decoration: line-through">（初稿）</span></p>'
    )
    made = document(tmp_path, f"<html><body>{body}</body></html>")
    assert made.text == "增长2%，支出8万元\n"
    assert made.notices == ("网页里有 3 处划掉的文字，没有读：“3%”",)


def test_pictures_and_embedded_pages_are_counted_icons_are_not(tmp_path):
    pictures = (
        '<img src="a.png"><img src="b.png" width="600"><img src="c.gif" width="1" height="1">'
        '<img src="d.png" style="height:20px">'
    )
    made = document(
        tmp_path,
        f'<html><body>{BODY}{pictures}<iframe src="report.pdf">不支持</iframe></body></html>',
    )
    assert made.text.splitlines() == LINES
    assert made.notices == (
        "正文里有 2 张图片，其中的文字没有读",
        "正文里有 1 个嵌入的网页或文件，其中的文字没有读",
    )


# --- the title ---


def test_the_title_of_the_page_heads_an_article_without_its_own(tmp_path):
    assert document(
        tmp_path, f"<html>{HEAD}<body>{MENU}{BODY}{FOOT}</body></html>"
    ).text.splitlines() == [TITLE, *LINES]


def test_the_title_that_a_government_page_states_for_its_article_goes_before_the_one_of_the_page(
    tmp_path,
):
    head = (
        f'<head><meta name="ArticleTitle" content="{TITLE}">'
        "<title>青禾市人民政府门户网站信息公开栏目</title></head>"
    )
    assert document(tmp_path, f"<html>{head}<body>{BODY}</body></html>").text.splitlines() == [
        TITLE,
        *LINES,
    ]


def test_the_title_of_the_page_is_not_repeated(tmp_path):
    page = (
        f"<html>{HEAD}<body><p>青禾市园林局</p><p>2022年度部门整体支出绩效自评报告</p>"
        f"{BODY}</body></html>"
    )
    assert document(tmp_path, page).text.splitlines() == [
        "青禾市园林局",
        "2022年度部门整体支出绩效自评报告",
        *LINES,
    ]


def test_the_title_of_the_page_is_left_out_where_the_article_has_a_title_of_its_own(tmp_path):
    page = (
        "<html><head><title>无标题文档</title></head><body><p>部门整体支出绩效自评报告</p>"
        f"{BODY}</body></html>"
    )
    assert document(tmp_path, page).text.splitlines() == ["部门整体支出绩效自评报告", *LINES]


def test_the_title_of_a_page_may_begin_with_the_site(tmp_path):
    page = f"<html><head><title>青禾市 - {TITLE}</title></head><body>{BODY}</body></html>"
    assert document(tmp_path, page).text.splitlines()[0] == TITLE


def test_years_in_the_title_of_a_page_are_no_end_of_it(tmp_path):
    page = (
        "<html><head><title>2021-2022年园林项目自评-青禾市</title></head>"
        f"<body>{BODY}</body></html>"
    )
    assert document(tmp_path, page).text.splitlines()[0] == "2021-2022年园林项目自评"


# --- lines ---


def test_blocks_and_breaks_make_lines_and_inline_elements_join(tmp_path):
    body = (
        "<div>执行数<b>1</b><span>00</span>万元<br>增长<i>5</i>%<p>第三行</div>"
        "<ul><li>第四行<li>第五行</ul><span style='display:block'>第六行</span>"
    )
    assert lines(tmp_path, body) == [
        "执行数100万元",
        "增长5%",
        "第三行",
        "第四行",
        "第五行",
        "第六行",
    ]


def test_white_space_collapses_and_indents_go(tmp_path):
    assert lines(tmp_path, "<p>\u3000\u3000执行数\n   100&nbsp;万元&nbsp;</p><p>&nbsp;</p>") == [
        "执行数 100\u00a0万元"
    ]


def test_a_line_end_of_the_source_between_chinese_characters_is_nothing(tmp_path):
    assert lines(tmp_path, "<p>全年预算执行\n    情况良好，\n支出\n5万元</p>") == [
        "全年预算执行情况良好，支出 5万元"
    ]


def test_characters_without_width_do_not_cut_a_number(tmp_path):
    assert lines(tmp_path, "<p>1945&#8203;.54\ufeff万元</p>") == ["1945.54万元"]


def test_text_as_written_keeps_its_lines_and_blanks(tmp_path):
    assert lines(
        tmp_path,
        (
            "<pre>项目   预算\n甲     5万元</pre><div style='white-space: pre-wrap'>一\n二</div>"
            "三\n 四"
        ),
    ) == [
        "项目   预算",
        "甲     5万元",
        "一",
        "二",
        "三四",
    ]


@pytest.mark.parametrize("mark", ["1", "[1]", "<a href='#n'>[2]</a>", "①", "（注2）", "12"])
def test_a_raised_mark_of_a_note_parts_no_number_from_its_unit(tmp_path, mark):
    assert lines(tmp_path, f"<p>检查279<sup>{mark}</sup>家</p>") == ["检查279家"]


def test_raised_digits_are_powers_or_marks_of_notes(tmp_path):
    assert lines(tmp_path, "<p>13万m<sup>2</sup>，支出5<sup>1</sup>万元，PM<sub>2.5</sub></p>") == [
        "13万m²，支出5万元，PM2.5"
    ]
    assert lines(
        tmp_path, "<p>注<sup>1</sup><b>7</b>万元，<sup>123万元</sup>，<sup>123</sup>万元</p>"
    ) == ["注¹7万元，123万元，123万元"]


def test_ordered_lists_show_their_numbers(tmp_path):
    body = (
        "<ol><li>甲<li value=5>乙<li><p>丙</p><p>丙续</p></ol><ol type=a start=27><li>丁</ol>"
        "<ol type=I><li>戊<li>己<li>庚<li>辛</ol>"
        "<ol reversed><li>壬<li>癸</ol><ul><li>子</ul>"
    )
    assert lines(tmp_path, body) == [
        "1. 甲",
        "5. 乙",
        "6. 丙",
        "丙续",
        "aa. 丁",
        "I. 戊",
        "II. 己",
        "III. 庚",
        "IV. 辛",
        "2. 壬",
        "1. 癸",
        "子",
    ]


def test_a_number_of_a_list_is_not_read_into_a_number_of_its_text(tmp_path):
    report = pa.read(written(tmp_path, "<html><body><ol><li>5万元用于绿化</li></ol></body></html>"))
    assert report.document.text == "1. 5万元用于绿化\n"
    assert report.figures["value"].tolist() == [5]


def test_lists_within_lists_count_on_their_own(tmp_path):
    assert lines(tmp_path, "<ol><li>甲<ol type=i><li>乙<li>丙</ol><li>丁</ol>") == [
        "1. 甲",
        "i. 乙",
        "ii. 丙",
        "2. 丁",
    ]


def test_items_that_bring_their_number_get_no_second_one(tmp_path):
    assert lines(
        tmp_path, "<ol><li>（一）基本情况<li>2.产出<li style='list-style: none'>效益</ol>"
    ) == ["（一）基本情况", "2.产出", "效益"]


# --- tables ---


def test_a_merged_cell_is_written_once(tmp_path):
    body = (
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td>"
        "<td>丁</td></tr></table>"
    )
    assert lines(tmp_path, body) == ["| 甲 | 乙 |", "| 丙 | 丁 |"]
    assert tables(tmp_path, body) == [
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁")]
    ]


def test_a_cell_of_several_lines_keeps_them(tmp_path):
    assert tables(
        tmp_path, "<table><tr><td><p>一</p><p>二</p></td><td>三<br>四</td></tr></table>"
    ) == [[(0, 0, 1, 1, "一\n二"), (0, 1, 1, 1, "三\n四")]]


@pytest.mark.parametrize(
    ("rows", "span"),
    [
        ("<tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr>", (2, 1)),
        ("<tr><td rowspan=9>甲</td><td>1</td></tr><tr><td>2</td></tr>", (2, 1)),
        ("<tr><td rowspan='两'>甲</td><td>1</td></tr>", (1, 1)),
        ("<tr><td rowspan=-3 colspan=0>甲</td><td>1</td></tr>", (1, 1)),
        ("<tr><td colspan=' 2列'>甲</td><td>1</td></tr>", (1, 2)),
        (
            (
                "<tbody><tr><td rowspan=3>甲</td><td>1</td></tr></tbody><tbody><tr><td>乙</td>"
                "<td>2</td></tr></tbody>"
            ),
            (1, 1),
        ),
    ],
    ids=[
        "to the end",
        "beyond the end",
        "a word",
        "below one",
        "a number before a word",
        "beyond its body",
    ],
)
def test_spans_are_read_as_browsers_read_them(tmp_path, rows, span):
    assert tables(tmp_path, f"<table>{rows}</table>")[0][0] == (0, 0, *span, "甲")


@pytest.mark.parametrize("span", ["1001", "2000000000", "9" * 5000])
def test_a_span_beyond_all_tables_is_refused(tmp_path, span):
    assert "合并了 1000 以上的行或列" in refusal(
        written(
            tmp_path, f"<html><table><tr><td colspan={span}>甲</td><td>1</td></tr></table></html>"
        )
    )


def test_a_grid_beyond_all_reports_is_refused(tmp_path, monkeypatch):
    page = written(
        tmp_path,
        (
            "<html><table><tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr>"
            "<tr><td>丙</td></tr></table></html>"
        ),
    )
    monkeypatch.setattr(reader, "MOST_CELLS", 6)
    assert len(pa.read(page).document.tables) == 1
    monkeypatch.setattr(reader, "MOST_CELLS", 5)
    assert "表格超过 5 格" in refusal(page)


def test_the_foot_of_a_table_stands_last_and_its_caption_first(tmp_path):
    body = (
        "<table><tfoot><tr><td>合计</td><td>3</td></tr></tfoot><tbody><tr><td>甲</td><td>3</td></tr></tbody>"
        "<thead><tr><th>项目</th><th>数</th></tr></thead><caption>表1 资金</caption></table>"
    )
    assert lines(tmp_path, body) == ["表1 资金", "| 项目 | 数 |", "| 甲 | 3 |", "| 合计 | 3 |"]


def test_a_table_within_a_cell_stands_after_the_table_around_it(tmp_path):
    inner = "<table><tr><td>丙</td><td>6</td></tr></table>"
    body = (
        f"<table><tr><td>项目</td><td>数</td></tr><tr><td>甲</td><td>5{inner}</td></tr>"
        "</table><p>完</p>"
    )
    assert lines(tmp_path, body) == ["| 项目 | 数 |", "| 甲 | 5 |", "| 丙 | 6 |", "完"]
    assert len(tables(tmp_path, body)) == 2


def test_tables_within_cells_stand_in_order(tmp_path):
    def table(name, *inner):
        return (
            f"<table><tr><th>{name}</th><th>数</th></tr><tr><td>{''.join(inner)}</td>"
            "<td>1</td></tr></table>"
        )

    made = document(tmp_path, table("甲", table("乙", table("丙")), table("丁")))
    assert [made.text[one.start] for one in made.tables] == ["甲", "乙", "丙", "丁"]


def test_a_table_that_only_places_another_is_read_cell_by_cell(tmp_path):
    inner = "<table><tr><td>丙</td><td>6</td></tr></table>"
    assert lines(tmp_path, f"<table><tr><td>公告</td><td><p>支出</p>{inner}</td></tr></table>") == [
        "公告",
        "支出",
        "| 丙 | 6 |",
    ]
    assert lines(
        tmp_path, '<table role="presentation"><tr><td>公告</td><td>支出</td></tr></table>'
    ) == ["公告", "支出"]


def test_a_table_between_the_rows_of_another_is_its_own(tmp_path):
    body = (
        "<table><tr><td>甲</td><td>5</td></tr><table><tr><td>乙</td><td>6</td></tr></table></table>"
    )
    assert lines(tmp_path, body) == ["| 甲 | 5 |", "| 乙 | 6 |"]
    assert len(tables(tmp_path, body)) == 2


def test_a_table_of_one_column_is_lines(tmp_path):
    assert lines(tmp_path, "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>") == [
        "甲",
        "乙",
    ]


def test_text_between_the_cells_of_a_table_is_not_lost(tmp_path):
    assert lines(tmp_path, "<table>单位：万元<tr><td>甲</td>注<td>5</td></tr></table>") == [
        "单位：万元",
        "注",
        "| 甲 | 5 |",
    ]


def test_broken_markup_is_read_as_far_as_it_goes(tmp_path):
    assert lines(tmp_path, "<table><tr><td>甲<td>5<tr><td>乙<td>6</table><p>1 < 2 且<b>完</p>") == [
        "| 甲 | 5 |",
        "| 乙 | 6 |",
        "1 < 2 且完",
    ]


# --- what is refused, and what is unpacked ---


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html></html>", "网页里没有文字"),
        (
            (
                f"<html><head><title>{TITLE}</title></head><body><script>var 支出 = 5</script>"
                "</body></html>"
            ),
            "网页里没有文字",
        ),
        (
            "<html><frameset><frame src='report.html'></frameset></html>",
            "网页是框架，正文在别的文件里：report.html；打开有正文的那个文件",
        ),
        ("<html><table><tr><td> </td></tr></table></html>", "网页里没有文字"),
        ("<html>" + "<div>" * 3000 + "执行数100万元", "嵌套太深"),
        (
            "<html><p " + " ".join(f"a{number}='1'" for number in range(1500)) + ">执行数100万元",
            "属性",
        ),
    ],
    ids=["nothing", "only a script", "frames", "an empty table", "too deep", "too many attributes"],
)
def test_a_page_without_an_article_is_refused(tmp_path, page, reason):
    assert reason in refusal(written(tmp_path, page))


def test_a_long_script_is_no_crowd_of_attributes(tmp_path):
    data = ",".join(f'"项目{number}": "{number}"' for number in range(3000))
    assert lines(
        tmp_path,
        (
            f"<script>for (i=0;i<n;i++) show({{{data}}})</script>"
            f"<!-- a<b {data} --><p>执行数100万元</p>"
        ),
    ) == ["执行数100万元"]


def test_a_long_attribute_is_no_crowd_of_attributes(tmp_path):
    picture = base64.b64encode(bytes(range(256)) * 40).decode()
    assert lines(
        tmp_path, f'<img src="data:image/png;base64,{picture}" width=9><p>执行数100万元</p>'
    ) == ["执行数100万元"]


def test_a_web_archive_is_unpacked(tmp_path):
    page = base64.encodebytes(f"<html><body>{BODY}</body></html>".encode("gb18030")).decode()
    archive = (
        "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: "
        'multipart/related; boundary="cut"\n\n'
        '--cut\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
        f"{page}\n--cut--\n"
    )
    assert document(tmp_path, archive).text.splitlines() == LINES


# --- a whole report ---


@pytest.mark.parametrize(
    "wraps",
    [False, True],
    ids=["one paragraph a line of the source", "paragraphs wrapped in the source"],
)
def test_a_report_on_a_page_gives_the_figures_of_its_text(tmp_path, wraps):
    path = write_prose(tmp_path)
    paragraphs = [
        html.escape(line.strip())
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    if wraps:
        paragraphs = [
            "\n".join(part for part in paragraph.replace("，", "，\n").splitlines())
            for paragraph in paragraphs
        ]
    body = "".join(
        f'<p style="text-indent:2em"><span>{paragraph}</span></p>\n' for paragraph in paragraphs
    )
    page = (
        f'<html>{HEAD}<body>{MENU}{CRUMBS}<div class="wrap">{ABOUT}<div class="con">'
        f'<div id="zoom">{body}</div></div>{NEXT}{RELATED}</div>{FOOT}</body></html>'
    )
    from_page, from_text = pa.read(written(tmp_path, page)).figures, pa.read(path).figures
    places = ["report_id", "start", "end", "page"]
    assert len(from_page) > 70
    assert from_page.drop(columns=places).equals(from_text.drop(columns=places))
