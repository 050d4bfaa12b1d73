// Finds the SeetaFace model inside the `rustface` package that cargo has already
// unpacked for this build, and copies it to OUT_DIR for include_bytes!.
use std::{env, fs, path::PathBuf, process::Command};

const MODEL: &str = "model/seeta_fd_frontal_v1.0.bin";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=RUSTFACE_MODEL");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap()).join("seeta.bin");
    let src = match env::var_os("RUSTFACE_MODEL") {
        Some(p) => PathBuf::from(p),
        None => find().unwrap_or_else(|e| panic!("rustface model: {e} (set RUSTFACE_MODEL)")),
    };
    fs::copy(&src, &out).unwrap_or_else(|e| panic!("{}: {e}", src.display()));
}

fn find() -> Result<PathBuf, String> {
    let dir = env::var("CARGO_MANIFEST_DIR").unwrap();
    let out = Command::new(env::var_os("CARGO").unwrap())
        .current_dir(&dir)
        .args(["metadata", "--format-version", "1", "--offline"])
        .args(["--filter-platform", &env::var("TARGET").unwrap()])
        .output()
        .map_err(|e| e.to_string())?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned());
    }
    // no JSON crate in the build script: the manifest_path is the only value that
    // ends so.
    let text = String::from_utf8_lossy(&out.stdout);
    text.split("\"manifest_path\":\"")
        .skip(1)
        .filter_map(|s| s.split('"').next())
        .map(|p| PathBuf::from(p.replace("\\\\", "\\")))
        .filter(|p| p.parent().and_then(|d| d.file_name()).is_some_and(|n| n.to_string_lossy().starts_with("rustface")))
        .map(|p| p.with_file_name("").join(MODEL))
        .find(|p| p.is_file())
        .ok_or_else(|| "not found in cargo metadata".into())
}
