//! What is painted, in words: a sitter, how they hold themselves, what they wear, the room and its light.
//!
//! Lengths are centimetres, angles degrees, colours sRGB bytes. `Scene::default()` is a photo nothing is wrong
//! with; an entry of the catalogue changes a field or two.

/// An sRGB colour.
pub type Rgb = [u8; 3];

/// Everything in front of the camera.
#[derive(Clone, Debug)]
pub struct Scene {
    pub sitter: Sitter,
    pub pose: Pose,
    pub face: Expression,
    pub wear: Wear,
    pub backdrop: Backdrop,
    pub light: Light,
    pub frame: Frame,
    /// Whether anybody sits there at all.
    pub nobody: bool,
    /// A second person behind the first, before the same wall.
    pub companion: Option<Box<Scene>>,
}

/// Who sits there. Proportions are factors around an average adult's.
#[derive(Clone, Debug)]
pub struct Sitter {
    pub skin: Rgb,
    pub hair: Rgb,
    pub iris: Rgb,
    pub cut: Cut,
    /// How far the hair stands off the head, against a usual cut.
    pub volume: f64,
    pub head_width: f64,
    pub jaw: f64,
    pub nose: f64,
    pub lips: f64,
    pub lip_red: f64,
    pub eye_width: f64,
    pub eye_tilt: f64,
    pub brow: f64,
    pub neck: f64,
    /// How far the rear edge of an ear stands off the head, as a slope.
    pub ears: f64,
    pub shoulders: f64,
    /// Shadow of a shaved beard, 0..1.
    pub stubble: f64,
    /// Where the random texture starts.
    pub seed: i64,
}

/// How the hair is worn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Short,
    Cropped,
    TiedBack,
    Bun,
    LongBehindEars,
    OverEars,
    Fringe,
    OverEye,
}

/// How the head and the body are held; signs as in the `face.*` measures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pose {
    pub yaw: f64,
    pub pitch: f64,
    pub roll: f64,
    /// The line of the shoulders, image-clockwise.
    pub shoulders: f64,
}

/// What the face does.
#[derive(Clone, Copy, Debug)]
pub struct Expression {
    /// 1 is an eye naturally open, 0 a closed one.
    pub eyes: f64,
    pub smile: f64,
    /// Gap between the lips; teeth show in it.
    pub mouth: f64,
    /// Where the eyes look: right and up, in centimetres of iris travel.
    pub gaze: (f64, f64),
}

/// What the sitter wears.
#[derive(Clone, Debug)]
pub struct Wear {
    pub top: Top,
    pub cloth: Rgb,
    pub shirt: Rgb,
    pub tie: Rgb,
    pub glasses: Option<Glasses>,
    pub earrings: bool,
    pub necklace: bool,
    pub hat: Option<Hat>,
    /// Lipstick, eye shadow and rouge.
    pub make_up: bool,
}

/// What covers the shoulders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// A round neck that lies close.
    Crew,
    /// A round neck that leaves the collarbones free.
    Scoop,
    /// A dark jacket over a shirt with a tie.
    Jacket,
    /// Thin straps over bare shoulders.
    Straps,
    /// A broad fur collar up to the chin.
    Fur,
}

/// Spectacles.
#[derive(Clone, Copy, Debug)]
pub struct Glasses {
    pub frame: Rgb,
    /// How much light the lenses hold back, 0..1.
    pub tint: f64,
    /// How much of the lenses a reflection covers, 0..1.
    pub glare: f64,
    /// How far they have slid down, cm.
    pub slipped: f64,
    pub rim: f64,
}

/// What covers the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hat {
    Cap,
    Turban,
}

/// What is behind the sitter.
#[derive(Clone, Debug)]
pub struct Backdrop {
    pub colour: Rgb,
    pub flaw: Flaw,
}

/// What is wrong with the backdrop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    None,
    Gradient,
    Shadow,
    TwoTone,
    Clutter,
}

/// The lamps.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    /// Where the main lamp stands, right of the camera.
    pub side: f64,
    /// The rest of the room, against the main lamp.
    pub fill: f64,
    /// Exposure, 1 is right.
    pub exposure: f64,
    /// Gain of the red and of the blue channel.
    pub cast: (f64, f64),
    pub grey: bool,
}

/// What the camera sees and how well.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub width: u32,
    pub height: u32,
    /// Chin to crown over the frame's height.
    pub head: f64,
    /// Crown to the top edge over the frame's height.
    pub crown: f64,
    /// The sitter right of the middle, over the frame's width.
    pub shift: f64,
    /// Radius of a lens out of focus, over the frame's height.
    pub defocus: f64,
    /// Length of a shake to the side, over the frame's height.
    pub shake: f64,
    /// Grain, in grey levels.
    pub noise: f64,
    /// Height of an empty white strip below the picture, over the frame's height.
    pub strip: f64,
    /// Width of a black line around the picture, px.
    pub line: u32,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            sitter: Sitter::default(),
            pose: Pose::default(),
            face: Expression { eyes: 1.0, smile: 0.25, mouth: 0.0, gaze: (0.0, 0.0) },
            wear: Wear {
                top: Top::Jacket,
                cloth: [38, 42, 56],
                shirt: [236, 236, 238],
                tie: [86, 26, 36],
                glasses: None,
                earrings: false,
                necklace: false,
                hat: None,
                make_up: false,
            },
            backdrop: Backdrop { colour: [67, 142, 219], flaw: Flaw::None },
            light: Light { side: -0.25, fill: 0.5, exposure: 1.0, cast: (1.0, 1.0), grey: false },
            frame: Frame {
                width: 480,
                height: 640,
                head: 0.5,
                crown: 0.14,
                shift: 0.0,
                defocus: 0.0,
                shake: 0.0,
                noise: 2.2,
                strip: 0.0,
                line: 0,
            },
            nobody: false,
            companion: None,
        }
    }
}

impl Default for Sitter {
    fn default() -> Self {
        Self {
            skin: [226, 182, 156],
            hair: [34, 26, 24],
            iris: [74, 46, 30],
            cut: Cut::Short,
            volume: 1.0,
            head_width: 1.0,
            jaw: 1.0,
            nose: 1.0,
            lips: 1.0,
            lip_red: 0.5,
            eye_width: 1.0,
            eye_tilt: 0.06,
            brow: 1.0,
            neck: 1.0,
            ears: 0.42,
            shoulders: 1.0,
            stubble: 0.0,
            seed: 1,
        }
    }
}
