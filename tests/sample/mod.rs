//! A run made from readings instead of photos, with every outcome and with names that mean harm.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::collections::HashMap;

use photocheck::batch::{Checked, Digest};
use photocheck::fit::offered;
use photocheck::judge::{Verdict, judge_all};
use photocheck::measure::{MEASURES, Measure, Readings};
use photocheck::reading::{Fact, Reading, Reason};
use photocheck::report::Run;
use photocheck::rules::{Set, Severity, load};
use photocheck::text::Lang;

const RULES: &str = r#"
schema = 1
[set]
id = "sample"
title = { zh = "样例<b>", en = "Sample <b>" }
not_checked = [{ zh = "是否本人", en = "whether it is the person" }]

[[rule]]
id = "readable"
measure = "file.intact"
equals = true
unmeasured = "fail"
clause = "一.1"
title = { zh = "文件完整", en = "Readable" }
hint = { zh = "重新导出。", en = "Export it again." }
cure = "save-again"

[[rule]]
id = "head-height"
measure = "head.height"
min = 0.44
max = 0.58
grace = 0.04
unmeasured = "review"
title = { zh = "头部约占一半", en = "Head about half the frame" }
low = { zh = "站近一些。", en = "Step closer." }
high = { zh = "站远一些。", en = "Step back." }
cure = "retake"

[[rule]]
id = "crown-gap"
measure = "head.crown_gap"
min = 0.06
max = 0.2
title = { zh = "头顶留白", en = "Space above the head" }
low = { zh = "上方多留一些。", en = "Leave more room above." }
high = { zh = "上方少留一些。", en = "Leave less room above." }
cure = "retake"

[[rule]]
id = "no-editing-traces"
measure = "trace.editor"
absent = true
severity = "warning"
unmeasured = "skip"
title = { zh = "没有编辑痕迹", en = "No trace of editing" }
hint = { zh = "交原图。", en = "Hand in the original." }
cure = "leave-alone"

[[rule]]
id = "no-glare"
measure = "glasses.glare"
wanted = "no"
unmeasured = "skip"
title = { zh = "眼镜不反光", en = "No glare" }
high = { zh = "低头一点点。", en = "Nod a little." }
cure = "retake"
"#;

/// Names that break formats which do not escape.
pub const HOSTILE: &str = "a/<img src=x onerror=alert(1)>\"'&\u{1b}[31m\n::error::,%,\u{202e}gpj.jpg";
/// A name that a spreadsheet would run.
pub const FORMULA: &str = "=HYPERLINK(\"x\",\"y\").jpg";
/// A name with an identity number (the example of GB 11643).
pub const WITH_ID: &str = "一班/张三_11010519491231002X.jpg";

/// The rules of the sample.
pub fn set() -> Set {
    load(&["sample".to_owned()], &[], &|_| Ok(RULES.to_owned())).unwrap_or_else(|problems| {
        panic!("{:?}", problems.problems.iter().map(|it| &it.message.en).collect::<Vec<_>>())
    })
}

struct Table(HashMap<&'static str, Reading>);

impl Readings for Table {
    fn reading(&self, measure: &'static Measure) -> Reading {
        self.0.get(measure.name).cloned().unwrap_or(Reading::Unmeasured(Reason::NoFace))
    }

    fn frame_height(&self) -> Option<f64> {
        self.0.get("image.height")?.value()?.as_number()
    }
}

/// One photo with these readings besides its frame.
pub fn photo<'r>(set: &'r Set, file: &str, readings: Vec<(&'static str, Reading)>) -> Checked<'r> {
    let frame = [("image.width", Reading::exact(480.0)), ("image.height", Reading::exact(640.0))];
    let table = Table(frame.into_iter().chain(readings).collect());
    let findings = judge_all(&set.rules, &table);
    let fact = |measure: &'static Measure| Fact {
        name: measure.name,
        unit: measure.unit,
        line: measure.line,
        reading: table.reading(measure),
    };
    Checked {
        file: file.to_owned(),
        verdict: Verdict::of(&findings, Severity::Error),
        rejected: false,
        trouble: None,
        facts: MEASURES.iter().map(fact).collect(),
        content: Some(Digest::of(file.as_bytes())),
        size: Some([480, 640]),
        pictures: None,
        crop: offered(set, &findings, &table),
        findings,
    }
}

/// Readings of a photo that satisfies everything.
pub fn good() -> Vec<(&'static str, Reading)> {
    vec![
        ("file.intact", Reading::exact(true)),
        ("head.height", Reading::number(0.5, 0.005)),
        ("head.crown_gap", Reading::number(0.12, 0.005)),
        ("head.chin_gap", Reading::number(0.38, 0.005)),
        ("head.centre_x", Reading::number(0.5, 0.004)),
        ("eyes.line", Reading::number(0.4, 0.004)),
        ("eyes.left", Reading::uncertain([200.0, 256.0], 2.0)),
        ("eyes.right", Reading::uncertain([280.0, 256.0], 2.0)),
        ("trace.editor", Reading::exact(Vec::<String>::new())),
        ("glasses.glare", Reading::Unmeasured(Reason::NoGlasses)),
    ]
}

/// `good` with some readings changed.
pub fn with(changes: Vec<(&'static str, Reading)>) -> Vec<(&'static str, Reading)> {
    good().into_iter().chain(changes).collect()
}

/// One photo of every kind.
pub fn run(set: &Set, lang: Lang) -> Run<'_> {
    let mut waived = photo(set, "d.jpg", with(vec![("head.height", Reading::number(0.3, 0.005))]));
    for finding in waived.findings.iter_mut().filter(|finding| finding.rule.id == "head-height") {
        finding.waived = Some("教务处 <同意>".to_owned());
    }
    waived.verdict = Verdict::of(&waived.findings, Severity::Error);
    let photos = vec![
        photo(set, WITH_ID, good()),
        photo(set, FORMULA, with(vec![("head.height", Reading::number(0.341, 0.008))])),
        photo(
            set,
            HOSTILE,
            with(vec![
                ("file.intact", Reading::exact(false)),
                ("head.height", Reading::number(0.445, 0.008)),
                ("trace.editor", Reading::exact(vec!["</script><script>alert(2)</script>\u{0}".to_owned()])),
            ]),
        ),
        photo(
            set,
            "c.jpg",
            with(vec![
                ("head.crown_gap", Reading::Unmeasured(Reason::Hidden)),
                ("trace.editor", Reading::exact(vec!["</script><script>alert(2)</script>\u{0}".to_owned()])),
            ]),
        ),
        waived,
    ];
    let mut run = Run::new(set, photos, lang);
    run.strays = vec!["说明.txt".to_owned()];
    run.show_measures = true;
    run
}
