//! The fixtures: who is painted, what is wrong, and what a checker must say.
//!
//! Every fixture starts as a photo nothing is wrong with and changes one thing. A rule is listed only where the
//! outcome is certain from the way the picture was made; a rule in none of the three lists is not judged.

use super::scene::{Cut, Flaw, Glasses, Hat, Scene, Top};
use super::sitters::{brown_woman, clear, dark_man, fair_woman, young_man, young_woman};

/// One file of `fixtures/`.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// File name.
    pub file: String,
    /// What it shows, for people.
    pub shows: &'static str,
    pub scene: Scene,
    pub store: Store,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    pub label: Label,
    pub pass: Vec<&'static str>,
    pub fail: Vec<&'static str>,
    pub review: Vec<&'static str>,
}

/// How the picture becomes a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Jpeg,
    /// Lying on its side, with the EXIF field that says so.
    Turned,
    /// Decoded and encoded again.
    Resaved,
    Png,
    Truncated,
    Empty,
    Text,
}

/// What the metadata say of the file's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Camera,
    Photoshop,
    Meitu,
    /// Editing steps in XMP.
    History,
    /// The label that GB 45438-2025 asks generated pictures to carry.
    Generated,
}

/// Rules that a compliant painting passes for certain. Left out: what only an expert eye or the file's past decides.
const COMPLIANT: [&str; 34] = [
    "file-format",
    "file-size",
    "pixel-size",
    "readable",
    "no-border",
    "one-face",
    "head-height",
    "head-centred",
    "complete-frame",
    "upright",
    "frontal",
    "shoulders-level",
    "background-uniform",
    "background-colour",
    "clothing-contrast",
    "shoulders-covered",
    "no-bulky-collar",
    "eyes-open",
    "gaze-level",
    "mouth-closed",
    "ears-visible",
    "brows-uncovered",
    "eyes-uncovered",
    "bareheaded",
    "light-makeup",
    "no-jewellery",
    "no-tinted-glasses",
    "frames-off-eyes",
    "no-glare",
    "sharp",
    "exposure",
    "even-lighting",
    "natural-colour",
    "no-editing-traces",
];

/// Rules about the file, whatever it shows.
const FILE: [&str; 4] = ["file-format", "file-size", "pixel-size", "readable"];

/// All fixtures, in the order of the files' names within each group.
pub fn all() -> Vec<Fixture> {
    [compliant(), files(), framing(), surroundings(), clothes(), faces(), worn(), quality(), past()].concat()
}

fn fixture(file: &str, shows: &'static str, scene: Scene) -> Fixture {
    Fixture {
        file: file.to_owned(),
        shows,
        scene,
        store: Store::Jpeg,
        quality: 93,
        label: Label::Camera,
        pass: COMPLIANT.to_vec(),
        fail: vec![],
        review: vec![],
    }
}

/// A fixture that breaks `rule`; `doubtful` are the rules nobody could be certain of any more.
fn broken(
    rule: &'static str,
    flaw: &str,
    shows: &'static str,
    doubtful: &[&str],
    mut scene: Scene,
    spoil: impl FnOnce(&mut Scene),
) -> Fixture {
    spoil(&mut scene);
    let mut f = fixture(&format!("fail-{rule}-{flaw}.jpg"), shows, scene);
    f.pass.retain(|r| *r != rule && !doubtful.contains(r));
    f.fail.push(rule);
    f
}

fn compliant() -> Vec<Fixture> {
    let mut large = young_man();
    (large.frame.width, large.frame.height) = (600, 800);
    let mut white = dark_man();
    white.backdrop.colour = [240, 240, 240];
    let mut glasses = young_man();
    glasses.sitter.seed = 6;
    glasses.sitter.jaw = 0.94;
    glasses.sitter.stubble = 0.2;
    glasses.wear.glasses = Some(clear());
    let mut pale = fair_woman();
    pale.backdrop.colour = [100, 197, 255];
    let mut chinese = young_woman();
    chinese.sitter.seed = 12;
    chinese.wear.cloth = [30, 34, 40];
    vec![
        fixture("pass-man-blue.jpg", "A man before blue, 600x800.", large),
        fixture("pass-woman-blue.jpg", "A woman with her hair tied back.", young_woman()),
        fixture("pass-dark-skin-white.jpg", "A man of dark skin before white.", white),
        fixture("pass-bun-blue.jpg", "A woman with a bun.", brown_woman()),
        fixture("pass-long-hair-light-blue.jpg", "Long brown hair behind the ears, light blue.", pale),
        fixture("pass-clear-glasses.jpg", "A man with clear glasses.", glasses),
        fixture("pass-李 小明 2022.jpg", "A file name in Chinese, with spaces.", chinese),
        Fixture {
            store: Store::Turned,
            ..fixture("turned-exif.jpg", "Stored on its side; EXIF orientation 6 sets it upright.", brown_woman())
        },
    ]
}

