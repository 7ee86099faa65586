"""Charts that a person restyles: on an Axes of one's own, in other colours, as files."""

import io
import re

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

import perf_analysis as pa
from perf_analysis import charts
from perf_analysis.rules import read_profile

REPORT = pa.load()
PLOTS = {
    "execution": lambda **style: charts.plot_execution(REPORT.budget, **style),
    "nature": lambda **style: charts.plot_nature(REPORT.budget, **style),
    "growth": lambda **style: charts.plot_growth(REPORT.growth, **style),
    "growth_rates": lambda **style: charts.plot_growth_rates(REPORT.growth, **style),
    "completion": lambda **style: charts.plot_completion(REPORT.completion, **style),
    "score": lambda **style: charts.plot_score(
        REPORT.scores, read_profile("national-2020"), **style
    ),
    "coverage": lambda **style: charts.plot_coverage(REPORT.goals, **style),
    "ranks": lambda **style: charts.plot_ranks(REPORT.ranks, **style),
}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("name", PLOTS)
def test_texts_on_an_own_axes_keep_their_glyphs_when_saved_later(name):
    """A missing glyph is a warning, and a warning fails here."""
    figure, ax = plt.subplots(figsize=(8, 6))
    PLOTS[name](ax=ax)
    ax.set_title("我的标题", loc="left")
    ax.set_xlabel("横轴")
    figure.savefig(io.BytesIO(), format="png")
    shown = [text for text in ax.findobj(Text) if re.search("[一-鿿]", text.get_text())]
    assert shown and all(text.get_fontfamily()[0] == "Noto Sans SC" for text in shown)


@pytest.mark.parametrize("name", PLOTS)
def test_title_colours_and_width_are_as_told(name):
    ax = PLOTS[name](title="我们的标题", colors={"note": "#102030"}, width=400)
    assert ax.get_title(loc="left") == "我们的标题"
    assert ax.figure.get_figwidth() * 72 == pytest.approx(400)
    told = {to_hex(text.get_color()) for text in ax.findobj(Text) if text.get_text()}
    assert "#595959" not in told, "the notes' own colour is nowhere left"


def test_a_new_colour_stands_wherever_the_old_one_did():
    plain, red = PLOTS["growth"](), PLOTS["growth"](colors={"actual": "#7A1F2B"})

    def count(ax, colour):
        faces = [to_hex(line.get_markeredgecolor()) for line in ax.lines]
        return faces.count(colour)

    assert count(red, "#7a1f2b") == count(plain, "#12436d") > 5
    assert count(red, "#12436d") == 0


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ({"colors": {"blue": "#fff"}}, "没有名为 blue 的颜色；可用的：ink"),
        ({"colors": {"ink": "墨"}}, "不是颜色：ink=墨"),
    ],
)
def test_a_colour_that_is_none_is_one_line(style, told):
    with pytest.raises(pa.PerfAnalysisError, match=told):
        PLOTS["growth"](**style)


def test_an_own_axes_has_its_width_already():
    with pytest.raises(pa.PerfAnalysisError, match="figsize"):
        PLOTS["growth"](ax=plt.figure().add_subplot(), width=300)


@pytest.mark.parametrize("width", [14, 20, 40, 0, -5, float("nan"), "14cm", 1e9])
def test_a_width_in_another_unit_is_one_line_and_leaves_no_file(tmp_path, width):
    with pytest.raises(pa.PerfAnalysisError, match=r"以磅为单位.*\* 28\.35$"):
        charts.show_growth(REPORT.growth).save(tmp_path / "图.svg", width=width)
    with pytest.raises(pa.PerfAnalysisError, match="以磅为单位"):
        PLOTS["growth"](width=width)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("size", [0.2, 0.6, 2])
def test_an_axes_of_any_size_is_drawn_on_with_its_scale_from_left_to_right(name, size):
    _, ax = plt.subplots(figsize=(size, size))
    PLOTS[name](ax=ax)
    low, high = ax.get_xlim()
    assert low < high


