//! Horizontal bars, with the value at each bar.

use anyhow::Result;
use plotters::{
    prelude::{Rectangle, Text},
    style::{Color, text_anchor::HPos},
};

use super::canvas::{
    Area, INK, MARGIN, OTHER, OURS, PALE, WIDTH, Words, bold, draw as paper, failed, text,
};

/// Groups of bars.
pub(super) struct Chart {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) groups: Vec<Group>,
}

/// Bars with the same scale.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) bars: Vec<Bar>,
}

/// A bar.
pub(super) struct Bar {
    pub(super) label: String,
    /// `None` if there is no value; the text says why.
    pub(super) length: Option<f64>,
    pub(super) text: String,
    pub(super) is_ours: bool,
}

const HEAD: i32 = 76;
const GROUP_HEAD: i32 = 32;
const GROUP_GAP: i32 = 14;
const BAR: i32 = 28;
const BAR_INSET: i32 = 3;
/// The space for labels, and for the text at the end of the longest bar.
const LABELS: i32 = 236;
const VALUES: i32 = 100;

/// Draws a chart as an SVG file.
pub(super) fn draw(chart: &Chart, footer: &[String]) -> Result<String> {
    let groups: Vec<&Group> = chart.groups.iter().filter(|it| !it.bars.is_empty()).collect();
    let height: i32 = groups.iter().map(|it| height(it)).sum::<i32>() + HEAD + MARGIN - GROUP_GAP;
    let words = Words { title: &chart.title, footer };
    paper(&words, height.unsigned_abs(), |area| {
        let subtitle = text(15.0, &PALE, HPos::Left);
        area.draw(&Text::new(chart.subtitle.clone(), (MARGIN, 56), subtitle)).map_err(failed)?;
        let mut top = HEAD;
        for group in groups {
            draw_group(area, group, top)?;
            top += self::height(group);
        }
        Ok(())
    })
}

fn height(group: &Group) -> i32 {
    let bars = i32::try_from(group.bars.len()).unwrap_or(i32::MAX / BAR / 2);
    GROUP_HEAD + bars * BAR + GROUP_GAP
}

fn draw_group(area: &Area<'_>, group: &Group, top: i32) -> Result<()> {
    let title = Text::new(
        group.title.clone(),
        (MARGIN, top + GROUP_HEAD / 2),
        bold(16.0, &INK, HPos::Left),
    );
    area.draw(&title).map_err(failed)?;
    let longest = group.bars.iter().filter_map(|it| it.length).fold(0.0, f64::max);
    let room = f64::from(WIDTH.cast_signed() - MARGIN - LABELS - VALUES);
    let mut top = top + GROUP_HEAD;
    for bar in &group.bars {
        let middle = top + BAR / 2;
        let (ink, tint) = if bar.is_ours { (&INK, &OURS) } else { (&PALE, &OTHER) };
        let label =
            Text::new(bar.label.clone(), (LABELS - 10, middle), text(15.0, ink, HPos::Right));
        area.draw(&label).map_err(failed)?;
        let end = match bar.length {
            Some(length) if longest > 0.0 => LABELS + ((room * length / longest) as i32).max(2),
            _ => LABELS,
        };
        if bar.length.is_some() {
            let corners = [(LABELS, top + BAR_INSET), (end, top + BAR - BAR_INSET)];
            area.draw(&Rectangle::new(corners, tint.color().filled())).map_err(failed)?;
        }
        let value = match bar.length {
            Some(_) => bold(15.0, &INK, HPos::Left),
            None => text(15.0, &PALE, HPos::Left),
        };
        area.draw(&Text::new(bar.text.clone(), (end + 8, middle), value)).map_err(failed)?;
        top += BAR;
    }
    Ok(())
}
