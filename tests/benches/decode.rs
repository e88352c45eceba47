//! Decoding a page of 100 containers: compares the generated types, which keep unknown properties,
//! with plain derived types, which drop them.
//!
//! `cargo bench -p tests --bench decode`

use std::hint::black_box;

use criterion::Criterion;
use openai_containers::{runtime::json, types::ContainerList};

use self::support::plain;

mod support;

const UNKNOWN: &str =
    r#","region":"eu-west-1","cost":{"amount":1.50,"currency":"EUR"},"labels":["a","b"]"#;

fn page(more: &str) -> String {
    let data: Vec<_> = (0..100).map(|number| plain::json(number, more)).collect();
    let data = data.join(",");
    format!(
        r#"{{"object":"list","data":[{data}],"first_id":"cntr_1","last_id":"cntr_2","has_more":true}}"#
    )
}

fn ours(page: &str) {
    black_box(json::from_slice::<ContainerList>(page.as_bytes()).expect("a page"));
}

fn theirs(page: &str) {
    black_box(serde_json::from_slice::<plain::ContainerList>(page.as_bytes()).expect("a page"));
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let pages = [("a page", page("")), ("a page with unknown properties", page(UNKNOWN))];
    for (what, page) in &pages {
        let mut group = criterion.benchmark_group(*what);
        group.bench_function("ours, keeps all", |bench| bench.iter(|| ours(page)));
        group.bench_function("plain, drops the unknown", |bench| bench.iter(|| theirs(page)));
        group.finish();
    }
    criterion.final_summary();
    for (what, page) in &pages {
        support::compare(what, &mut || (0..20).for_each(|_| ours(page)), &mut || {
            (0..20).for_each(|_| theirs(page))
        });
    }
}
