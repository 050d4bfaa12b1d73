//! A page for people: one file that needs nothing else, works offline and is safe to forward.
//!
//! Everything stands in the markup in both languages; the style sheet shows one of them. The head is short: counts, who is
//! missing, the rest of the batch folded; then the photos. The script filters, sorts, leads through the photos that need a person, one question
//! after the other, and keeps what is decided in the browser's own storage; without it the page can still be read and printed.
//! Nothing is loaded from anywhere, and the page's own policy forbids it.

mod card;
mod crops;

use std::io::{self, Write};

use self::crops::Crops;
use super::json::brief;
use super::markup::{both, escaped, in_both, say};
use super::overlay::{DEFINITIONS, STYLE};
use super::summary::RuleCount;
use super::wording::verdict_name;
use super::{Report, Run, Section, Summary, several};
use crate::batch::Digest;
use crate::judge::Verdict;
use crate::record::Brief;
use crate::rules::Set;
use crate::text::{Lang, Phrase, phrase};

/// The page.
pub struct Html;

const PAGE_STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

impl Html {
    /// The pattern that the cards' drawings are filled with, for an `svg` element that stands in the document once.
    pub const DEFINITIONS: &str = DEFINITIONS;

    /// What the page says of a run, for a document that has a frame of its own: the overview, a card a photo, and what no
    /// machine checked. Nothing in it runs or is loaded; an element above with `data-lang` chooses the
    /// language, and `html/page.css` and `overlay.css` beside this module are what it looks like.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn cards(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let runs = std::slice::from_ref(run);
        missing(run, out)?;
        overview(runs, run, out)?;
        for index in 0..run.photos.len() {
            card::write(index, index, CardPlace::Alone, &mut Crops::default(), run, out)?;
        }
        not_checked(runs, out)
    }
}

