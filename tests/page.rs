//! The page in a browser: the script runs, names stay text, keys and filters do what they say. Needs Chromium; says
//! that it was skipped where there is none.

mod needs;
mod sample;

use std::path::Path;
use std::process::Command;

use photocheck::report::{Html, Report, Run};
use photocheck::text::Lang;

/// Plays a person, then writes what the page shows into an attribute.
const PERSON: &str = r#"<script>
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const visible = () => [...document.querySelectorAll(".card")].filter((card) => !card.hidden).length;
  const seen = { all: visible(), cards: document.querySelectorAll(".card").length };
  seen.first = document.querySelector(".card").dataset.verdict;
  seen.hidden = getComputedStyle(document.querySelector("h1 [lang=en]")).display;
  press("j"); press("p");
  seen.accepted = document.querySelectorAll(".head [data-mark=ok][aria-pressed=true]").length;
  press("j"); press("f"); press("k"); press("u");
  seen.accepted_after = document.querySelectorAll(".head [data-mark=ok][aria-pressed=true]").length;
  seen.rejected = document.querySelectorAll(".head [data-mark=no][aria-pressed=true]").length;
  document.querySelector("[data-show=fail]").click();
  seen.without_fail = visible();
  document.querySelector("[data-show=fail]").click();
  const search = document.getElementById("search");
  search.value = "onerror"; search.dispatchEvent(new Event("input"));
  seen.found = visible();
  search.value = ""; search.dispatchEvent(new Event("input"));
  document.querySelector("a[data-rule=head-height]").click();
  seen.by_rule = visible();
  document.getElementById("lang").click();
  seen.shown = document.getElementById("shown").textContent;
  seen.placeholder = search.placeholder;
  seen.images = document.images.length;
  seen.scripts = document.scripts.length;
  document.documentElement.dataset.seen = JSON.stringify(seen);
</script>"#;

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
    let mut page = Vec::new();
    Html.write(&run, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap().replace("</body>", &format!("{PERSON}</body>"));
    let dom = dom_of(&page, "browser");
    let (true, Some(dom)) = (needs::have("chromium", dom.is_some(), "no Chromium runs"), dom) else { return };
    let attribute = dom.split("data-seen=\"").nth(1).expect("the script ran to its end").split('"').next().unwrap();
    let seen: serde_json::Value = serde_json::from_str(&attribute.replace("&quot;", "\"")).unwrap();
    let expected = serde_json::json!({
        "all": 5, "cards": 5, "first": "fail", "hidden": "none", "accepted": 1, "accepted_after": 0, "rejected": 1,
        "without_fail": 3, "found": 1, "by_rule": 2, "shown": "2 of 5 shown", "placeholder": "Search names ( / )",
        "images": 0, "scripts": 3
    });
    assert_eq!(seen, expected);
    assert!(!dom.contains("<img"), "a file name became an element");
}
