//! The page in a browser: the script runs, names stay text, keys and filters do what they say. Needs Chromium; says
//! that it was skipped where there is none.

mod needs;
mod sample;

use std::path::Path;
use std::process::Command;

use std::sync::Arc;

use photocheck::batch::{CloseUp, Pictures, Use, Waivers, excuse};
use photocheck::input::{Headings, Roster};
use photocheck::judge::Verdict;
use photocheck::photo::Rect;
use photocheck::reading::{Part, Reading};
use photocheck::report::{Html, Report, Run};
use photocheck::rules::{Set, Severity};
use photocheck::text::Lang;

/// What every person of these tests can do.
const HANDS: &str = r##"<script>
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const click = (selector) => document.querySelector(selector).click();
  const inSight = () => [...document.querySelectorAll(".card")].filter((card) => getComputedStyle(card).display !== "none");
  const seek = (text) => {
    const search = document.getElementById("search");
    search.value = text;
    search.dispatchEvent(new Event("input"));
  };
  const said = (id) => document.getElementById(id).textContent;
  const seen = {};
</script>"##;

/// Looks around: filters, search, language, what is folded.
const LOOKS: &str = r##"
  seen.all = inSight().length;
  seen.hidden = getComputedStyle(document.querySelector("h1 [lang=en]")).display;
  click("[data-show=fail]");
  seen.only_fails = inSight().map((card) => card.dataset.verdict);
  seen.pressed = [...document.querySelectorAll(".chip[aria-pressed=true]")].map((chip) => chip.dataset.show);
  click("[data-show=fail]");
  seen.all_again = inSight().length;
  click("[data-show=fail]");
  seek("onerror");
  seen.found = inSight().length;
  seek("");
  click("a[data-rule=head-height]");
  seen.by_rule = inSight().length;
  click("#lang");
  seen.shown = said("shown");
  seen.placeholder = document.getElementById("search").placeholder;
  press("?");
  seen.help = document.getElementById("help").open;
  document.getElementById("help").close();
  const folded = () => document.querySelectorAll("details:not([open])").length;
  const before = folded();
  window.dispatchEvent(new Event("beforeprint"));
  seen.folded_in_print = folded();
  window.dispatchEvent(new Event("afterprint"));
  seen.folded_again = folded() === before && before > 0;
  seen.images = document.images.length;
  seen.scripts = document.scripts.length;
"##;

/// Decides photo by photo, then hands the decisions on.
const DECIDES: &str = r##"
  seen.order = [...document.querySelectorAll(".card")].map((card) => card.dataset.verdict);
  seen.left = said("left");
  seek("王五");
  seen.missing = [inSight().length, document.querySelector("li.hit").textContent, said("shown")];
  seek("110101200001141539");
  seen.by_number = inSight().map((card) => card.dataset.file);
  seek("");
  press("r");
  const one = () => inSight().map((card) => card.dataset.file).join();
  const asked = () => document.querySelector("li.asked")?.dataset.rule;
  seen.first = [one(), asked(), said("progress")];
  seen.crop = document.querySelectorAll("[data-rule=no-glare] .crops :is(image, use)").length;
  press("y");
  seen.second = [one(), asked()];
  press("ArrowRight"); press("ArrowLeft"); press("y");
  seen.third = [one(), asked(), said("progress")];
  press("n");
  seen.done = said("progress");
  press("u");
  seen.undone = said("left");
  press("n");
  press("Escape");
  seen.after = inSight().length;
  // What is handed on, before the browser saves it.
  window.Blob = function (parts) { document.documentElement.dataset.export = parts.join(""); };
  URL.createObjectURL = () => "";
  HTMLAnchorElement.prototype.click = () => {};
  click("#export-json");
"##;

/// The page with a person who does these things and writes what they see into an attribute.
fn with_person(run: &Run<'_>, acts: &str) -> String {
    let mut page = Vec::new();
    Html.write(run, &mut page).unwrap();
    let write = "document.documentElement.dataset.seen = JSON.stringify(seen);";
    let person = format!("{HANDS}<script>{acts}{write}</script></body>");
    String::from_utf8(page).unwrap().replace("</body>", &person)
}

/// An attribute of the document's root.
fn attribute(dom: &str, name: &str) -> String {
    let value = dom.split(&format!("data-{name}=\"")).nth(1).expect("the script ran to its end");
    value.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&")
}