impl Report for Html {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_each(std::slice::from_ref(run), out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = runs.first() else { return Ok(()) };
        head(runs, first, out)?;
        header(runs, first, out)?;
        writeln!(out, "<main id=\"cards\">")?;
        for index in 0..first.photos.len() {
            let mut crops = Crops::default();
            for (number, run) in runs.iter().enumerate() {
                let id = index * runs.len() + number;
                // The picture stands on the page once, whatever the number of sets.
                let place = if runs.len() == 1 {
                    CardPlace::Alone
                } else {
                    CardPlace::Of { first: index * runs.len(), set: run.set }
                };
                card::write(id, index, place, &mut crops, run, out)?;
            }
        }
        writeln!(out, "</main>")?;
        footer(runs, out)?;
        guide(out)?;
        round(runs, out)?;
        writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

/// Where a card stands among those of its photo.
#[derive(Clone, Copy)]
enum CardPlace<'r> {
    /// It is the only one.
    Alone,
    /// There is one for each of several sets; the first, whose number this is, has the picture.
    Of { first: usize, set: &'r Set },
}

/// What a later round needs to know of the photos: data, nothing that runs.
fn round(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    let briefs = |run: &Run<'_>| (0..run.photos.len()).map(|index| brief(index, run)).collect::<Vec<_>>();
    let briefs: Vec<_> = runs.iter().flat_map(briefs).collect();
    let mut json = String::new();
    for c in serde_json::to_string(&briefs)?.chars() {
        // No text in it may end the element, or turn the direction of what follows for whoever reads the source.
        match c {
            '<' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{206f}' | '\u{feff}' => {
                json += &format!("\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    writeln!(out, "{}{json}</script>", Brief::IN_PAGE)
}

fn head(runs: &[Run<'_>], run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = run.lang.tag();
    let title = phrase("照片检查报告", "Photo check report").get(run.lang);
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"{lang}\" data-lang=\"{lang}\" data-run=\"{}\">", identity(runs))?;
    writeln!(out, "<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\">")?;
    let sets = runs.iter().map(|run| escaped(run.set.title.get(run.lang))).collect::<Vec<_>>().join(" · ");
    writeln!(out, "<title>{} · {sets}</title>", escaped(title))?;
    writeln!(out, "<style>{PAGE_STYLE}{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"defs\">{DEFINITIONS}</svg>")
}

/// A name for this run, under which a browser keeps a person's decisions: the same photos and rules, the same name.
fn identity(runs: &[Run<'_>]) -> Digest {
    let photos = runs.first().into_iter().flat_map(|run| &run.photos).map(|photo| {
        let content = photo.content.map(|content| content.to_string()).unwrap_or_default();
        format!("{}\0{content}\n", photo.file)
    });
    let sets: Vec<_> = runs.iter().map(|run| run.set.id.as_str()).collect();
    Digest::of(format!("{}\n{}", sets.join("\n"), photos.collect::<String>()).as_bytes())
}

fn header(runs: &[Run<'_>], run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<header>\n<div class=\"masthead\"><div>")?;
    writeln!(out, "<h1>{}</h1>", say(phrase("照片检查报告", "Photo check report")))?;
    for run in runs {
        writeln!(out, "<p class=\"set\">{}{}</p>", both(&run.set.title), origin(run))?;
    }
    writeln!(out, "</div>")?;
    writeln!(out, "<div class=\"tools\">")?;
    let tool =
        |id: &str, key: &str, name: Phrase| format!(r#"<button id="{id}" type="button"{key}>{}</button>"#, say(name));
    writeln!(
        out,
        r#"<button id="lang" type="button"><span lang="zh">English</span><span lang="en">中文</span></button>"#
    )?;
    writeln!(out, "{}", tool("theme", "", phrase("深色/浅色", "Dark / light")))?;
    writeln!(out, "{}", tool("marks", r#" aria-pressed="true""#, phrase("显示标线", "Lines")))?;
    writeln!(out, "{}", tool("print", "", phrase("打印", "Print")))?;
    writeln!(out, "{}", tool("keys", "", phrase("键盘（?）", "Keys (?)")))?;
    writeln!(out, "{}", tool("export-csv", "", phrase("导出人工结论 CSV", "Export decisions CSV")))?;
    writeln!(out, "{}</div></div>", tool("export-json", "", phrase("JSON", "JSON")))?;
    controls(runs, out)?;
    missing(run, out)?;
    matrix(runs, out)?;
    overview(runs, run, out)?;
    writeln!(out, "</header>")
}

/// Who asks, in which document, and when that was last read.
fn origin(run: &Run<'_>) -> String {
    let Some(origin) = &run.set.origin else { return String::new() };
    let holes = [
        ("authority", origin.authority.as_str()),
        ("document", origin.document.as_str()),
        ("checked", origin.checked.as_str()),
    ];
    let sentence =
        phrase("{authority}《{document}》，核对于 {checked}", "{authority}, {document}, last read {checked}");
    format!("<br><small>{}</small>", both(&sentence.both(&holes)))
}

/// Which photo can be used for what: a row a photo, a column a set, each cell a way to its card.
fn matrix(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = runs.first().filter(|_| runs.len() > 1) else { return Ok(()) };
    let title = say(several::MATRIX);
    let open = if first.photos.len() <= 12 { " open" } else { "" };
    writeln!(
        out,
        "<details class=\"section\"{open}><summary>{title}</summary><table class=\"matrix\"><thead><tr><th></th>"
    )?;
    for run in runs {
        writeln!(out, "<th>{}</th>", both(&run.set.title))?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (index, photo) in first.photos.iter().enumerate() {
        write!(out, "<tr><th>{}</th>", escaped(&first.masked(&photo.file)))?;
        for (number, verdict) in several::verdicts(index, runs).into_iter().enumerate() {
            let (id, name) = (index * runs.len() + number, verdict.name());
            let (mark, word) = (card::verdict_mark(verdict), say(verdict_name(verdict)));
            write!(out, r##"<td class="{name}"><a href="#p{id}">{mark} {word}</a></td>"##)?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></details>")
}

/// Photos with this verdict, all sets together.
fn with(runs: &[Run<'_>], verdict: Verdict) -> usize {
    runs.iter().map(|run| Summary::of(run).with(verdict)).sum()
}

/// The rules that not every photo met, by id and title: of several sets, one that they share once.
fn counted<'r>(runs: &[Run<'r>]) -> Vec<RuleCount<'r>> {
    let mut all: Vec<RuleCount<'r>> = Vec::new();
    for count in runs.iter().flat_map(|run| Summary::of(run).rules) {
        match all.iter_mut().find(|known| known.rule.id == count.rule.id) {
            Some(known) => {
                known.failed += count.failed;
                known.review += count.review;
                known.warned += count.warned;
            }
            None => all.push(count),
        }
    }
    all
}

/// What can be shown alone, search and order.
fn controls(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<div class=\"controls\"><div class=\"verdicts\" role=\"group\">")?;
    let chip = |name: &str, count: usize, word: Phrase| {
        let word = say(word);
        format!(
            r#"<button type="button" class="chip {name}" data-show="{name}" aria-pressed="false"><b>{count}</b> {word}</button>"#
        )
    };
    let all: usize = runs.iter().map(|run| run.photos.len()).sum();
    writeln!(out, "{}", chip("all", all, phrase("全部", "all")).replace("\"false\"", "\"true\""))?;
    for verdict in [Verdict::Review, Verdict::Fail, Verdict::Pass] {
        writeln!(out, "{}", chip(verdict.name(), with(runs, verdict), verdict_name(verdict)))?;
    }
    if let Some(attendance) = runs.first().and_then(|run| run.attendance.as_ref()) {
        writeln!(out, "{}", chip("missing", attendance.missing().count(), phrase("没交", "missing")))?;
    }
    let begin = say(phrase("逐张确认", "Decide one by one"));
    writeln!(out, r#"</div><button id="begin" type="button" hidden>{begin} <b id="left"></b></button>"#)?;
    writeln!(
        out,
        "<input id=\"search\" type=\"search\" data-zh=\"找姓名、学号、文件名（/）\" data-en=\"Find a name, number, file ( / )\">"
    )?;
    writeln!(out, "<select id=\"rule\"><option value=\"\" data-zh=\"所有要求\" data-en=\"Every rule\"></option>")?;
    for count in &counted(runs) {
        let total = count.failed + count.review + count.warned;
        let title = |lang: Lang| escaped(count.rule.title.get(lang)) + &lang.bracketed(&total.to_string());
        let id = escaped(&count.rule.id);
        writeln!(out, r#"<option value="{id}" data-zh="{}" data-en="{}"></option>"#, title(Lang::Zh), title(Lang::En))?;
    }
    if runs.len() > 1 {
        writeln!(
            out,
            "</select>\n<select id=\"set\"><option value=\"\" data-zh=\"所有规则集\" data-en=\"Every set\"></option>"
        )?;
        for Run { set, .. } in runs {
            let (id, title) = (escaped(&set.id), |lang: Lang| escaped(set.title.get(lang)));
            let (zh, en) = (title(Lang::Zh), title(Lang::En));
            writeln!(out, r#"<option value="{id}" data-zh="{zh}" data-en="{en}"></option>"#)?;
        }
    }
    writeln!(out, "</select>\n<select id=\"sort\">")?;
    for (value, zh, en) in [
        ("open", "先看要您确认的", "Yours to decide first"),
        ("verdict", "先看不合格的", "Worst first"),
        ("name", "按文件名", "By name"),
    ] {
        writeln!(out, r#"<option value="{value}" data-zh="{zh}" data-en="{en}"></option>"#)?;
    }
    writeln!(out, "</select><output id=\"shown\"></output></div>")
}

/// Who on the list has handed in nothing.
fn missing(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(attendance) = run.attendance.as_ref().filter(|it| it.missing().next().is_some()) else { return Ok(()) };
    let title = say(phrase("没交照片", "No photo yet"));
    let count = attendance.missing().count();
    let open = if count <= 60 { " open" } else { "" };
    writeln!(
        out,
        r#"<details class="section" id="missing"{open}><summary>{title} <small>{count}</small></summary><ul>"#
    )?;
    for person in attendance.missing() {
        let known = [&person.name, &person.number].map(|part| escaped(&run.masked(part)));
        let all = person.cells.iter().map(|cell| run.masked(cell)).collect::<Vec<_>>().join(" ");
        writeln!(out, r#"<li data-text="{}">{} <small>{}</small></li>"#, escaped(&all), known[0], known[1])?;
    }
    writeln!(out, "</ul></details>")
}

/// What the batch comes to, and how often each rule was not met: folded into one line, since the photos come first. Who is
/// missing stands above.
fn overview(runs: &[Run<'_>], run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let of = |run: &Run<'_>, lang: Lang| run.sections_with(lang, &|text| run.masked(text));
    let sections = |lang: Lang| match runs {
        [run] => of(run, lang),
        _ => several::sections(runs, &|run| of(run, lang)),
    };
    let told = Section::MISSING;
    let sections: Vec<_> = sections(Lang::Zh).into_iter().zip(sections(Lang::En)).collect();
    let sections: Vec<_> = sections.iter().filter(|(zh, _)| zh.title != told.get(Lang::Zh)).collect();
    let counted = counted(runs);
    let has_counts = run.photos.len() > 1 && !counted.is_empty();
    let Some(all) = Some(sections.len() + usize::from(has_counts)).filter(|all| *all > 0) else { return Ok(()) };
    let title = say(phrase("整批情况和统计", "The batch as a whole"));
    writeln!(out, r#"<details class="section" id="batch"><summary>{title} <small>{all}</small></summary>"#)?;
    for (zh, en) in sections {
        section(zh, en, out)?;
    }
    if has_counts {
        by_rule(&counted, out)?;
    }
    writeln!(out, "</details>")
}

/// How often each rule was not met; each a way to the photos that did not meet it.
fn by_rule(counted: &[RuleCount<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h2>{}</h2><table><thead><tr><th></th>", say(phrase("各项要求的统计", "By rule")))?;
    for word in [phrase("不合格", "fail"), phrase("需人工确认", "needs a look"), phrase("提醒", "warning")] {
        writeln!(out, "<th>{}</th>", say(word))?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for count in counted {
        let cells =
            [count.failed, count.review, count.warned].map(|it| if it == 0 { "·".to_owned() } else { it.to_string() });
        let cells = cells.map(|cell| format!("<td>{cell}</td>")).concat();
        let id = escaped(&count.rule.id);
        writeln!(
            out,
            r##"<tr><th><a href="#cards" data-rule="{id}">{}</a></th>{cells}</tr>"##,
            both(&count.rule.title)
        )?;
    }
    writeln!(out, "</tbody></table>")
}

fn section(zh: &Section, en: &Section, out: &mut dyn Write) -> io::Result<()> {
    let title = in_both(|lang| if lang == Lang::Zh { zh.title.clone() } else { en.title.clone() });
    writeln!(out, "<h2>{} <small>{}</small></h2><ul>", both(&title), zh.items.len())?;
    for (zh, en) in zh.items.iter().zip(&en.items) {
        let item = in_both(|lang| if lang == Lang::Zh { zh.clone() } else { en.clone() });
        writeln!(out, "<li>{}</li>", both(&item))?;
    }
    writeln!(out, "</ul>")
}

/// What no machine checked.
fn footer(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<footer>")?;
    not_checked(runs, out)?;
    let kept = phrase(
        "您的结论只保存在这台电脑的浏览器里；要交给别人或带到下一轮，请导出，再用 --decisions 读回。",
        "Your decisions stay in this browser; export them to hand them on or to bring them back with --decisions.",
    );
    writeln!(
        out,
        "<p class=\"keys\">{}</p>\n<p class=\"keys\">photocheck {}</p></footer>",
        say(kept),
        env!("CARGO_PKG_VERSION")
    )
}

/// What leads through the photos: the bar at the foot while they are decided one by one, and the keys.
fn guide(out: &mut dyn Write) -> io::Result<()> {
    let button = |id: &str, name: Phrase| format!(r#"<button id="{id}" type="button">{}</button>"#, say(name));
    writeln!(out, r#"<div id="bar" hidden><output id="progress"></output><span class="moves">"#)?;
    writeln!(out, "{}", button("back", phrase("← 上一张", "← back")))?;
    writeln!(out, "{}", button("yes", phrase("✓ 可以（y）", "✓ fine (y)")))?;
    writeln!(out, "{}", button("no", phrase("✗ 不行（n）", "✗ not fine (n)")))?;
    writeln!(out, "{}", button("on", phrase("下一张 →", "next →")))?;
    writeln!(out, "{}</span></div>", button("leave", phrase("看全部（Esc）", "all (Esc)")))?;
    writeln!(out, r#"<dialog id="help"><h2>{}</h2><dl>"#, say(phrase("键盘", "Keys")))?;
    for (keys, what) in KEYS {
        writeln!(out, "<dt><kbd>{keys}</kbd></dt><dd>{}</dd>", say(what))?;
    }
    writeln!(out, r#"</dl><form method="dialog"><button>{}</button></form></dialog>"#, say(phrase("关闭", "Close")))
}

/// The keys and what they do.
const KEYS: [(&str, Phrase); 9] = [
    ("r", phrase("逐张确认要您看的照片", "decide the photos that need you, one by one")),
    ("y", phrase("这一处可以（没有要确认的地方时，指整张）", "this question is fine; the photo, where there is none")),
    ("n", phrase("这一处（没有问题时整张）不行", "this question is not fine; the photo, where there is none")),
    ("u", phrase("撤销这张照片的结论", "undo what was decided on this photo")),
    ("→ j", phrase("下一张", "next photo")),
    ("← k", phrase("上一张", "previous photo")),
    ("/", phrase("找人、找文件；回车看下一个", "find somebody or a file; Enter for the next")),
    ("o", phrase("显示或隐藏标线", "show or hide the lines")),
    ("?", phrase("这张说明；Esc 关闭或退出逐张确认", "this help; Esc closes it or leaves the one-by-one view")),
];

/// What no machine can check, if there is any.
fn not_checked(runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
    let not_checked = several::not_checked(runs);
    if !not_checked.is_empty() {
        writeln!(out, "<h2>{}</h2><ul>", say(phrase("机器没有检查", "Not checked by any machine")))?;
        for item in not_checked {
            writeln!(out, "<li>{}</li>", both(item))?;
        }
        writeln!(out, "</ul>")?;
    }
    Ok(())
}
