//! Makes the face detector's model available to `include_bytes!`.
//!
//! The `rustface` package carries the model file, so it need not be committed here a second time: cargo has
//! unpacked the package before this script runs, into the registry's folder or where a vendored copy lies. Where there
//! is no cargo (another build system), the environment variable `RUSTFACE_MODEL` names the file.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The package as its folder is called, and the file inside it. Cargo.toml pins the version: the file's name is
/// not part of the package's interface.
const PACKAGE: &str = "rustface-0.1.7";
const MODEL: &str = "model/seeta_fd_frontal_v1.0.bin";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=RUSTFACE_MODEL");
    let model = match env::var_os("RUSTFACE_MODEL") {
        Some(path) => PathBuf::from(path),
        None => in_registry().map_or_else(by_metadata, Ok)?.join(MODEL),
    };
    let target = Path::new(&env::var("OUT_DIR")?).join("face_detector.bin");
    fs::copy(&model, target).map_err(|error| format!("{}: {error}", model.display()))?;
    Ok(())
}

/// The folder into which cargo has unpacked [`PACKAGE`] from a registry.
///
/// This comes before asking cargo: on a fresh machine it has only fetched what the build at hand needs, and its answer
/// about all packages, the tests' included, would be an error.
fn in_registry() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?;
    registries.flatten().map(|registry| registry.path().join(PACKAGE)).find(|folder| folder.join(MODEL).is_file())
}

/// The folder of [`PACKAGE`] by cargo's own word, wherever it lies.
fn by_metadata() -> Result<PathBuf, Box<dyn Error>> {
    let output = Command::new(env::var("CARGO")?)
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &env::var("TARGET")?])
        .current_dir(env::var("CARGO_MANIFEST_DIR")?)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    // A JSON parser would be a build dependency for the sake of one path: the manifests are the only values under
    // this key, and JSON escapes nothing in them but the backslashes of Windows.
    String::from_utf8(output.stdout)?
        .split("\"manifest_path\":\"")
        .filter_map(|rest| rest.split('"').next())
        .filter_map(|manifest| Some(Path::new(&manifest.replace("\\\\", "\\")).parent()?.to_owned()))
        .find(|folder| is_package(folder) && folder.join(MODEL).is_file())
        .ok_or_else(|| format!("{PACKAGE} not found by cargo metadata; RUSTFACE_MODEL may name {MODEL}").into())
}

/// Whether `folder` is the package's: a registry's folder carries the version, a vendored one may not.
fn is_package(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == PACKAGE || name == "rustface")
}
