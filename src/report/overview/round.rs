//! What changed since an earlier round, and what became of the exceptions that were granted.

use super::Voice;
use crate::batch::{Change, Checked, Comparison, Decision, RuleChange, Use};
use crate::judge::{Finding, Outcome, Standing, Verdict};
use crate::report::standing::those;
use crate::report::{Run, Words};
use crate::text::{Phrase, phrase};

/// Headings with their sentences.
pub(super) fn sections(run: &Run<'_>, voice: Voice<'_>) -> Vec<(Phrase, Vec<String>)> {
    let mut sections = Vec::new();
    if let Some(comparison) = &run.comparison {
        let with = |wanted: fn(&Change) -> bool| -> Vec<String> {
            let pairs = run.photos.iter().zip(&comparison.changes).filter(|(_, change)| wanted(change));
            pairs.map(|(photo, change)| sentence(photo, change, run, voice)).collect()
        };
        sections.push((phrase("与上一轮比较", "Against the earlier round"), head(comparison, voice)));
        sections.push((
            phrase("上次没过、这次合格", "Fixed since the earlier round"),
            with(|it| matches!(it, Change::Fixed { .. })),
        ));
        // Who has handed in another photo comes first; who has not will have to be told again.
        let still = [
            with(|it| matches!(it, Change::Still { same_file: false, .. })),
            with(|it| matches!(it, Change::Still { same_file: true, .. })),
        ];
        sections.push((phrase("上次没过、这次还没过", "Still not passing"), still.concat()));
        let worse = with(|it| matches!(it, Change::Worse { .. }));
        sections.push((phrase("上次合格、这次没过", "Passed earlier, not now"), worse));
        sections.push((phrase("上次没有的照片", "New in this round"), with(|it| *it == Change::New)));
        let missing = comparison.missing().map(|file| voice.name(file)).collect();
        sections.push((phrase("上次有、这次没有", "In the earlier round, not in this one"), missing));
    }
    sections.push((phrase("人工结论", "What a person decided"), decided(run, voice)));
    sections.push((phrase("豁免", "Waivers"), idle(false, run, voice)));
    sections
}

/// How many photos became what, and whether the rules are still the same.
fn head(comparison: &Comparison, voice: Voice<'_>) -> Vec<String> {
    let with = |wanted: fn(&Change) -> bool| comparison.changes.iter().filter(|it| wanted(it)).count();
    let counts = [
        ("fixed", with(|it| matches!(it, Change::Fixed { .. }))),
        ("still", with(|it| matches!(it, Change::Still { .. }))),
        ("worse", with(|it| matches!(it, Change::Worse { .. }))),
        ("passes", with(|it| *it == Change::Passes)),
        ("new", with(|it| *it == Change::New)),
        ("gone", comparison.missing().count()),
    ];
    let mut counts = counts.map(|(name, count)| (name, count.to_string())).to_vec();
    let same = with(|it| matches!(it, Change::Still { same_file: true, .. }));
    let unchanged = phrase("（其中没换照片的 {n} 张）", " ({n} of them the very same file)");
    counts.push(("same", if same == 0 { String::new() } else { voice.say(unchanged, &[("n", &same.to_string())]) }));
    let sentence = phrase(
        "改好 {fixed} 张，还没过 {still} 张{same}，变差 {worse} 张，一直合格 {passes} 张，新交 {new} 张，上次有这次没有 {gone} 张。",
        "{fixed} fixed, {still} still not passing{same}, {worse} worse, {passes} pass as before, {new} new, {gone} gone.",
    );
    let holes: Vec<_> = counts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let counts = voice.say(sentence, &holes);
    [counts].into_iter().chain(forgotten(comparison, voice)).chain(rules(&comparison.rules, voice)).collect()
}