/// The document after its scripts have run; `None` where there is no browser.
fn dom_of(page: &str, name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // A browser's memory of an earlier run would show that run's decisions.
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("page.html");
    std::fs::write(&file, page).unwrap();
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))?;
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"])
        .args(["--disable-component-update", "--no-first-run", "--virtual-time-budget=3000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_page_works_and_names_stay_text() {
    let set = sample::set();
    let run: Run<'_> = sample::run(&set, Lang::Zh);
    let dom = dom_of(&with_person(&run, LOOKS), "looks");
    let (true, Some(dom)) = (needs::have("chromium", dom.is_some(), "no Chromium runs"), dom) else { return };
    let seen: serde_json::Value = serde_json::from_str(&attribute(&dom, "seen")).unwrap();
    let expected = serde_json::json!({
        "all": 5, "hidden": "none", "only_fails": ["fail", "fail"], "pressed": ["fail"], "all_again": 5, "found": 1,
        "by_rule": 2, "shown": "2 of 5 shown", "placeholder": "Find a name, number, file ( / )", "help": true,
        "folded_in_print": 0, "folded_again": true, "images": 0, "scripts": 4
    });
    assert_eq!(seen, expected);
    assert!(!dom.contains("<img"), "a file name became an element");
}

const NAMED: [&str; 4] = ["b/张三.jpg", "b/李四.jpg", "c/110101200001141539.jpg", "d/路人.jpg"];

/// One that fails, two that need a person, of which one has two questions, and one that passes; and somebody is missing.
fn class(set: &Set) -> Run<'_> {
    let small = ("head.height", Reading::number(0.3, 0.005));
    let doubtful = ("head.height", Reading::number(0.44, 0.05));
    let glare = ("glasses.glare", Reading::number(0.99, 0.01));
    let readings = [vec![small], vec![doubtful.clone(), glare], vec![doubtful], vec![]];
    let photos = NAMED.into_iter().zip(readings);
    let mut photos: Vec<_> = photos.map(|(file, it)| sample::photo(set, file, sample::with(it))).collect();
    let place = Rect { x: 10, y: 10, width: 80, height: 40 };
    let close_ups = vec![CloseUp { part: Part::Eyes, place, jpeg: vec![0xFF, 0xD8] }];
    photos[1].pictures = Some(Arc::new(Pictures { whole: vec![0xFF, 0xD8], close_ups }));
    let list = "姓名,学号,身份证号\n张三,20220101,\n李四,20220102,\n王五,20220103,\n赵六,20220104,110101200001141539\n";
    let roster = Roster::read("list.csv", list.as_bytes(), &Headings::default()).unwrap();
    Run { attendance: Some(roster.compare(&NAMED)), ..Run::new(set, photos, Lang::En) }
}

#[test]
fn photos_are_decided_one_after_another_and_the_decisions_come_back() {
    let set = sample::set();
    let mut run = class(&set);
    let dom = dom_of(&with_person(&run, DECIDES), "decides");
    let (true, Some(dom)) = (needs::have("chromium", dom.is_some(), "no Chromium runs"), dom) else { return };
    let seen: serde_json::Value = serde_json::from_str(&attribute(&dom, "seen")).unwrap();
    let masked = "c/110101********1539.jpg";
    let expected = serde_json::json!({
        "order": ["review", "review", "fail", "pass"],
        "left": "2 left",
        "missing": [0, "王五 20220103", "0 of 4 shown, 1 without a photo"],
        "by_number": [masked],
        "first": [NAMED[1], "head-height", "Photo 1 of 2, 0 of 2 questions answered, 2 left"],
        "crop": 1,
        "second": [NAMED[1], "no-glare"],
        "third": [masked, "head-height", "Photo 2 of 2, 0 of 1 questions answered, 1 left"],
        "done": "All done: export your decisions (Esc shows all photos).",
        "undone": "1 left",
        "after": 4
    });
    assert_eq!(seen, expected);
    let decisions = Waivers::of_export(&attribute(&dom, "export"), "fine").unwrap();
    let mut uses = decisions.begin(&set.id, jiff::civil::date(2026, 12, 31));
    run.photos.iter_mut().for_each(|photo| excuse(&mut uses, photo, Severity::Error));
    assert!(uses.len() == 3 && uses.iter().all(|(_, used)| *used == Use::Used), "{uses:?}");
    let verdicts: Vec<_> = run.photos.iter().map(|photo| photo.verdict).collect();
    assert_eq!(verdicts, [Verdict::Fail, Verdict::Pass, Verdict::Fail, Verdict::Pass]);
}