fn files() -> Vec<Fixture> {
    let stored = |rule: &'static str, flaw: &str, shows, store| {
        let f = broken(rule, flaw, shows, &[], young_woman(), |_| ());
        Fixture { store, ..f }
    };
    let mut png = stored("file-format", "png", "A PNG.", Store::Png);
    png.file = "fail-file-format.png".to_owned();
    png.pass.retain(|r| *r != "no-editing-traces");
    let mut masked = stored("file-format", "png-named-jpg", "A PNG whose name says JPEG.", Store::Png);
    masked.pass.retain(|r| *r != "no-editing-traces");
    let mut tiny = broken("pixel-size", "small", "240x320 pixels.", &["file-size", "sharp"], young_man(), |s| {
        (s.frame.width, s.frame.height) = (240, 320);
    });
    tiny.fail.push("file-size");
    let mut light = broken(
        "file-size",
        "small",
        "Saved at so low a quality that it has less than 50 KiB.",
        &["sharp"],
        young_man(),
        |_| (),
    );
    light.quality = 55;
    let damaged = |flaw, shows, store| {
        let mut f = stored("readable", flaw, shows, store);
        f.pass.clear();
        f
    };
    vec![
        png,
        masked,
        tiny,
        light,
        damaged("truncated", "A JPEG that ends early.", Store::Truncated),
        damaged("empty", "A file without a byte.", Store::Empty),
        damaged("text", "A text named as a photo.", Store::Text),
    ]
}

fn framing() -> Vec<Fixture> {
    let mut nobody = broken("one-face", "nobody", "A wall.", &[], young_man(), |s| s.nobody = true);
    nobody.pass = FILE.into_iter().filter(|r| *r != "file-size").collect();
    let mut two = broken("one-face", "two-people", "A second person beside the first.", &[], brown_woman(), |s| {
        (s.frame.head, s.frame.shift) = (0.4, -0.2);
        let mut other = young_man();
        (other.frame.head, other.frame.crown, other.frame.shift) = (0.385, 0.17, 0.24);
        s.companion = Some(Box::new(other));
    });
    two.pass = FILE.into();
    vec![
        nobody,
        two,
        broken("head-height", "small", "Head a third of the frame.", &["complete-frame"], young_man(), |s| {
            s.frame.head = 0.33
        }),
        broken(
            "head-height",
            "large",
            "Head seven tenths of the frame.",
            &["complete-frame", "head-centred"],
            young_woman(),
            |s| {
                s.frame.head = 0.71;
                s.frame.crown = 0.08;
            },
        ),
        broken(
            "head-centred",
            "right",
            "The sitter far to the right.",
            &["complete-frame", "shoulders-level"],
            young_man(),
            |s| s.frame.shift = 0.17,
        ),
        broken(
            "complete-frame",
            "crown-cut",
            "The top of the head is cut off.",
            &["head-height", "head-centred", "bareheaded"],
            fair_woman(),
            |s| {
                s.frame.head = 0.62;
                s.frame.crown = -0.08;
            },
        ),
        broken(
            "upright",
            "tilted-left",
            "Head tilted by 12 degrees.",
            &["shoulders-level", "head-height", "head-centred"],
            young_woman(),
            |s| s.pose.roll = -12.0,
        ),
        broken(
            "upright",
            "tilted-right",
            "Head tilted by 12 degrees.",
            &["shoulders-level", "head-height", "head-centred"],
            dark_man(),
            |s| s.pose.roll = 12.0,
        ),
        broken(
            "frontal",
            "turned",
            "Head turned by 28 degrees.",
            &["ears-visible", "head-centred", "even-lighting", "gaze-level"],
            young_man(),
            |s| s.pose.yaw = 28.0,
        ),
        broken("shoulders-level", "slanted", "One shoulder much lower.", &["upright"], brown_woman(), |s| {
            s.pose.shoulders = 9.0
        }),
    ]
}