/// How many files come again of which a person had decided otherwise: what was decided was not brought along.
fn forgotten(comparison: &Comparison, voice: Voice<'_>) -> Vec<String> {
    let is_excuse = |it: &&Change| matches!(it, Change::Worse { same_file: true, was_excused: true });
    let excuses = phrase(
        "变差的照片里，有 {n} 张没有换文件，上一轮是人工放行的；要沿用那时的结论，请再用 --decisions 或 --waivers 带进来。",
        "Of the worse ones {n} are the very same files, which a person had let through; to keep what was decided then, bring it along again with --decisions or --waivers.",
    );
    let rejections = phrase(
        "有 {n} 张没有换文件，上一轮是人工判为不合格的，这次没有算上；要沿用那时的结论，请再用 --decisions 带进来。",
        "Of the very same files a person had turned down {n}, which does not count this time; to keep what was decided then, bring it along again with --decisions.",
    );
    let counts =
        [(excuses, comparison.changes.iter().filter(is_excuse).count()), (rejections, comparison.forgotten_rejections)];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    told.map(|(sentence, count)| voice.say(sentence, &[("n", &count.to_string())])).collect()
}

/// How the rules differ from those of the earlier round; nothing where they do not.
fn rules(rules: &RuleChange, voice: Voice<'_>) -> Option<String> {
    let joint = voice.lang.comma();
    let part = |sentence: Phrase, ids: String| (!ids.is_empty()).then(|| voice.say(sentence, &[("ids", &ids)]));
    let altered: Vec<_> = rules.altered.iter().cloned().collect();
    let parts = [
        part(phrase("上次的规则集是 {ids}", "the set was {ids}"), rules.set.clone().unwrap_or_default()),
        part(phrase("只有上次查 {ids}", "only then: {ids}"), rules.then.join(joint)),
        part(phrase("只有这次查 {ids}", "only now: {ids}"), rules.now.join(joint)),
        part(phrase("要求改过 {ids}", "altered: {ids}"), altered.join(joint)),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let parts = parts.join(voice.lang.semicolon());
    let sentence = phrase(
        "两轮的规则不同，有的变化可能来自规则而不是照片：{parts}。",
        "The rules differ from the earlier round's; a change may be theirs and not the photo's: {parts}.",
    );
    (!rules.is_none()).then(|| voice.say(sentence, &[("parts", &parts)]))
}

fn sentence(photo: &Checked<'_>, change: &Change, run: &Run<'_>, voice: Voice<'_>) -> String {
    let waits = (photo.verdict == Verdict::Review).then_some(phrase("等人工确认", "waits for a person"));
    let same = (change.same_file() == Some(true)).then_some(phrase("还是原来那个文件", "the very same file"));
    let marks: Vec<_> = [same, waits].into_iter().flatten().map(|mark| mark.get(voice.lang)).collect();
    let mut file = voice.name(&photo.file);
    if !marks.is_empty() {
        let marks = marks.join(voice.lang.comma());
        file += &phrase("（{marks}）", " ({marks})").fill(voice.lang, &[("marks", &marks)]);
    }
    let Change::Still { rules, .. } = change else { return file };
    let (again, new): (Vec<_>, Vec<_>) =
        those(photo, run, Standing::Failed).partition(|finding| rules.contains(&finding.rule.id));
    let part = |sentence: Phrase, findings: &[&Finding<'_>]| {
        let faults: Vec<_> = findings.iter().map(|it| voice.name(&Words::of(it, photo, voice.lang).brief)).collect();
        let faults = faults.join(voice.lang.semicolon());
        (!findings.is_empty()).then(|| voice.say(sentence, &[("faults", &faults)]))
    };
    let parts = [
        part(phrase("仍不合格：{faults}", "fails again: {faults}"), &again),
        part(phrase("新问题：{faults}", "fails now: {faults}"), &new),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return file;
    }
    let parts = parts.join(phrase("。", "; ").get(voice.lang));
    voice.say(phrase("{file}：{parts}", "{file}: {parts}"), &[("file", &file), ("parts", &parts)])
}

/// How many marks were brought back and what they did, and the photos that were turned down.
fn decided(run: &Run<'_>, voice: Voice<'_>) -> Vec<String> {
    let marks = || run.waivers.iter().filter(|(waiver, _)| waiver.looked_at.is_some());
    if marks().next().is_none() {
        return Vec::new();
    }
    let used = |decision| marks().filter(|(it, used)| it.decision == decision && *used == Use::Used).count();
    let counts = [
        ("all", marks().count()),
        ("fine", used(Decision::Accept)),
        ("not", used(Decision::Reject)),
        ("stale", marks().filter(|(_, used)| *used == Use::Stale).count()),
        ("idle", marks().filter(|(_, used)| !matches!(used, Use::Used | Use::Stale)).count()),
    ];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    let sentence = phrase(
        "读入 {all} 条：可以 {fine} 条，不行 {not} 条，照片已经换过、要重新看的 {stale} 条，没有用到的 {idle} 条。",
        "Decisions read: {all}; {fine} accept, {not} reject, {stale} are of photos that have been replaced since, {idle} were not needed.",
    );
    let counts = voice.say(sentence, &counts.each_ref().map(|(name, text)| (*name, text.as_str())));
    let rejected = run.photos.iter().filter(|photo| photo.rejected).map(|photo| {
        voice.say(phrase("{file}：看过，不行", "{file}: looked at, not fine"), &[("file", &voice.name(&photo.file))])
    });
    let is_overruled = |photo: &&Checked<'_>| {
        let failed = |it: &Finding<'_>| it.outcome == Outcome::Fail && it.severity >= run.counts && it.waived.is_some();
        photo.verdict == Verdict::Pass && photo.findings.iter().any(failed)
    };
    let overruled = run.photos.iter().filter(is_overruled).map(|photo| {
        let sentence =
            phrase("{file}：机器判不合格，人工放行", "{file}: failed by the machine, let through by a person");
        voice.say(sentence, &[("file", &voice.name(&photo.file))])
    });
    [counts].into_iter().chain(rejected).chain(overruled).chain(idle(true, run, voice)).collect()
}

