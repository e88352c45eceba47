//! The paper of a plot: a panel, and colors for light and dark pages.

use anyhow::{Result, anyhow};
use plotters::{
    coord::Shift,
    prelude::{DrawingArea, IntoDrawingArea, RGBColor, SVGBackend, Text, TextStyle},
    style::{
        Color, FontDesc, FontFamily, FontStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

/// The width of all plots, in pixels.
pub(super) const WIDTH: u32 = 800;

/// A color on a light page and on a dark page. Plots are drawn with the first one. A style sheet in
/// the file replaces it on dark pages, so every color must be different.
pub(super) struct Tint {
    light: [u8; 3],
    dark: [u8; 3],
}

pub(super) const PAPER: Tint = Tint { light: [0xff, 0xff, 0xff], dark: [0x0d, 0x11, 0x17] };
pub(super) const EDGE: Tint = Tint { light: [0xd1, 0xd9, 0xe0], dark: [0x3d, 0x44, 0x4d] };
pub(super) const INK: Tint = Tint { light: [0x1f, 0x23, 0x28], dark: [0xf0, 0xf6, 0xfc] };
pub(super) const PALE: Tint = Tint { light: [0x59, 0x63, 0x6e], dark: [0x91, 0x98, 0xa1] };
pub(super) const OURS: Tint = Tint { light: [0x09, 0x69, 0xda], dark: [0x44, 0x93, 0xf8] };
pub(super) const OTHER: Tint = Tint { light: [0xaf, 0xb8, 0xc1], dark: [0x65, 0x6c, 0x76] };
pub(super) const ORANGE: Tint = Tint { light: [0xbc, 0x4c, 0x00], dark: [0xf0, 0x88, 0x3e] };
pub(super) const GREEN: Tint = Tint { light: [0x1a, 0x7f, 0x37], dark: [0x3f, 0xb9, 0x50] };
pub(super) const PURPLE: Tint = Tint { light: [0x82, 0x50, 0xdf], dark: [0xab, 0x7d, 0xf8] };

const TINTS: [&Tint; 9] = [&PAPER, &EDGE, &INK, &PALE, &OURS, &OTHER, &ORANGE, &GREEN, &PURPLE];

impl Tint {
    pub(super) fn color(&self) -> RGBColor {
        let [red, green, blue] = self.light;
        RGBColor(red, green, blue)
    }
}

/// The area that plots draw on.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The words around a plot.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    /// The machine, the versions and the day, below the plot.
    pub(super) footer: &'a [String],
}

/// The space on the left of all text, in pixels.
pub(super) const MARGIN: i32 = 24;
const FOOTER_LINE: u32 = 18;

/// Draws an SVG file: the panel, the title, what `content` draws in `height` pixels, and the footer.
pub(super) fn draw(
    Words { title, footer }: &Words<'_>,
    height: u32,
    content: impl FnOnce(&Area<'_>) -> Result<()>,
) -> Result<String> {
    let mut text = String::new();
    let content_height = height.cast_signed();
    let lines = u32::try_from(footer.len()).unwrap_or_default();
    let height = height + lines * FOOTER_LINE + MARGIN.unsigned_abs() / 2;
    {
        let area = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
        let style = bold(20.0, &INK, HPos::Left);
        area.draw(&Text::new(*title, (MARGIN, 30), style)).map_err(failed)?;
        content(&area)?;
        let tops = (content_height..).step_by(FOOTER_LINE as usize);
        for (line, top) in footer.iter().zip(tops) {
            let style = self::text(13.0, &PALE, HPos::Left);
            area.draw(&Text::new(line.clone(), (MARGIN, top), style)).map_err(failed)?;
        }
        area.present().map_err(failed)?;
    }
    let (head, drawn) = text.split_once('\n').ok_or_else(|| anyhow!("plotters drew nothing"))?;
    let style = style();
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let (paper, edge) = (hex(PAPER.light), hex(EDGE.light));
    let (width, low) = (WIDTH - 1, height - 1);
    let panel = format!(
        "<rect x=\"0.5\" y=\"0.5\" width=\"{width}\" height=\"{low}\" rx=\"8\" fill=\"{paper}\" stroke=\"{edge}\"/>"
    );
    Ok(format!("{head}\n<title>{title}</title>\n<style>\n{style}</style>\n{panel}\n{drawn}"))
}

/// Replaces the colors on dark pages. The panel has a color of its own, so that a page whose color
/// scheme is not the reader's can be read, too.
fn style() -> String {
    let mut text = "@media (prefers-color-scheme: dark) {\n".to_owned();
    for Tint { light, dark } in TINTS {
        let (light, dark) = (hex(*light), hex(*dark));
        text.push_str(&format!(
            "[fill=\"{light}\"] {{ fill: {dark} }} [stroke=\"{light}\"] {{ stroke: {dark} }}\n"
        ));
    }
    text + "}\n"
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// An error of plotters.
pub(super) fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("cannot draw: {error}")
}

/// A text style: size in pixels, and where the position of the text is.
pub(super) fn text(size: f64, tint: &Tint, side: HPos) -> TextStyle<'static> {
    styled(size, tint, side, FontStyle::Normal)
}

/// A bold text style.
pub(super) fn bold(size: f64, tint: &Tint, side: HPos) -> TextStyle<'static> {
    styled(size, tint, side, FontStyle::Bold)
}

fn styled(size: f64, tint: &Tint, side: HPos, style: FontStyle) -> TextStyle<'static> {
    // plotters divides sizes by this number.
    let font = FontDesc::new(FontFamily::SansSerif, size * 1.24, style);
    TextStyle { font, color: tint.color().to_backend_color(), pos: Pos::new(side, VPos::Center) }
}
