//! The fixtures: who is painted, what is wrong, and what a checker must say.
//!
//! Every fixture starts as a photo nothing is wrong with and changes one thing. So there is one thing to say of it: its
//! rule speaks, and no other does. The first word of its name tells what becomes of it.

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
    pub says: Says,
}

/// What a checker must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing.
    Nothing,
    /// This rule is not met, and no other speaks.
    Fails(&'static str),
    /// A person should look because of this rule, and of no other.
    Asks(&'static str),
    /// The photo passes with a remark by this rule, and no other.
    Remarks(&'static str),
    /// Nothing, though it should: this version reads so mild a flaw as none.
    Misses(&'static str),
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
        says: Says::Nothing,
    }
}

/// A fixture of which one rule speaks; its name says so.
fn one(says: Says, flaw: &str, shows: &'static str, mut scene: Scene, spoil: impl FnOnce(&mut Scene)) -> Fixture {
    spoil(&mut scene);
    let (word, rule) = match says {
        Says::Nothing => ("pass", ""),
        Says::Fails(rule) => ("fail", rule),
        Says::Asks(rule) => ("review", rule),
        Says::Remarks(rule) => ("remark", rule),
        Says::Misses(rule) => ("missed", rule),
    };
    Fixture { says, ..fixture(&format!("{word}-{rule}-{flaw}.jpg"), shows, scene) }
}

fn fails(rule: &'static str, flaw: &str, shows: &'static str, scene: Scene, spoil: impl FnOnce(&mut Scene)) -> Fixture {
    one(Says::Fails(rule), flaw, shows, scene, spoil)
}

fn asks(rule: &'static str, flaw: &str, shows: &'static str, scene: Scene, spoil: impl FnOnce(&mut Scene)) -> Fixture {
    one(Says::Asks(rule), flaw, shows, scene, spoil)
}

fn compliant() -> Vec<Fixture> {
    let blue = |mut scene: Scene| {
        scene.backdrop.colour = [67, 142, 219];
        scene
    };
    let mut large = blue(young_man(72));
    (large.frame.width, large.frame.height) = (600, 800);
    let mut white = dark_man(249);
    white.backdrop.colour = [240, 240, 240];
    let mut glasses = young_man(6);
    glasses.sitter.stubble = 0.2;
    glasses.wear.glasses = Some(clear());
    let mut pale = fair_woman(150);
    pale.backdrop.colour = [100, 197, 255];
    vec![
        fixture("pass-man-blue.jpg", "A man before blue, 600x800.", large),
        fixture("pass-woman-blue.jpg", "A woman with her hair tied back.", blue(young_woman(151))),
        fixture("pass-dark-skin-white.jpg", "A man of dark skin before white.", white),
        fixture("pass-bun-blue.jpg", "A woman with a bun.", blue(brown_woman(748))),
        fixture("pass-long-hair-light-blue.jpg", "Long brown hair behind the ears, light blue.", pale),
        fixture("pass-clear-glasses.jpg", "A man with clear glasses.", glasses),
        fixture("pass-李 小明 2022.jpg", "A file name in Chinese, with spaces.", young_woman(507)),
        Fixture {
            store: Store::Turned,
            ..fixture("turned-exif.jpg", "Stored on its side; EXIF orientation 6 sets it upright.", dark_man(173))
        },
    ]
}

fn files() -> Vec<Fixture> {
    let stored = |rule, flaw: &str, shows, store, number| Fixture {
        store,
        ..fails(rule, flaw, shows, young_woman(number), |_| ())
    };
    let mut png = stored("file-format", "png", "A PNG.", Store::Png, 9);
    png.file = "fail-file-format.png".to_owned();
    let mut tiny = fails("pixel-size", "small", "240x320 pixels.", young_man(11), |s| {
        (s.frame.width, s.frame.height) = (240, 320);
        s.frame.noise = 4.0;
    });
    tiny.quality = 100;
    let mut light =
        fails("file-size", "small", "Saved at so low a quality that it has less than 50 KiB.", young_man(121), |_| ());
    light.quality = 55;
    vec![
        png,
        stored("file-format", "png-named-jpg", "A PNG whose name says JPEG.", Store::Png, 70),
        tiny,
        light,
        stored("readable", "truncated", "A JPEG that ends early.", Store::Truncated, 13),
        stored("readable", "empty", "A file without a byte.", Store::Empty, 13),
        stored("readable", "text", "A text named as a photo.", Store::Text, 13),
    ]
}

fn framing() -> Vec<Fixture> {
    let mut nobody = fails("one-face", "nobody", "A wall.", young_man(14), |s| s.nobody = true);
    nobody.quality = 97;
    vec![
        nobody,
        fails("one-face", "two-people", "A second person beside the first.", brown_woman(15), |s| {
            (s.frame.head, s.frame.shift) = (0.4, -0.2);
            let mut other = young_man(16);
            (other.frame.head, other.frame.crown, other.frame.shift) = (0.385, 0.17, 0.24);
            other.backdrop = s.backdrop.clone();
            s.companion = Some(Box::new(other));
        }),
        fails("head-height", "small", "Head a third of the frame.", young_man(17), |s| s.frame.head = 0.33),
        fails("head-height", "large", "Head seven tenths of the frame.", young_man(18), |s| {
            (s.frame.head, s.frame.crown) = (0.69, 0.05);
        }),
        fails("head-centred", "right", "The sitter far to the right.", young_man(19), |s| s.frame.shift = 0.17),
        asks("complete-frame", "crown-cut", "The top of the head is cut off.", fair_woman(20), |s| {
            (s.frame.head, s.frame.crown) = (0.57, -0.08);
        }),
        fails("upright", "tilted-left", "Head tilted by 12 degrees.", young_woman(144), |s| s.pose.roll = -12.0),
        fails("upright", "tilted-right", "Head tilted by 12 degrees.", dark_man(145), |s| s.pose.roll = 12.0),
        asks("frontal", "turned", "Head turned by 14 degrees.", dark_man(23), |s| {
            (s.pose.yaw, s.sitter.ears) = (14.0, 1.0)
        }),
        one(Says::Misses("shoulders-level"), "slanted", "One shoulder much lower.", brown_woman(647), |s| {
            s.pose.shoulders = 15.0;
        }),
    ]
}

fn surroundings() -> Vec<Fixture> {
    let wall = |flaw, name, shows, mut scene: Scene| {
        scene.backdrop.colour = [67, 142, 219];
        fails("background-uniform", name, shows, scene, |s| s.backdrop.flaw = flaw)
    };
    vec![
        wall(Flaw::Gradient, "gradient", "A wall that darkens to one side.", young_woman(102)),
        wall(Flaw::Shadow, "shadow", "The sitter's shadow on the wall.", young_man(26)),
        wall(Flaw::TwoTone, "two-tone", "A wall of two colours.", fair_woman(27)),
        wall(Flaw::Clutter, "clutter", "Book shelves.", brown_woman(101)),
        one(Says::Remarks("background-colour"), "green", "A green wall.", young_woman(652), |s| {
            s.backdrop.colour = [84, 150, 96];
        }),
        fails("no-border", "strip", "An empty strip below.", young_man(30), |s| {
            s.frame.strip = 0.06;
            s.backdrop.colour = [67, 142, 219];
        }),
        fails("no-border", "line", "A black line around the picture.", young_woman(132), |s| s.frame.line = 2),
    ]
}

fn clothes() -> Vec<Fixture> {
    vec![
        fails("clothing-contrast", "blue-on-blue", "A top in the colour of the wall.", fair_woman(32), |s| {
            s.backdrop.colour = [67, 142, 219];
            s.wear.cloth = [74, 146, 218];
        }),
        asks("shoulders-covered", "straps", "Thin straps over bare shoulders.", young_woman(33), |s| {
            s.wear.top = Top::Straps;
        }),
        asks("no-bulky-collar", "fur", "A broad fur collar.", fair_woman(536), |s| {
            s.wear.top = Top::Fur;
            s.wear.shirt = [70, 66, 64];
        }),
    ]
}

fn faces() -> Vec<Fixture> {
    vec![
        fails("eyes-open", "closed", "Both eyes shut.", young_woman(35), |s| s.face.eyes = 0.0),
        one(Says::Remarks("gaze-level"), "aside", "The eyes look to the side.", brown_woman(154), |s| {
            s.face.gaze = (0.62, 0.0);
        }),
        fails("mouth-closed", "teeth", "A smile that shows the teeth.", young_man(37), |s| {
            (s.face.mouth, s.face.smile) = (1.35, 1.0);
        }),
        fails("mouth-closed", "open", "The mouth stands open.", dark_man(186), |s| {
            (s.face.mouth, s.face.smile) = (2.6, 0.0);
        }),
        fails("ears-visible", "hair", "Long hair over both ears.", brown_woman(106), |s| {
            s.sitter.cut = Cut::OverEars;
            s.wear.cloth = [36, 74, 62];
        }),
        asks("brows-uncovered", "fringe", "A fringe over the brows.", fair_woman(561), |s| {
            s.wear.top = Top::Jacket;
            s.wear.cloth = [38, 42, 56];
            s.sitter.cut = Cut::Fringe;
        }),
        asks("eyes-uncovered", "lock", "A lock of hair over one eye.", fair_woman(141), |s| {
            s.sitter.cut = Cut::OverEye;
        }),
        one(Says::Remarks("light-makeup"), "heavy", "Heavy make-up.", young_woman(42), |s| s.wear.make_up = true),
    ]
}

fn worn() -> Vec<Fixture> {
    // What is worn is for a person to judge: it never fails a photo by itself.
    let glasses = |rule, name, shows, scene, glasses| {
        asks(rule, name, shows, scene, |s: &mut Scene| s.wear.glasses = Some(glasses))
    };
    vec![
        asks("bareheaded", "cap", "A cap with a visor.", young_man(556), |s| s.wear.hat = Some(Hat::Cap)),
        asks("bareheaded", "turban", "A turban that leaves face and ears free.", brown_woman(44), |s| {
            s.wear.hat = Some(Hat::Turban);
        }),
        asks("no-jewellery", "earrings", "Earrings.", fair_woman(224), |s| s.wear.earrings = true),
        asks("no-jewellery", "necklace", "A necklace.", fair_woman(671), |s| {
            (s.wear.top, s.wear.necklace) = (Top::Scoop, true);
        }),
        glasses("no-tinted-glasses", "dark", "Sunglasses.", young_man(47), Glasses { tint: 1.0, ..clear() }),
        glasses(
            "frames-off-eyes",
            "slipped",
            "The rim of the glasses runs across the eyes.",
            young_woman(48),
            Glasses { frame: [140, 104, 70], slipped: 1.3, rim: 0.15, ..clear() },
        ),
        glasses(
            "no-glare",
            "window",
            "A window mirrored in the lenses.",
            young_man(49),
            Glasses { frame: [60, 50, 50], rim: 0.12, glare: 0.66, ..clear() },
        ),
    ]
}

fn quality() -> Vec<Fixture> {
    let blue = |mut scene: Scene| {
        scene.backdrop.colour = [67, 142, 219];
        scene
    };
    vec![
        Fixture {
            quality: 97,
            ..fails("sharp", "defocus", "Out of focus.", young_man(66), |s| s.frame.defocus = 0.0105)
        },
        Fixture {
            quality: 97,
            ..fails("sharp", "motion", "The camera moved.", fair_woman(51), |s| s.frame.shake = 0.03)
        },
        fails("exposure", "dark", "Far too dark.", blue(young_man(52)), |s| s.light.exposure = 0.09),
        fails("exposure", "bright", "Far too bright.", blue(young_man(610)), |s| s.light.exposure = 1.75),
        fails("even-lighting", "side", "Light from one side only.", young_man(108), |s| {
            (s.light.side, s.light.fill, s.light.exposure) = (-1.8, 0.05, 1.5);
            (s.frame.width, s.frame.height) = (720, 960);
        }),
        fails("natural-colour", "cast", "A strong orange cast.", blue(brown_woman(155)), |s| {
            s.light.cast = (1.55, 0.42);
        }),
        fails("natural-colour", "grey", "Black and white.", blue(young_woman(56)), |s| s.light.grey = true),
    ]
}

fn past() -> Vec<Fixture> {
    let edited =
        |name, shows, label, scene| Fixture { label, ..fails("no-editing-traces", name, shows, scene, |_| ()) };
    // One picture under two names: whichever is read later is the copy.
    let twin = |file: &str, says, store| {
        let shows = "The same picture twice, saved again under another name.";
        Fixture { store, says, ..fixture(file, shows, young_man(61)) }
    };
    vec![
        edited("photoshop", "EXIF names an editing program.", Label::Photoshop, young_man(57)),
        edited("meitu", "EXIF names a beautifying app.", Label::Meitu, young_woman(133)),
        edited("history", "XMP lists editing steps.", Label::History, fair_woman(59)),
        edited("generated", "XMP says it was generated.", Label::Generated, brown_woman(760)),
        twin("copied.jpg", Says::Nothing, Store::Jpeg),
        twin("fail-unique-photo-copy.jpg", Says::Fails("unique-photo"), Store::Resaved),
    ]
}
