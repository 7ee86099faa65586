"""Two years on the page: what both reports state, as a chart and a table."""

import datetime
import re

import browser
import pytest
from made.two_years import BEFORE, THIS

import perf_analysis as pa
from perf_analysis import charts, cli
from perf_analysis.briefing import running
from perf_analysis.charts.years import tabulate_rows
from perf_analysis.data import find_in_data

DAY = datetime.date(2026, 1, 2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("years")
    (folder / "this.txt").write_text(THIS, encoding="utf-8")
    (folder / "before.txt").write_text(BEFORE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def chart(folder):
    return charts.show_years(pa.compare(pa.read(folder / "this.txt"), folder / "before.txt"))


def test_levels_of_one_unit_are_drawn_from_zero_the_largest_change_first(chart):
    ax = charts.plot_years(chart.table)
    ends = [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert ends == [[1000.0, 1200.0], [990.0, 1150.5]]
    assert ax.get_xlim()[0] <= 0


@pytest.mark.parametrize("width", [540.0, 270.0])
def test_it_is_laid_out_without_fault(chart, width):
    assert charts.lint(chart.picture(width)) == []


def test_what_this_report_says_wrongly_of_last_year_is_named(chart):
    # 91.0 was not printed last year, and 92.5 is 2.5 above 90.0
    assert "服务对象满意度的上年数或增减，与上年报告对不上" in str(chart.words.source)
    assert str(chart.words.title).startswith("全年预算数比上年报告增加")


def test_the_page_has_a_section_with_chart_and_table(folder, tmp_path):
    page = pa.write_briefing(
        pa.read(folder / "this.txt"),
        tmp_path / "page.html",
        previous=folder / "before.txt",
        date=DAY,
    ).read_text(encoding="utf-8")
    section = re.search(r'<h2 id="h-\d">四、与上年报告比较</h2>(.*?)</section>', page, re.DOTALL)[1]
    assert '<figure class="full" id="years">' in section
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td>', section)
    assert ("全年预算数", "1000\u00a0万元") in [
        (name, cell.replace(" ", "\u00a0")) for name, cell in rows
    ]
    assert "✗ 不一致：上年 91.0%，增减 +1.5 个百分点" in section
    assert "除报告和上年报告外，没有使用别的数据" in page


MOVED = (
    "甲市乙局{year}年度部门整体支出绩效自评报告\n一、收支\n"
    "{year}年全年预算数{budget}万元，公务接待费{meals}万元，印刷费{print}万元。\n"
    "维修泵站{pumps}座，服务对象满意度{pleased}%。\n"
)


@pytest.fixture
def moved(tmp_path):
    """Rows of the table of two reports: 20 %, none, none that is known, a third, 2.3 points."""
    years = (
        {"year": 2022, "budget": "1000.00", "meals": "3.20", "print": "5.0", "pumps": 9}
        | {"pleased": "93.2"},
        {"year": 2023, "budget": "1200.00", "meals": "3.20", "print": "5.04", "pumps": 6}
        | {"pleased": "95.5"},
    )
    for numbers in years:
        (tmp_path / f"{numbers['year']}.txt").write_text(
            MOVED.format_map(numbers), encoding="utf-8"
        )
    years = pa.compare(pa.read(tmp_path / "2023.txt"), tmp_path / "2022.txt")
    return {str(row[0]): [str(cell) for cell in row[1:]] for row in tabulate_rows(years).rows}


def test_the_table_tells_the_largest_change_first_by_its_share(moved):
    assert list(moved)[:3] == ["维修泵站", "全年预算数", "服务对象满意度"]
    # counts are exact: −3 of 9; 1199.995 − 1000.005 and 1200.005 − 999.995
    assert moved["维修泵站"][2] == "−3 座（−33.33%）"
    assert moved["全年预算数"][2] == "+200.0 万元（+20%）"
    # shares move by points: 95.45 − 93.25 and 95.55 − 93.15
    assert moved["服务对象满意度"][2] == "+2.2–2.4 个百分点"


def test_a_change_that_may_be_none_has_the_signs_of_both_ends_and_none_is_told_so(moved):
    # 5.035 − 5.05 and 5.045 − 4.95, of 5.05 and 4.95
    assert moved["印刷费"][2] == "−0.015 至 0.095 万元（−0.30% 至 1.92%）"
    assert moved["公务接待费"][2] == "持平"


def test_what_this_report_says_has_its_unit(chart):
    assert "✗ 不一致：上年 91.0%，增减 +1.5 个百分点" in str(tabulate_rows(chart.table))


def test_last_years_numbers_lead_to_no_row_of_this_report(chart):
    assert "<td>1000 万元</td>" in chart.__html__()


def test_without_last_year_there_is_a_sentence_and_no_section(folder, tmp_path):
    assert "没有给出上一年的报告" in str(charts.show_years(None))
    page = pa.write_briefing(pa.read(folder / "this.txt"), tmp_path / "page.html")
    assert "与上年报告比较" not in page.read_text(encoding="utf-8")


def test_the_report_of_another_year_is_refused_before_the_work(folder, tmp_path, capfd):
    this = str(folder / "this.txt")
    output = tmp_path / "page.html"
    assert cli.main(["brief", this, "--previous", this, "-o", str(output)]) == 2
    told = capfd.readouterr().err
    assert "给出同一部门上一年的报告" in told and told.count("\n") == 1 and not output.exists()


@pytest.mark.parametrize("forks", [True, False])
def test_the_page_follows_the_profile_that_is_named(tmp_path, monkeypatch, forks):
    """81 points are 良 by the Ministry's bands and 优 by those that begin at 80."""
    monkeypatch.setattr(running, "_can_fork", lambda: forks)
    report = tmp_path / "自评.txt"
    report.write_text(
        "甲市乙局2023年度部门整体支出绩效自评报告\n一、自评结论\n自评得分81.00分，评价等级为良。\n",
        encoding="utf-8",
    )
    for rules, grade, verdict in (("national-2020", "良", "✓"), ("pmkpi-grades-80", "优", "?")):
        output = tmp_path / f"{rules}.html"
        assert cli.main(["brief", str(report), "--rules", rules, "-o", str(output)]) == 0
        page = output.read_text(encoding="utf-8")
        assert f"属“{grade}”一档" in page
        assert (verdict == "✓") != ('id="c-GRADE"' in page)


def test_a_profile_beside_the_report_is_found_from_the_notebooks_folder(tmp_path, monkeypatch):
    profile = find_in_data("rules/pmkpi-grades-80.toml").read_bytes()
    (tmp_path / "本市.toml").write_bytes(profile)
    (tmp_path / "自评.txt").write_text(THIS + "自评得分81.00分。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["brief", "自评.txt", "--rules", "本市.toml"]) == 0
    page = (tmp_path / "briefing.html").read_text(encoding="utf-8")
    assert "属“优”一档" in page
    # what the profile calls itself
    assert '<dt>规则</dt><dd lang="zh-CN">财政绩效系统 pmkpi，等级按其后来的脚本</dd>' in page


LONG = (
    "甲市乙局{year}年度部门整体支出绩效自评报告\n一、收支\n"
    "{year}年全年预算数{budget}元，全年支出{spent}元。\n"
    "农村生活污水治理设施运行维护和管网改造提升工程投资额{built}元，比上年增长{grown}%。\n"
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_table_stays_on_every_screen_and_on_paper(tmp_path, language):
    numbers = {"budget": "1234567890.12", "spent": "1134567890.12", "built": "934567890.12"}
    (tmp_path / "this.txt").write_text(
        LONG.format(year=2023, grown="12.5", **numbers), encoding="utf-8"
    )
    numbers = {"budget": "1034567890.12", "spent": "1004567890.12", "built": "834567890.12"}
    (tmp_path / "before.txt").write_text(
        LONG.format(year=2022, grown="2.5", **numbers), encoding="utf-8"
    )
    page = pa.write_briefing(
        pa.read(tmp_path / "this.txt"),
        tmp_path / "page.html",
        previous=tmp_path / "before.txt",
        language=language,
    ).read_text(encoding="utf-8")
    beyond = (
        "[...document.querySelectorAll('.years tbody *')].filter(part =>"
        " part.getBoundingClientRect().right > innerWidth).map(part => part.textContent)"
    )
    with browser.launch(tmp_path) as chromium:
        # 178 mm are the lines of A4 without its margins
        for width in (360, 768, 1280, 672):
            with browser.opened(chromium, page, tmp_path, width=width) as tab:
                if width == 672:
                    tab.emulate_media(media="print")
                assert tab.evaluate("document.querySelectorAll('.years tbody tr').length") == 3
                assert tab.evaluate(beyond) == [], (width, language)


def test_what_contradicts_last_years_report_is_a_finding_and_the_first_question(folder, tmp_path):
    """92.5 less 1.5 points is 91.0, and 90.0 was printed last year."""
    report = pa.read(folder / "this.txt")
    found = report.check(previous=folder / "before.txt", only=["LAST-YEAR"])
    [row] = found[found["status"] == "question"].to_dict("records")
    assert "上年报告写 90.0%，本年报告写上年 91.0%" in row["message"]
    # 92.45 − 90.05 and 92.55 − 89.95
    assert "增减 2.4–2.6 个百分点" in row["message"]
    assert (row["stated"], row["computed"]) == (91.0, 90.0)
    page = pa.write_briefing(report, tmp_path / "page.html", previous=folder / "before.txt")
    text = page.read_text(encoding="utf-8")
    asked = text[text.index('id="h-questions"') :]
    assert asked.index("上年报告写 90.0%") < asked.index("</li>")


def test_without_last_years_report_nothing_is_said_of_it(folder):
    report = pa.read(folder / "this.txt")
    assert report.check(only=["LAST-YEAR"]).empty
    assert "需要上一年的报告" in report.examine(only=["LAST-YEAR"]).unchecked["message"].iloc[0]


def test_a_growth_that_another_check_asks_about_is_asked_once(tmp_path):
    """50 of 40 is 25 % more, and 30 % is printed."""
    (tmp_path / "this.txt").write_text(THIS.replace("25.0%", "30.0%"), encoding="utf-8")
    (tmp_path / "before.txt").write_text(BEFORE, encoding="utf-8")
    found = pa.read(tmp_path / "this.txt").check(previous=tmp_path / "before.txt")
    asked = found[(found["status"] == "question") & found["message"].str.contains("货运值")]
    assert asked["rule"].tolist() == ["LAST-YEAR"]


def test_what_contradicts_stands_first_in_the_table(chart):
    assert str(tabulate_rows(chart.table).rows[0][0]) == "服务对象满意度"


def test_last_years_number_keeps_the_decimals_that_were_printed(moved):
    assert moved["公务接待费"][:2] == ["3.20 万元", "3.20 万元"]
    assert moved["印刷费"][0] == "5.0 万元"


ALIKE = (
    "甲市乙局{year}年度部门整体支出绩效自评报告\n一、收支\n"
    "{year}年全年预算数{budget}万元。培训费{training}万元，会议费{meetings}万元。"
    "维修泵站{pumps}座，新建泵站4座。\n"
)


def test_what_did_not_move_and_a_change_told_twice_take_no_place_in_the_picture(tmp_path):
    for year, budget, pumps in ((2022, "100.00", 9), (2023, "120.00", 9)):
        text = ALIKE.format(year=year, budget=budget, pumps=pumps, training=budget, meetings="5.00")
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    years = pa.compare(pa.read(tmp_path / "2023.txt"), tmp_path / "2022.txt")
    assert [str(row[0]) for row in charts.show_years(years).rows.rows] == ["全年预算数"]
    told = {str(row[0]): str(row[3]) for row in tabulate_rows(years).rows}
    assert told["维修泵站"] == told["会议费"] == "持平", "of counts too"


def test_two_years_have_chinese_heads_when_asked_for(folder):
    report = pa.read(folder / "this.txt")
    heads = pa.compare(report, folder / "before.txt", labels="zh").columns
    assert list(heads[:2]) == ["主体", "指标"] and "是否相符" in heads
