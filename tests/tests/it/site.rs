//! The links of the Markdown pages hold, on the site and on GitHub.

use std::{
    collections::BTreeSet,
    fs,
    path::{Component, Path, PathBuf},
};

use crate::support::{read_text, root};

/// The pages of the repository that are not on the site.
const OTHERS: [&str; 4] = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"];

/// The pages of the site: all Markdown files in `docs`, except its table of contents.
fn pages() -> Vec<String> {
    let mut folders = vec!["docs".to_owned()];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a readable folder") {
            let entry = entry.expect("a readable folder");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") && path != "docs/SUMMARY.md" {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

/// The lines of a page that are not in a code block.
fn text_lines(page: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The targets of the links and images of a page.
fn links(page: &str) -> Vec<String> {
    let without_code = |line: &str| line.split('`').step_by(2).collect::<String>() + "\n";
    let prose: String = text_lines(page).map(without_code).collect();
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// The anchors of a page: GitHub and mdBook derive the same ones from its headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = text_lines(page).filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower.chars().filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

/// A path without `..`, relative to the root of the repository.
fn resolved(page: &str, target: &str) -> Option<PathBuf> {
    let mut path = PathBuf::from(page);
    path.pop();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => path.pop().then_some(())?,
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// Why a link does not hold.
fn problem(page: &str, link: &str) -> Option<String> {
    if link.starts_with("https://") {
        return None;
    }
    let (target, anchor) = link.split_once('#').map_or((link, None), |(a, b)| (a, Some(b)));
    let path = if target.is_empty() { Some(PathBuf::from(page)) } else { resolved(page, target) };
    let path = path.filter(|it| root().join(it).exists());
    let Some(path) = path else { return Some("there is no such file".to_owned()) };
    if page.starts_with("docs/") && !path.starts_with("docs") {
        return Some("the file is not on the site".to_owned());
    }
    let text = anchor.map(|_| read_text(&path.to_string_lossy())).unwrap_or_default();
    let is_missing = anchor.is_some_and(|anchor| !anchors(&text).contains(anchor));
    is_missing.then(|| "there is no such heading".to_owned())
}

#[test]
fn every_link_holds() {
    let mut broken = Vec::new();
    let all =
        pages().into_iter().chain(OTHERS.map(str::to_owned)).chain(["docs/SUMMARY.md".to_owned()]);
    let mut count = 0;
    for page in all {
        for link in links(&read_text(&page)) {
            count += 1;
            broken.extend(problem(&page, &link).map(|why| format!("{page}: {link}: {why}")));
        }
    }
    assert!(count > 50, "only {count} links were found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let listed: Vec<String> = links(&read_text("docs/SUMMARY.md"));
    let listed: BTreeSet<String> = listed.into_iter().map(|link| format!("docs/{link}")).collect();
    let pages: BTreeSet<String> = pages().into_iter().collect();
    assert_eq!(listed, pages);
}

#[test]
fn a_broken_link_is_found() {
    for link in ["nowhere.md", "start.md#nowhere", "../README.md", "../../etc", "/start.md"] {
        assert!(problem("docs/check.md", link).is_some(), "{link}");
    }
    for link in ["semver.md", "guide/lists.md#all-items", "#limits", "https://example.com"] {
        assert_eq!(problem("docs/check.md", link), None, "{link}");
    }
    assert_eq!(links("[a](b.md) `[c](d)`\n```\n[e](f)\n```\n![g](h.png)"), ["b.md", "h.png"]);
    assert_eq!(anchor("In `git diff`"), "in-git-diff");
}
