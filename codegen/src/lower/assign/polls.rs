//! Methods that wait for a result that is ready later: `create_and_poll`.

use std::collections::BTreeSet;

use crate::{
    config,
    diagnostics::Diagnostics,
    lower::{context::Cx, text::naming},
    model::{Location, Method, Poll, Resource, Returns},
};

/// Adds the method of each entry of `[[poll]]`.
pub(crate) fn assign(cx: Cx<'_>, resources: &mut [Resource], diagnostics: &mut Diagnostics) {
    for (index, entry) in cx.config.poll().iter().enumerate() {
        let (Some(start), Some(read)) =
            (find(resources, &entry.start), find(resources, &entry.read))
        else {
            continue;
        };
        cx.config.use_poll(index);
        match poll(entry, resources, start, read) {
            Ok(poll) => resources[start.0].methods[start.1].poll = Some(poll),
            Err((message, help)) => diagnostics.push(cx.config.poll_error(index, message, help)),
        }
    }
}

/// The positions of a resource and its method.
type Position = (usize, usize);

/// The first method of an operation.
fn find(resources: &[Resource], id: &str) -> Option<Position> {
    resources.iter().enumerate().find_map(|(at, resource)| {
        let is_it = |it: &Method| it.name.wire == id && it.variant.is_empty();
        Some((at, resource.methods.iter().position(is_it)?))
    })
}

/// What is wrong with an entry, and what to do.
type Mistake = (String, &'static str);

fn poll(
    entry: &config::Poll,
    resources: &[Resource],
    start: Position,
    read: Position,
) -> Result<Poll, Mistake> {
    let (resource, starting) = (&resources[start.0], &resources[start.0].methods[start.1]);
    let reading = &resources[read.0].methods[read.1];
    if resource.trail.first() != resources[read.0].trail.first() {
        let message = format!("`{}` and `{}` are of different resources", entry.start, entry.read);
        return Err((message, "move one of them by `resource` in its `[operations.…]`"));
    }
    let Returns::Json(result) = &reading.returns else {
        let message = format!("the response of `{}` is not JSON", entry.read);
        return Err((message, "name an operation that returns the state as JSON"));
    };
    if starting.poll.is_some() {
        let message = format!("`{}` has another entry already", entry.start);
        return Err((message, "remove one of the two entries"));
    }
    let name = name(entry, resource, starting)?;
    Ok(Poll {
        name,
        read,
        result: result.clone(),
        property: entry.property.clone(),
        until: entry.until.clone(),
        failed: entry.failed.clone(),
        ids: ids(entry, starting, reading)?,
        interval: interval(entry),
        wait_header: entry.wait_ms_header.clone(),
    })
}

fn name(entry: &config::Poll, resource: &Resource, start: &Method) -> Result<String, Mistake> {
    let own = format!("{}_and_poll", start.name.rust.trim_start_matches("r#"));
    let name = entry.name.as_ref().map_or(own, |it| naming::chosen(it));
    let others = resource.methods.iter();
    let is_taken = others.clone().any(|it| it.name.rust == name)
        || others.filter_map(|it| it.poll.as_ref()).any(|it| it.name == name);
    if is_taken {
        let message = format!("the resource has another method `{name}`");
        return Err((message, "set `name` in this entry"));
    }
    Ok(name)
}

/// The path parameters that come from the response. All others are those of the starting operation.
fn ids(
    entry: &config::Poll,
    start: &Method,
    read: &Method,
) -> Result<Vec<(String, String)>, Mistake> {
    let known: BTreeSet<&str> = path_params(start);
    let needed: BTreeSet<&str> = path_params(read);
    if read.params.arguments.iter().any(|it| it.location != Location::Path)
        || read.body.as_ref().is_some_and(|it| it.argument)
    {
        let message = format!("`{}` has required parameters that are not in its path", entry.read);
        return Err((message, "name an operation that needs only path parameters"));
    }
    if let Some(other) = entry.ids.keys().find(|it| !needed.contains(it.as_str())) {
        let message = format!("`{}` has no path parameter `{other}`", entry.read);
        return Err((message, "remove it from `ids`, or fix its name"));
    }
    if !entry.ids.is_empty() {
        let missing =
            needed.iter().find(|it| !known.contains(*it) && !entry.ids.contains_key(**it));
        if let Some(missing) = missing {
            let message =
                format!("nothing gives the path parameter `{missing}` of `{}`", entry.read);
            return Err((message, "add it to `ids`, with the property that has its value"));
        }
        return Ok(entry.ids.clone().into_iter().collect());
    }
    match needed.difference(&known).collect::<Vec<_>>()[..] {
        [] => Ok(Vec::new()),
        [only] => Ok(vec![((*only).to_owned(), "id".to_owned())]),
        _ => {
            let message = format!("`{}` has several other path parameters", entry.read);
            Err((message, "set `ids`, the property of the response for each of them"))
        }
    }
}

fn path_params(method: &Method) -> BTreeSet<&str> {
    let arguments = method.params.arguments.iter();
    arguments.filter(|it| it.location == Location::Path).map(|it| it.name.wire.as_str()).collect()
}

fn interval(entry: &config::Poll) -> Option<(u64, u64)> {
    let (first, longest) = (entry.interval_ms, entry.max_interval_ms);
    let is_set = first.is_some() || longest.is_some();
    let first = first.unwrap_or(1_000.min(longest.unwrap_or(1_000)));
    is_set.then(|| (first, longest.unwrap_or(10_000).max(first)))
}
