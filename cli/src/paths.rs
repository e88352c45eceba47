//! Paths that are the same on every machine.

use std::path::{Component, Path, PathBuf};

/// The absolute path without `.` and `..`. The file need not exist.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.components().fold(PathBuf::new(), |mut path, component| {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            other => path.push(other),
        }
        path
    })
}

/// The path from the folder `from` to `to`, with `/`. It is absolute if they have only the root of the
/// file system in common.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (absolute(from), absolute(to));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let is_root = |it: Component<'_>| matches!(it, Component::Prefix(_) | Component::RootDir);
    if from.components().take(shared).all(is_root) {
        return slashes(&to);
    }
    let mut path: PathBuf = from.components().skip(shared).map(|_| "..").collect();
    path.extend(to.components().skip(shared));
    slashes(&path)
}

/// A path with `/`.
pub(crate) fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_found_from_anywhere() {
        let relative = |from: &str, to: &str| relative(from.as_ref(), to.as_ref());
        assert_eq!(relative("/w/a/client", "/w/a/runtime"), "../runtime");
        assert_eq!(relative("/w/a/tests/b/c", "/w/a/runtime"), "../../../runtime");
        assert_eq!(relative("/w/client", "/w/a/runtime"), "../a/runtime");
        assert_eq!(relative("/w/a/../b/./c", "/w/b/runtime"), "../runtime");
        assert_eq!(relative("/tmp/client", "/w/a/runtime"), "/w/a/runtime");
    }
}