fn surroundings() -> Vec<Fixture> {
    let wall = |flaw, name, shows, scene| {
        broken(
            "background-uniform",
            name,
            shows,
            &["background-colour", "clothing-contrast"],
            scene,
            |s: &mut Scene| s.backdrop.flaw = flaw,
        )
    };
    vec![
        wall(Flaw::Gradient, "gradient", "A wall that darkens to one side.", young_woman()),
        wall(Flaw::Shadow, "shadow", "The sitter's shadow on the wall.", young_man()),
        wall(Flaw::TwoTone, "two-tone", "A wall of two colours.", fair_woman()),
        wall(Flaw::Clutter, "clutter", "Book shelves.", brown_woman()),
        broken("no-border", "strip", "An empty strip below.", &["clothing-contrast"], young_man(), |s| {
            s.frame.strip = 0.06
        }),
        broken("no-border", "line", "A black line around the picture.", &[], young_woman(), |s| s.frame.line = 2),
    ]
}

fn clothes() -> Vec<Fixture> {
    vec![
        broken("clothing-contrast", "blue-on-blue", "A top in the colour of the wall.", &[], fair_woman(), |s| {
            s.wear.cloth = [74, 146, 218]
        }),
        broken(
            "shoulders-covered",
            "straps",
            "Thin straps over bare shoulders.",
            &["clothing-contrast"],
            young_woman(),
            |s| s.wear.top = Top::Straps,
        ),
        broken(
            "no-bulky-collar",
            "fur",
            "A broad fur collar.",
            &["clothing-contrast", "shoulders-level"],
            fair_woman(),
            |s| {
                s.wear.top = Top::Fur;
                s.wear.shirt = [150, 116, 84];
            },
        ),
    ]
}

fn faces() -> Vec<Fixture> {
    vec![
        broken("eyes-open", "closed", "Both eyes shut.", &["gaze-level"], young_woman(), |s| s.face.eyes = 0.0),
        broken("gaze-level", "aside", "The eyes look to the side.", &[], brown_woman(), |s| s.face.gaze = (0.62, 0.0)),
        broken("mouth-closed", "teeth", "A smile that shows the teeth.", &[], fair_woman(), |s| {
            s.face.mouth = 1.0;
            s.face.smile = 1.0;
        }),
        broken("mouth-closed", "open", "The mouth stands open.", &[], dark_man(), |s| {
            s.face.mouth = 1.7;
            s.face.smile = 0.0;
        }),
        broken("ears-visible", "hair", "Long hair over both ears.", &[], young_woman(), |s| {
            s.sitter.cut = Cut::OverEars
        }),
        broken(
            "brows-uncovered",
            "fringe",
            "A fringe over the brows.",
            &["eyes-uncovered", "ears-visible"],
            brown_woman(),
            |s| s.sitter.cut = Cut::Fringe,
        ),
        broken(
            "eyes-uncovered",
            "lock",
            "A lock of hair over one eye.",
            &["eyes-open", "brows-uncovered", "ears-visible", "gaze-level"],
            fair_woman(),
            |s| s.sitter.cut = Cut::OverEye,
        ),
        broken("light-makeup", "heavy", "Heavy make-up.", &["natural-colour"], young_woman(), |s| {
            s.wear.make_up = true
        }),
    ]
}

