//! One photo on the page: the picture with its lines, findings with their close-ups, and what a person decides.

use std::io::{self, Write};

use super::{CardPlace, Crops};
use crate::batch::Checked;
use crate::judge::{Finding, Verdict};
use crate::report::crop;
use crate::report::markup::{both, escaped, in_both, jpeg_uri, say};
use crate::report::number::value;
use crate::report::overlay::{Underlay, drawing};
use crate::report::rates::error_rates;
use crate::report::row::TURNED_DOWN;
use crate::report::standing::{cure_of, ordered, standing_name, those};
use crate::report::wording::{asked, verdict_name};
use crate::report::{Run, Standing, Words};
use crate::text::{Lang, Phrase, phrase};

/// Writes the card of photo number `index` under the number `id`.
pub(super) fn write(
    id: usize,
    index: usize,
    place: CardPlace<'_>,
    crops: &mut Crops,
    run: &Run<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let photo = &run.photos[index];
    let verdict = photo.verdict.name();
    let name = escaped(&run.masked(&photo.file));
    let open = photo.findings.iter().filter(|finding| Standing::of(finding, run.counts) > Standing::Passed);
    let rules: Vec<_> = open.map(|finding| finding.rule.id.as_str()).collect();
    let content = photo.content.map(|content| content.to_string()).unwrap_or_default();
    let set = match place {
        CardPlace::Alone => String::new(),
        CardPlace::Of { set, .. } => format!(r#" data-set="{}""#, escaped(&set.id)),
    };
    writeln!(
        out,
        r#"<article class="card {verdict}" id="p{id}"{set} tabindex="0" data-index="{}" data-verdict="{verdict}" data-file="{name}" data-rules="{}" data-content="{content}">"#,
        index + 1,
        escaped(&rules.join(" "))
    )?;
    writeln!(out, "<div class=\"seen\">")?;
    picture(id, photo, place, out)?;
    writeln!(out, "</div><div class=\"said\">")?;
    if let CardPlace::Of { set, .. } = place {
        writeln!(out, "<p class=\"set\">{}</p>", both(&set.title))?;
    }
    heading([id, index], photo, run, &name, out)?;
    findings(index, crops, run, out)?;
    passes(photo, run, out)?;
    writeln!(out, "</div></article>")
}

fn picture(id: usize, photo: &Checked<'_>, place: CardPlace<'_>, out: &mut dyn Write) -> io::Result<()> {
    let whole = photo.pictures.as_ref().map(|pictures| &pictures.whole);
    let picture = match (place, whole) {
        (_, None) => Underlay::None,
        (CardPlace::Of { first, .. }, Some(_)) if first != id => Underlay::Shared(format!("i{first}")),
        (CardPlace::Of { first, .. }, Some(whole)) => Underlay::Named(format!("i{first}"), jpeg_uri(whole)),
        (CardPlace::Alone, Some(whole)) => Underlay::Uri(jpeg_uri(whole)),
    };
    let legend = crop::legend(photo).map(|legend| format!("<br>{}", both(&legend))).unwrap_or_default();
    match photo.size.zip(drawing(photo, &picture)) {
        Some(([width, height], drawing)) => writeln!(
            out,
            r#"<figure class="whole"><svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="n{id}">{drawing}</svg><figcaption>{width} × {height}{legend}</figcaption></figure>"#
        ),
        None => writeln!(out, r#"<figure class="whole none">{}</figure>"#, say(phrase("没有画面", "no picture"))),
    }
}

fn heading(
    [id, index]: [usize; 2],
    photo: &Checked<'_>,
    run: &Run<'_>,
    name: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<div class=\"head\"><h2 id=\"n{id}\"><small class=\"index\">{}</small> {name}</h2>", index + 1)?;
    if let Some(person) = run.person(index) {
        let others = run.other_columns().filter_map(|(column, _)| person.cells.get(column));
        let known: Vec<_> = [&person.name, &person.number].into_iter().chain(others).collect();
        let known = known.into_iter().filter(|part| !part.is_empty()).map(|part| run.masked(part));
        writeln!(out, "<span class=\"person\">{}</span>", escaped(&known.collect::<Vec<_>>().join(" · ")))?;
    }
    if run.doubt(index).is_some() {
        let doubt = in_both(|lang| run.doubt_with(index, lang, &|text| run.masked(text)).unwrap_or_default());
        writeln!(out, "<span class=\"doubt\">! {}</span>", both(&doubt))?;
    }
    let mark = verdict_mark(photo.verdict);
    writeln!(
        out,
        r#"<span class="badge {}">{mark} {}</span>"#,
        photo.verdict.name(),
        say(verdict_name(photo.verdict))
    )?;
    if let Some(cure) = cure_of(photo, run) {
        writeln!(out, "<span class=\"cure\">{}</span>", say(cure))?;
    }
    // Questions have buttons of their own below.
    let whole = say(phrase("整张", "The whole photo"));
    writeln!(out, "<span class=\"decide\"><small>{whole}</small>{}</span></div>", decision_buttons())
}

/// Accept and reject; pressed again, neither.
fn decision_buttons() -> String {
    let button = |mark: &str, sign: &str, word: Phrase| {
        format!(r#"<button type="button" data-mark="{mark}" aria-pressed="false">{sign} {}</button>"#, say(word))
    };
    button("ok", "✓", phrase("可以", "fine")) + &button("no", "✗", phrase("不行", "not fine"))
}

fn findings(index: usize, crops: &mut Crops, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let photo = &run.photos[index];
    writeln!(out, "<ul class=\"findings\">")?;
    if photo.rejected {
        let mark = standing_mark(Standing::Failed);
        let turned_down = say(TURNED_DOWN);
        let title = format!(
            r#"<div class="title"><span class="mark" aria-hidden="true">{mark}</span><b>{turned_down}</b></div>"#
        );
        writeln!(out, r#"<li data-rejected="">{title}</li>"#)?;
    }
    let told = ordered(photo, run).into_iter().filter(|it| Standing::of(it, run.counts) > Standing::Passed);
    for finding in told {
        self::finding(finding, &crops.beside(finding, photo, index), photo, run, out)?;
    }
    writeln!(out, "</ul>")
}

/// One finding, with its close-ups beside it.
fn finding(
    finding: &Finding<'_>,
    crops: &str,
    photo: &Checked<'_>,
    run: &Run<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let standing = Standing::of(finding, run.counts);
    let words = |lang: Lang| Words::of(finding, photo, lang);
    let id = escaped(&finding.rule.id);
    let clause = finding.rule.clause.as_deref().map(|clause| format!(" · {}", escaped(clause))).unwrap_or_default();
    writeln!(out, r#"<li data-standing="{}" data-rule="{id}">{crops}<div class="title">"#, standing.name())?;
    let (mark, word) = (standing_mark(standing), say(standing_name(standing)));
    writeln!(
        out,
        r#"<span class="mark" aria-hidden="true">{mark}</span><b>{}</b> <span class="word">{word}</span>"#,
        both(&finding.rule.title)
    )?;
    writeln!(out, "<small>{id}{clause}</small>")?;
    if standing == Standing::Review {
        writeln!(out, "<span class=\"decide\">{}</span>", decision_buttons())?;
    }
    let message = in_both(|lang| run.masked(&words(lang).message));
    writeln!(out, "</div><p>{}</p>", both(&message))?;
    let figures = in_both(|lang| run.masked(&words(lang).figures.unwrap_or_default()));
    if !figures.zh.is_empty() {
        writeln!(out, "<p class=\"figures\">{}</p>", both(&figures))?;
    }
    let cure = in_both(|lang| words(lang).cure.unwrap_or_default());
    if let Some(reason) = &finding.waived {
        let sentence = phrase("已豁免：{reason}", "Waived: {reason}").both(&[("reason", &run.masked(reason))]);
        writeln!(out, "<p class=\"hint\">{}</p>", both(&sentence))?;
    } else if !cure.zh.is_empty() {
        writeln!(out, "<p class=\"hint\">→ {}</p>", both(&cure))?;
    }
    let rates = in_both(|lang| error_rates(finding.rule, lang).unwrap_or_default());
    if !rates.zh.is_empty() {
        writeln!(out, "<p class=\"rates\">{}</p>", both(&rates))?;
    }
    writeln!(out, "</li>")
}

/// Rules that are met, and those that were skipped, with the reason; folded away. The values of what is met only where readings
/// were asked for: they would be half of the page.
fn passes(photo: &Checked<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let passed: Vec<_> = those(photo, run, Standing::Passed).collect();
    let skipped: Vec<_> = those(photo, run, Standing::Skipped).collect();
    let holes = [("passed", passed.len().to_string()), ("skipped", skipped.len().to_string())];
    let holes = holes.each_ref().map(|(name, text)| (*name, text.as_str()));
    let summary = phrase("合格 {passed} 项，不适用 {skipped} 项", "rules met: {passed}, skipped: {skipped}");
    writeln!(out, "<details class=\"passes\"><summary>{}</summary>", both(&summary.both(&holes)))?;
    if !run.show_measures {
        let joint = |lang| phrase("、", "; ").get(lang);
        let titles = |lang| passed.iter().map(|it| it.rule.title.get(lang)).collect::<Vec<_>>().join(joint(lang));
        writeln!(out, "<p>✓ {}</p>", both(&in_both(titles)))?;
    }
    writeln!(out, "<ul>")?;
    for finding in passed.iter().filter(|_| run.show_measures) {
        let found = in_both(|lang| run.masked(&found_and_asked(finding, lang)));
        writeln!(out, "<li>{} <span class=\"value\">{}</span></li>", both(&finding.rule.title), both(&found))?;
    }
    for finding in skipped {
        let reason = in_both(|lang| run.masked(&Words::of(finding, photo, lang).message));
        writeln!(out, "<li>– {} <span class=\"value\">{}</span></li>", both(&finding.rule.title), both(&reason))?;
    }
    writeln!(out, "</ul></details>")
}

/// The value that decides, and in brackets what is asked of it.
fn found_and_asked(finding: &Finding<'_>, lang: Lang) -> String {
    let judged = finding.decided_by();
    let unit = judged.condition.measure.unit;
    let found = judged.reading.value().map(|found| value(found, unit, lang)).unwrap_or_default();
    let asked = asked(judged.condition, judged.min, judged.max, lang);
    let asked = asked.map(|asked| lang.bracketed(&asked));
    found + &asked.unwrap_or_default()
}

pub(super) fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Review => "?",
        Verdict::Fail => "✗",
    }
}

fn standing_mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Failed => "✗",
        Standing::Review => "?",
        Standing::Warned => "!",
        Standing::Waived => "~",
        Standing::Passed => "✓",
        Standing::Skipped => "–",
    }
}