/// Decisions of people, or else waivers, that did nothing; those that did stand with their photos.
fn idle(are_decisions: bool, run: &Run<'_>, voice: Voice<'_>) -> Vec<String> {
    let is_asked = |waiver: &crate::batch::Waiver| waiver.looked_at.is_some() == are_decisions;
    let idle = run.waivers.iter().filter(|(waiver, used)| *used != Use::Used && is_asked(waiver));
    let sentence = |(waiver, used): &(crate::batch::Waiver, Use)| {
        let whole = phrase("整张照片", "the photo as a whole").get(voice.lang).to_owned();
        let rule = if waiver.rule.is_empty() { whole } else { voice.name(&waiver.rule) };
        let until = waiver.until.map(|until| until.to_string()).unwrap_or_default();
        let holes = [("photo", voice.name(waiver.subject())), ("rule", rule), ("until", until)];
        let sentence = match used {
            Use::Expired => phrase(
                "{photo} 对 {rule} 的豁免已于 {until} 到期，不再有效。",
                "The waiver of {rule} for {photo} ran out on {until} and no longer holds.",
            ),
            Use::Stale => phrase(
                "{photo}：下结论（{rule}）以后换了照片，请重新看。",
                "{photo}: another photo since the decision on {rule}; look again.",
            ),
            _ if waiver.looked_at.is_some() => phrase(
                "{photo}：人工结论（{rule}）没有用到：没有这张照片，或它本来就满足。",
                "{photo}: the decision on {rule} was not needed: no such photo, or it satisfies the rule.",
            ),
            _ => phrase(
                "{photo} 对 {rule} 的豁免没有用到：没有这张照片，或它本来就满足，可以删去。",
                "The waiver of {rule} for {photo} was not needed: no such photo, or it satisfies the rule. Remove it.",
            ),
        };
        voice.say(sentence, &holes.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    idle.map(sentence).collect()
}
