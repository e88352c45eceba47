//! The version of the runtime that generated code needs: [`expect_runtime!`](crate::expect_runtime).

/// Checks that a crate was generated for this version of the runtime.
///
/// Generated crates call it with the version that their generator knows: the major version, or before 1.0
/// also the minor version (Semantic Versioning 2.0.0 §4). Another version is an error of the compiler that
/// says what to do, instead of many errors about generated code.
///
/// ```
/// bessemer_runtime::expect_runtime!("0.1");
/// ```
///
/// ```compile_fail
/// bessemer_runtime::expect_runtime!("0.0");
/// ```
#[macro_export]
macro_rules! expect_runtime {
    ("0.1") => {};
    ($version:literal) => {
        ::std::compile_error!(::std::concat!(
            "this crate was generated for version ",
            $version,
            " of bessemer-runtime, but this is version 0.1: generate the crate again with version 0.1 of ",
            "bessemer, or depend on version ",
            $version,
            " of bessemer-runtime"
        ));
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_that_of_the_package() {
        assert!(env!("CARGO_PKG_VERSION").starts_with("0.1."), "change it in `expect_runtime!`");
    }
}
