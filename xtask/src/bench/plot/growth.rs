//! Time and memory over the size of the document, on logarithmic axes.

use anyhow::Result;
use plotters::{
    prelude::{ChartBuilder, Circle, IntoLogRange, Text},
    style::{Color, TRANSPARENT, text_anchor::HPos},
};

use super::super::{
    results::{Figure, Outcome, tools},
    units,
};
use super::canvas::{
    Area, EDGE, GREEN, INK, MARGIN, ORANGE, OURS, PALE, PURPLE, Tint, Words, bold, draw as paper,
    failed, text,
};

const HEAD: u32 = 108;
const PANEL: u32 = 320;
/// The colors of the tools, in the order of the figures.
const SERIES: [&Tint; 4] = [&OURS, &ORANGE, &GREEN, &PURPLE];

/// What the vertical axis shows.
struct Axis {
    title: &'static str,
    value: fn(&Outcome) -> Option<f64>,
    text: fn(f64) -> String,
}

const AXES: [Axis; 2] = [
    Axis {
        title: "Processor time",
        value: |it| it.cost().map(|it| it.processor),
        text: units::tick_seconds,
    },
    Axis {
        title: "Peak memory",
        value: |it| it.cost().map(|it| it.memory as f64),
        text: units::tick_bytes,
    },
];

/// Draws time and memory, one below the other.
pub(super) fn draw(figures: &[Figure], footer: &[String]) -> Result<String> {
    let title = "Generating documents of growing size";
    paper(&Words { title, footer }, HEAD + 2 * PANEL, |area| {
        let (head, rest) = area.split_vertically(HEAD);
        legend(&head, figures)?;
        let (upper, rest) = rest.split_vertically(PANEL);
        let (lower, _) = rest.split_vertically(PANEL);
        panel(&upper, figures, &AXES[0])?;
        panel(&lower, figures, &AXES[1])
    })
}

fn of_tool<'f>(figures: &'f [Figure], tool: &str) -> impl Iterator<Item = &'f Figure> {
    figures.iter().filter(move |it| it.tool == tool)
}

/// The colors of the tools, and of how many documents each of them generated a crate.
fn legend(area: &Area<'_>, figures: &[Figure]) -> Result<()> {
    for (index, (tool, tint)) in (0_i32..).zip(tools(figures).into_iter().zip(SERIES)) {
        let (all, generated) = (of_tool(figures, tool).count(), generated(figures, tool));
        let (left, middle) = (MARGIN + (index % 2) * 380, 58 + (index / 2) * 24);
        area.draw(&Circle::new((left + 6, middle), 6, tint.color().filled())).map_err(failed)?;
        let label = match generated {
            0 => format!("{tool}: {}", why(figures, tool)),
            _ => format!("{tool}: {generated} of {all} documents"),
        };
        let label = Text::new(label, (left + 20, middle), text(15.0, &INK, HPos::Left));
        area.draw(&label).map_err(failed)?;
    }
    Ok(())
}

fn generated(figures: &[Figure], tool: &str) -> usize {
    of_tool(figures, tool).filter(|it| it.outcome.cost().is_some()).count()
}

fn why(figures: &[Figure], tool: &str) -> String {
    let mut failures = of_tool(figures, tool).filter_map(|it| it.outcome.failure());
    failures.next().unwrap_or("not measured").to_owned()
}

/// The points of a tool, smallest document first.
fn points(figures: &[Figure], tool: &str, axis: &Axis) -> Vec<(f64, f64)> {
    let point = |it: &Figure| Some((it.bytes? as f64, (axis.value)(&it.outcome)?));
    of_tool(figures, tool).filter_map(point).collect()
}

/// The powers of ten around values.
fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min).max(1e-9);
    let high = values.fold(1e-9, f64::max);
    let (low, high) = (10_f64.powf(low.log10().floor()), 10_f64.powf(high.log10().ceil()));
    let high = high.max(low * 10.0);
    // A little more than the powers: rounding must not hide their lines.
    (low * 0.999, high * 1.001)
}

/// One of the two diagrams.
fn panel(area: &Area<'_>, figures: &[Figure], axis: &Axis) -> Result<()> {
    let tools = tools(figures);
    let all: Vec<_> = tools.iter().flat_map(|it| points(figures, it, axis)).collect();
    let (left, right) = range(all.iter().map(|it| it.0));
    let (low, high) = range(all.iter().map(|it| it.1));
    let title = Text::new(axis.title, (MARGIN, 14), bold(16.0, &INK, HPos::Left));
    area.draw(&title).map_err(failed)?;
    let mut chart = ChartBuilder::on(area)
        .margin_left(MARGIN)
        .margin_right(MARGIN + 16)
        .margin_top(36)
        .margin_bottom(12)
        .x_label_area_size(32)
        .y_label_area_size(70)
        .build_cartesian_2d((left..right).log_scale(), (low..high).log_scale())
        .map_err(failed)?;
    chart
        .configure_mesh()
        .x_label_formatter(&|it| units::tick_bytes(*it))
        .y_label_formatter(&|it| (axis.text)(*it))
        .label_style(text(14.0, &PALE, HPos::Center))
        .axis_style(EDGE.color())
        .bold_line_style(EDGE.color())
        .light_line_style(TRANSPARENT)
        .draw()
        .map_err(failed)?;
    // Ours is drawn last, so that nothing covers it.
    for (tool, tint) in tools.into_iter().zip(SERIES).rev() {
        let points = points(figures, tool, axis);
        let dots = points.into_iter().map(|it| Circle::new(it, 5, tint.color().filled()));
        chart.draw_series(dots).map_err(failed)?;
    }
    Ok(())
}
