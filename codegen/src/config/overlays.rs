//! `overlays`: the overlays that belong to the document.

use super::Config;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    source::overlay::Overlay,
};

impl Config {
    /// The overlays that the configuration names, for
    /// [`Document::parse_with_overlays`](crate::Document::parse_with_overlays).
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// Reports each overlay that the document was parsed without.
    pub(crate) fn report_missing_overlays(
        &self,
        applied: &[String],
        diagnostics: &mut Diagnostics,
    ) {
        for (index, overlay) in self.overlays.iter().enumerate() {
            if !applied.iter().any(|it| it == overlay.name()) {
                let at = Pointer::root().child("overlays").index(index);
                let message =
                    format!("the document was parsed without the overlay `{}`", overlay.name());
                let help = "pass `Config::overlays` to `Document::parse_with_overlays`";
                let error = Diagnostic::error(Code::Overlay, &at, message).help(help);
                diagnostics.push(self.placed(error));
            }
        }
    }
}
