#!/usr/bin/env python3
"""A class of 200, from the name list to the second round, and what it took: docs/round.md.

    cargo build --release && docs/round.py target/release/photocheck
    docs/round.py PROGRAM FOLDER             keep everything in FOLDER to look at

Nobody real is in it: the photos are the fixtures, mirrored, turned and cut a little, and names and numbers are made up. To
photocheck many of them are copies of one another, as they are: `unique-photo` is left out. The list is written in six shapes, of which five have to be read alike and one has to be refused with the way out.
Whatever is said here is checked: the script fails where the program answers something else. Needs Pillow.
"""

import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
STUDENTS = 200
MISSING = 8
SEVEN = ["html", "xlsx", "csv", "json", "jsonl", "xml", "sarif"]
CLASSES = [("计算机学院", "计算机1班"), ("计算机学院", "计算机2班"), ("文学院", "中文1班"), ("文学院", "中文2班")]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
GIVEN = ["伟", "芳", "娜", "敏", "静", "磊", "洋", "勇", "艳", "杰", "子涵", "一诺", "浩然", "欣怡", "雨桐", "思远"]
ARCHIVE = "中文2班.zip"
HEADINGS = ["序号", "学号", "姓名", "学院", "班级"]
# In order first: they make most of a class, as in life. Then flaws that a class has.
SOUND = ["pass-", "copied", "remark-"]
ASKED = ["review-"]
WRONG = ["fail-eyes", "fail-mouth", "fail-background", "fail-head", "fail-upright", "fail-exposure", "fail-file-size", "fail-pixel"]