def test_a_chart_of_the_least_width_is_drawn(tmp_path):
    chart = charts.show_growth(REPORT.growth)
    with Image.open(chart.save(tmp_path / "图.png", width=200, dpi=72)) as picture:
        assert picture.width == 200


def test_a_restyled_width_is_that_of_the_file_and_of_the_figure(tmp_path):
    chart = charts.show_growth(REPORT.growth).restyle(width=360)
    assert chart.figure.get_figwidth() * 72 == pytest.approx(360)
    with Image.open(chart.save(tmp_path / "图.png", dpi=72)) as picture:
        assert picture.width == 360
    with pytest.raises(pa.PerfAnalysisError, match="14 厘米写"):
        chart.restyle(width=14)


def test_a_title_of_its_own_axes_ends_where_the_axes_does():
    figure, (left, _) = plt.subplots(1, 2, figsize=(6, 3))
    PLOTS["growth"](ax=left)
    figure.canvas.draw()
    told = left._left_title.get_window_extent()
    assert "\n" in left.get_title(loc="left")
    assert told.x1 <= left.get_window_extent().x1 + 1


def test_a_folder_that_is_not_there_is_named_as_what_lacks(tmp_path):
    with pytest.raises(pa.PerfAnalysisError, match="所在的文件夹不存在"):
        charts.show_growth(REPORT.growth).save(tmp_path / "没有" / "图.png")


def test_a_table_with_chinese_heads_is_told_which_one_is_drawn():
    with pytest.raises(pa.PerfAnalysisError, match=r"用 report\.growth（不加 _zh）"):
        charts.show_growth(REPORT.growth_zh)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_chart_is_saved_the_same_each_time(tmp_path, kind):
    chart = charts.show_growth(REPORT.growth)
    first = chart.save(tmp_path / f"一.{kind}").read_bytes()
    assert chart.save(tmp_path / f"二.{kind}").read_bytes() == first


def test_a_png_is_19_cm_wide_at_300_dpi_and_an_svg_needs_no_font(tmp_path):
    chart = charts.show_growth(REPORT.growth)
    with Image.open(chart.save(tmp_path / "图.png")) as picture:
        # 540 pt are 7.5 inches
        assert picture.width == 2250 and round(picture.info["dpi"][0]) == 300
    drawn = chart.save(tmp_path / "图.svg").read_text(encoding="utf-8")
    assert "<text" not in drawn and "@font-face" not in drawn and "#12436d" in drawn.lower()


def test_another_suffix_is_refused_and_leaves_no_file(tmp_path):
    with pytest.raises(pa.PerfAnalysisError, match=r"\.png、\.svg 或 \.pdf"):
        charts.show_growth(REPORT.growth).save(tmp_path / "图.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_restyled_chart_keeps_its_table_and_goes_on_a_page(monkeypatch):
    chart = charts.show_growth(REPORT.growth)
    mine = chart.restyle(title="{我的} <标题>", colors={"actual": "#7A1F2B"})
    assert mine.table is chart.table and str(mine.words.title) == "{我的} <标题>"
    page = mine.__html__()
    assert "<h3>{我的} &lt;标题&gt;</h3>" in page
    assert "#7a1f2b" in page and "var(--actual)" not in page and "var(--ink)" in page
    assert chart.__html__().count("var(--actual)") == page.count("#7a1f2b")


def test_a_chart_gives_its_figure_to_go_on_with():
    figure = charts.show_growth(REPORT.growth).figure
    figure.text(0.5, 0.5, "plain")
    figure.savefig(io.BytesIO(), format="png")


def test_every_plot_function_takes_the_same_style():
    from inspect import signature

    for name in charts.__all__:
        if name.startswith("plot_"):
            taken = list(signature(getattr(charts, name)).parameters)
            assert taken[-4:] == ["ax", "title", "colors", "width"], name


def test_own_pictures_have_chinese_once_the_font_is_asked_for():
    with plt.rc_context():
        charts.use_font()
        figure, ax = plt.subplots()
        ax.set_title("中文标题 −1 m²")
        figure.savefig(io.BytesIO(), format="png")