fn worn() -> Vec<Fixture> {
    let glasses = |rule, name, shows, doubtful, scene, glasses| {
        broken(rule, name, shows, doubtful, scene, |s: &mut Scene| s.wear.glasses = Some(glasses))
    };
    let behind = &["eyes-open", "gaze-level", "brows-uncovered", "eyes-uncovered", "no-glare", "frames-off-eyes"];
    // A covered head is for a person to judge: it never fails a photo by itself.
    let hat = |name, shows, doubtful: &[&str], scene, hat| {
        let mut f = broken("bareheaded", name, shows, doubtful, scene, |s: &mut Scene| s.wear.hat = Some(hat));
        f.review = std::mem::take(&mut f.fail);
        f.file = f.file.replace("fail-", "review-");
        f
    };
    vec![
        hat(
            "cap",
            "A cap with a visor.",
            &["even-lighting", "exposure", "head-height", "brows-uncovered"],
            young_man(),
            Hat::Cap,
        ),
        hat(
            "headscarf",
            "A headscarf that leaves the face free.",
            &["ears-visible", "head-height", "even-lighting", "no-bulky-collar"],
            brown_woman(),
            Hat::Headscarf,
        ),
        broken("no-jewellery", "earrings", "Earrings.", &[], young_woman(), |s| s.wear.earrings = true),
        broken("no-jewellery", "necklace", "A necklace.", &[], fair_woman(), |s| s.wear.necklace = true),
        glasses("no-tinted-glasses", "dark", "Sunglasses.", behind, young_man(), Glasses { tint: 1.0, ..clear() }),
        glasses(
            "frames-off-eyes",
            "slipped",
            "The rim of the glasses runs across the eyes.",
            &["eyes-open", "gaze-level", "eyes-uncovered"],
            young_woman(),
            Glasses { slipped: 1.35, rim: 0.24, ..clear() },
        ),
        glasses(
            "no-glare",
            "window",
            "A window mirrored in the lenses.",
            behind,
            dark_man(),
            Glasses { glare: 0.8, ..clear() },
        ),
    ]
}

fn quality() -> Vec<Fixture> {
    vec![
        broken("sharp", "defocus", "Out of focus.", &["file-size"], young_man(), |s| s.frame.defocus = 0.0085),
        broken("sharp", "motion", "The camera moved.", &["file-size"], fair_woman(), |s| s.frame.shake = 0.03),
        broken(
            "exposure",
            "dark",
            "Far too dark.",
            &["background-colour", "clothing-contrast", "natural-colour"],
            young_woman(),
            |s| s.light.exposure = 0.09,
        ),
        broken(
            "exposure",
            "bright",
            "Far too bright.",
            &["background-colour", "clothing-contrast", "natural-colour", "sharp", "background-uniform"],
            fair_woman(),
            |s| s.light.exposure = 2.3,
        ),
        broken(
            "even-lighting",
            "side",
            "Light from one side only.",
            &["exposure", "natural-colour", "sharp"],
            young_man(),
            |s| {
                s.light.side = -2.2;
                s.light.fill = 0.0;
                s.light.exposure = 1.3;
            },
        ),
        broken(
            "natural-colour",
            "cast",
            "A strong orange cast.",
            &["background-colour", "clothing-contrast", "exposure"],
            brown_woman(),
            |s| s.light.cast = (1.55, 0.42),
        ),
        broken(
            "natural-colour",
            "grey",
            "Black and white.",
            &["background-colour", "clothing-contrast"],
            young_woman(),
            |s| s.light.grey = true,
        ),
    ]
}

fn past() -> Vec<Fixture> {
    let edited =
        |name, shows, label, scene| Fixture { label, ..broken("no-editing-traces", name, shows, &[], scene, |_| ()) };
    // One picture under two names; which of them is the copy, nobody can tell.
    let twin = |name, store| {
        let f = broken(
            "unique-photo",
            name,
            "The same picture twice, saved again under another name.",
            &["no-editing-traces"],
            dark_man(),
            |s| s.sitter.seed = 21,
        );
        Fixture { store, ..f }
    };
    vec![
        edited("photoshop", "EXIF names an editing program.", Label::Photoshop, young_man()),
        edited("meitu", "EXIF names a beautifying app.", Label::Meitu, young_woman()),
        edited("history", "XMP lists editing steps.", Label::History, fair_woman()),
        edited("generated", "XMP says it was generated.", Label::Generated, brown_woman()),
        twin("one", Store::Jpeg),
        twin("two", Store::Resaved),
    ]
}