def class_list():
    names = [surname + given for given in GIVEN for surname in SURNAMES]
    random.Random(7).shuffle(names)
    people = []
    for at in range(STUDENTS):
        college, group = CLASSES[at * len(CLASSES) // STUDENTS]
        people.append({"序号": str(at + 1), "学号": f"0{2022000 + at}", "姓名": names[at], "学院": college, "班级": group})
    return people


# --- the list, as people write it


def sheet_xml(rows):
    """One sheet in which every cell is text."""
    lines = []
    for line, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{line}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{line}">{cells}</row>')
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook(path, sheets):
    """A workbook of (name, rows, hidden)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""}/>'
        for at, (name, _, hidden) in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}/relationships">{relations}</Relationships>'
        )
        book.writestr("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>')
        for at, (_, rows, _) in enumerate(sheets, 1):
            book.writestr(f"xl/worksheets/sheet{at}.xml", sheet_xml(rows))


def separated(people, separator):
    lines = [separator.join(HEADINGS)] + [separator.join(person[it] for it in HEADINGS) for person in people]
    return "\r\n".join(lines) + "\r\n"


def lists(folder, people):
    """The six shapes: what each is, and its file."""
    rows = [[person[heading] for heading in HEADINGS] for person in people]
    (folder / "gbk.csv").write_bytes(separated(people, ",").encode("gb18030"))
    (folder / "utf16.tsv").write_bytes(separated(people, "\t").encode("utf-16"))
    title = [["某大学2026届毕业生名单"], ["制表日期：2026年11月"], HEADINGS]
    workbook(folder / "title.xlsx", [("毕业生", [*title, *rows, ["合计", "", f"{STUDENTS}人"], ["制表人：", "", "李老师"]], False)])
    half = STUDENTS // 2
    beside = [HEADINGS[1:] + HEADINGS[1:]] + [rows[at][1:] + rows[at + half][1:] for at in range(half)]
    workbook(folder / "blocks.xlsx", [("名单", beside, False)])
    by_class = [(group, [HEADINGS] + [row for row in rows if row[4] == group], False) for _, group in CLASSES]
    old = ("去年", [HEADINGS, ["1", "02021001", "老同学", "文学院", "中文1班"]], True)
    workbook(folder / "sheets.xlsx", [old, ("封面", [["毕业生名单"]], False), *by_class])
    cells = lambda row: "".join(f"<td>{cell}</td>" for cell in row)
    table = "".join(f"<tr>{cells(row)}</tr>" for row in [HEADINGS, *rows])
    (folder / "export.xls").write_text(f"<html><meta charset='utf-8'><table>{table}</table></html>", encoding="utf-8")
    return [
        ("CSV in GBK", "gbk.csv"),
        ("tab-separated UTF-16", "utf16.tsv"),
        ("XLSX with title rows, a total and a signature", "title.xlsx"),
        ("XLSX with two blocks side by side", "blocks.xlsx"),
        ("XLSX with a sheet a class, a cover and a hidden sheet of last year", "sheets.xlsx"),
    ], ("a web page called .xls", "export.xls")


# --- the photos


def fixtures(beginnings):
    all_of_them = sorted((ROOT / "fixtures").glob("*.jpg"))
    return [path for path in all_of_them if path.name.startswith(tuple(beginnings))]


def variant(path, turn):
    """A picture of its own: another cut of the fixture, mirrored every other time."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    width, height = picture.size
    if turn % 2:
        picture = ImageOps.mirror(picture)
    angle = (turn // 2 % 5 - 2) * 0.7
    picture = picture.rotate(angle, Image.BICUBIC, fillcolor=picture.getpixel((3, 3)))
    cut = 6 + turn // 10 % 4 * 5
    picture = picture.crop((cut, cut, width - cut, height - cut)).resize((width, height), Image.LANCZOS)
    out = io.BytesIO()
    quality = 95 if "file-size" not in path.name else 40
    picture.save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()


class Photos:
    """Pictures of each kind, never the same twice."""

    def __init__(self):
        self.kinds = {"sound": fixtures(SOUND), "asked": fixtures(ASKED), "wrong": fixtures(WRONG)}
        self.turn = 0

    def of(self, kind):
        self.turn += 1
        these = self.kinds[kind]
        return variant(these[self.turn % len(these)], self.turn // len(these))


def called(person, at):
    """How people call their files."""
    number, name, group = person["学号"], person["姓名"], person["班级"]
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    ways = [
        f"{number}.jpg", f"{number}_{name}.jpg", f"{name}{number}.JPG", f"{group}-{name}-{number}.jpg",
        f"{number} {name}.jpeg", f"{wide}.jpg", f"IMG_1_{number}.jpg", f"{name} {number}(1).jpg",
    ]
    return ways[at % len(ways)]


class GbkName(zipfile.ZipInfo):
    """A name in an archive as Chinese Windows writes it."""

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def first_round(folder, people, photos):
    """Folders by class, the last class as an archive; who is missing."""
    missing = {people[at]["学号"] for at in range(11, STUDENTS, STUDENTS // MISSING)}
    kinds = {}
    archived = zipfile.ZipFile(folder.parent / ARCHIVE, "w")
    for at, person in enumerate(people):
        if person["学号"] in missing:
            continue
        kind = "wrong" if at % 10 in (3, 7) else "asked" if at % 10 == 5 else "sound"
        kinds[person["学号"]] = kind
        bytes_, name = photos.of(kind), called(person, at)
        if person["班级"] == "中文2班":
            archived.writestr(GbkName(f"中文2班/{name}"), bytes_)
        else:
            (folder / person["班级"]).mkdir(exist_ok=True)
            (folder / person["班级"] / name).write_bytes(bytes_)
    archived.close()
    one, other = people[0], people[1]
    # One hands in two, one takes another's number, one is on no list.
    (folder / f"{one['姓名']}又一张{one['学号']}.jpg").write_bytes(photos.of("sound"))
    (folder / f"{people[11]['学号']}_{other['姓名']}.jpg").write_bytes(photos.of("sound"))
    (folder / "路人甲.jpg").write_bytes(photos.of("sound"))
    return missing - {people[11]["学号"]}, kinds


# --- the program


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = str(Path(path).resolve()), folder

    def run(self, *arguments, expected=(0, 1)):
        """What it says, and what it took: seconds, processor seconds, MB at the most."""
        began = time.monotonic()
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(
                [self.path, "check", "--lang", "zh", "--skip", "unique-photo", *map(str, arguments)], cwd=self.folder, stdout=said, stderr=complaints
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            took = time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
            said.seek(0), complaints.seek(0)
            said, complaints = said.read().decode(), complaints.read().decode()
        assert process.returncode in expected, f"exit {process.returncode}: {complaints}\n{said[-2000:]}"
        return said, complaints, took


def overview(report, title):
    sections = {section["title"]: section["items"] for section in report["overview"]}
    return sections.get(title, [])


def check(what, is_true):
    if not is_true:
        sys.exit(f"not so: {what}")


def read_lists(program, shapes, refused, missing):
    """Every shape is read alike; the one that is none says the way out."""
    lines, answers = [], []
    for what, file in shapes:
        program.run("第一轮", ARCHIVE, "--only", "file-format", "--roster", file, "--report", "list.json")
        report = json.loads((program.folder / "list.json").read_text())
        answers.append([sorted(overview(report, title)) for title in ("还没交照片", "文件名可能写错", "名单上没有的照片", "一人交了多张")])
        understood = overview(report, "对照名单")
        check(f"{file}: everybody read", f"名单上 {STUDENTS} 人" in understood[1])
        check(f"{file}: who is missing", len(answers[-1][0]) == len(missing))
        lines.append(f"| {what} | {understood[0]} |")
    check("every shape gives the same people", all(answer == answers[0] for answer in answers))
    what, file = refused
    _, complaint, _ = program.run("第一轮", ARCHIVE, "--only", "file-format", "--roster", file, expected=(2,))
    check("the way out is said", "另存为 .xlsx" in complaint)
    lines.append(f"| {what} | refused: {complaint.strip()} |")
    return lines, answers[0]


def decisions_of(report):
    """A secretary who finds every question fine but the last photo's."""
    asked = [photo for photo in report["photos"] if photo["verdict"] == "review"]
    rows = [["file", "content", "verdict", "rule", "decision"]]
    for at, photo in enumerate(asked):
        word = "不行" if at == len(asked) - 1 else "可以"
        rows.append([photo["file"], photo["content"], photo["verdict"], "", word])
    return rows


def second_round(first, folder, people, photos, missing, report):
    """Who passed is left alone; half of those who failed hand in anew under another name, the others the same file; who was missing comes."""
    shutil.copytree(first, folder)
    failed = [photo for photo in report["photos"] if photo["verdict"] == "fail" and photo.get("person") and ".zip/" not in photo["file"]]
    mended = 0
    for at, photo in enumerate(failed):
        old = folder / Path(photo["file"]).relative_to(first.name)
        if at % 2 == 0:
            old.unlink()
            (old.parent / f"{photo['person']['name']}新{photo['person']['number']}.jpg").write_bytes(photos.of("sound"))
            mended += 1
    for person in people:
        if person["学号"] in missing:
            (folder / f"{person['学号']}.jpg").write_bytes(photos.of("sound"))
    return len(failed), mended


def size(path):
    return f"{path.stat().st_size / 1e6:.2f} MB"


def machine():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(": ")[1]
    return "unknown processor"


def main():
    program_path = sys.argv[1]
    kept = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    folder = kept or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    program, photos, people = Program(program_path, folder), Photos(), class_list()
    first, second = folder / "第一轮", folder / "第二轮"
    first.mkdir()
    missing, _ = first_round(first, people, photos)
    shapes, refused = lists(folder, people)
    read, answers = read_lists(program, shapes, refused, missing)

    reports = [word for extension in SEVEN for word in ("--report", f"一.{extension}")]
    hand_out = ["--messages", "通知.txt", "--renames", "改名.csv", "--split-by", "班级"]
    roster = ["--roster", "title.xlsx"]
    _, _, one = program.run("第一轮", ARCHIVE, *roster, *reports, *hand_out, "--format", "summary")
    report = json.loads((folder / "一.json").read_text())
    counts = report["summary"]
    messages = (folder / "通知.txt").read_text().count("\n== ") + 1
    with (folder / "改名.csv").open(encoding="utf-8-sig", newline="") as plan:
        renames = list(csv.reader(plan))[1:]
    check("a plan for every photo", len(renames) == counts["photos"])

    with (folder / "结论.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(decisions_of(report))
    program.run("第一轮", ARCHIVE, *roster, "--decisions", "结论.csv", "--report", "定.json", "--report", "定.xlsx")
    decided = json.loads((folder / "定.json").read_text())
    check("nothing is left to look at", decided["summary"]["review"] == 0)
    check("one was turned down", decided["summary"]["fail"] == counts["fail"] + 1)

    failed, mended = second_round(first, second, people, photos, missing, decided)
    earlier = ["一.html", "一.xlsx", "一.jsonl", "一.json"]
    changes = []
    for file in earlier:
        quick = ["--report", "比.json", "--format", "summary"]
        program.run("第二轮", ARCHIVE, *roster, "--compare", file, "--only", "file-size", *quick)
        changes.append(overview(json.loads((folder / "比.json").read_text()), "与上一轮比较")[0])
    check("every report is as good an earlier round", len(set(changes)) == 1)
    reports = [word for extension in SEVEN for word in ("--report", f"二.{extension}")]
    _, _, two = program.run("第二轮", ARCHIVE, *roster, *reports, "--compare", "一.html", "--decisions", "结论.csv", "--format", "summary")
    after = json.loads((folder / "二.json").read_text())
    change = overview(after, "与上一轮比较")[0]
    check("nobody is missing any more", overview(after, "还没交照片") == [])

    rows = lambda took: f"{took[0]:.1f} s | {took[1]:.1f} s | {took[2]:.0f} MB"
    text = f"""# A class of 200, walked through

Written by `docs/round.py`, which makes the class, runs both rounds and fails where the program answers something else. The photos are
variants of the fixtures, so `unique-photo` is left out, and how many pass says nothing about real photos.

Machine: {os.cpu_count()} cores, {machine()}, shared with other work: the processor time is what counts.

## The list in six shapes

| list | what was understood |
| --- | --- |
{chr(10).join(read)}

The five that are read give the same {STUDENTS} people, {len(answers[0])} without a photo, {len(answers[1])} doubtful file
names, {len(answers[2])} photo of nobody and {len(answers[3])} person with two photos: photos lie in folders by class, one class in a ZIP
with names in GBK, under eight ways to call a file, full-width digits among them.

## The rounds

| round | photos | reports | wall | processor | peak memory |
| --- | ---: | --- | ---: | ---: | ---: |
| first | {counts["photos"]} | seven, messages, plan of renaming, a sheet a class | {rows(one)} |
| second | {after["summary"]["photos"]} | seven, against the first, with decisions | {rows(two)} |

- First: {counts["pass"]} pass, {counts["review"]} need a look, {counts["fail"]} fail; {messages} messages; the page {size(folder / "一.html")}, the workbook
  {size(folder / "一.xlsx")}.
- Decisions on the {counts["review"]} that needed a look, brought back: {decided["summary"]["pass"]} pass, 0 need a look, {decided["summary"]["fail"]} fail.
- Second ({mended} of {failed} handed in anew under another name, {len(missing)} latecomers): {change}
- HTML, XLSX, JSON lines and JSON of the first round give the same comparison.
"""
    (ROOT / "docs" / "round.md").write_text(text)
    print(text)
    if not kept:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
