//! Plain text in Markdown: escapes special characters and breaks lines.

/// Escapes a text for Markdown. Brackets that are not links become code.
pub(super) fn escaped(text: &str, is_generated: bool, in_link: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let before = text[..text.len() - rest.len()].chars().next_back();
        if let Some(url) = bare_url(rest, before).filter(|_| !in_link) {
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
            continue;
        }
        let closing = match character {
            '[' | ']' => Some(']'),
            '<' if rest[1..].starts_with(|it: char| it.is_alphabetic() || it == '/') => Some('>'),
            _ => None,
        };
        if let Some(closing) = closing.filter(|_| !is_generated && !in_link) {
            rest = bracketed(rest, closing, &mut out);
            continue;
        }
        rest = &rest[character.len_utf8()..];
        if is_special(character, before, rest) && !(is_generated && character == '[') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Writes a bracket and the word around it as code; returns the rest of the text.
fn bracketed<'t>(rest: &'t str, closing: char, out: &mut String) -> &'t str {
    let is_word = |it: char| it.is_alphanumeric() || "_[]<>".contains(it);
    let end = rest.find(closing).map_or(1, |it| it + 1);
    let end = end + rest[end..].find(|it| !is_word(it)).unwrap_or(rest.len() - end);
    let start = out.len()
        - out.chars().rev().take_while(|it| is_word(*it)).map(char::len_utf8).sum::<usize>();
    let word = out.split_off(start);
    out.push_str(&code_span(&format!("{word}{}", &rest[..end])).replace(' ', "\0"));
    &rest[end..]
}

/// Whether a character would have a meaning in Markdown between its neighbours.
fn is_special(character: char, before: Option<char>, after: &str) -> bool {
    let next = after.chars().next();
    let is_space = |it: Option<char>| it.is_none_or(char::is_whitespace);
    let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    match character {
        '`' => true,
        '[' | ']' => true,
        '*' => !(is_space(before) && is_space(next)),
        '_' => !(is_word(before) && is_word(next) || is_space(before) && is_space(next)),
        '<' => next.is_some_and(|it| it.is_alphabetic() || "/!?".contains(it)),
        '&' => after.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '#')
        }),
        '\\' => next.is_some_and(|it| it.is_ascii_punctuation()),
        '~' => next == Some('~') || before == Some('~'),
        _ => false,
    }
}

/// Code between as many backticks as necessary (CommonMark §6.1).
pub(super) fn code_span(code: &str) -> String {
    let longest = code.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let marks = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{marks}{pad}{code}{pad}{marks}")
}

/// A URL in a text, without the full stop of its sentence.
fn bare_url(rest: &str, before: Option<char>) -> Option<&str> {
    let is_web = rest.starts_with("https://") || rest.starts_with("http://");
    if !is_web || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let url = url(rest).trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then_some(url)
}

/// The URL at the start of a text. It ends before a character that no URL contains, and before a closing
/// parenthesis whose opening one is before the URL (CommonMark §6.3).
fn url(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.find(|it: char| {
        match it {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        it.is_whitespace() || "<>\"'`[]{}|\\".contains(it)
    });
    &text[..end.unwrap_or(text.len())]
}

/// A text of paragraphs in lines, if they have no sign with a meaning in Markdown but for code, and for links
/// to code if they are `own` text. Most texts are like this, and need not be parsed.
pub(super) fn plain(text: &str, own: bool, width: usize) -> Option<String> {
    let mut paragraphs = Vec::new();
    for paragraph in text.trim_end().split("\n\n").filter(|it| !it.is_empty()) {
        if paragraph.starts_with(' ') || paragraph.lines().any(is_marked) {
            return None;
        }
        let paragraph = wrapped(&unmarked(paragraph, own)?, width);
        paragraphs.push(if paragraph.contains('\0') { spaced(&paragraph) } else { paragraph });
    }
    Some(paragraphs.join("\n\n"))
}

/// Whether a line of a paragraph is empty, or starts another block.
fn is_marked(line: &str) -> bool {
    line.split(' ').find(|it| !it.is_empty()).is_none_or(starts_something)
}

/// A paragraph with `\0` for the spaces in its code; `None` if it has to be parsed.
fn unmarked(paragraph: &str, own: bool) -> Option<String> {
    let mut out = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while !rest.is_empty() {
        let end = rest.find(['`', '[']).unwrap_or(rest.len());
        let (text, marked) = rest.split_at(end);
        if !is_plain(text) {
            return None;
        }
        out.push_str(text);
        let end = match marked.as_bytes() {
            [] => 0,
            [b'`', ..] => code(marked)?,
            _ if own && !text.ends_with('!') => link(marked)?,
            _ => return None,
        };
        out.push_str(&marked[..end].replace(' ', "\0"));
        rest = &marked[end..];
        let continues = |it: char| it == '`' || it == '[' || it == '(';
        if end > 0 && rest.starts_with(continues) {
            return None;
        }
    }
    Some(out)
}

/// Whether a text has no sign that has a meaning in Markdown.
fn is_plain(text: &str) -> bool {
    let is_word = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let is_plain = |(index, byte): (usize, &u8)| match byte {
        b'_' => index > 0 && is_word(bytes.get(index - 1)) && is_word(bytes.get(index + 1)),
        other => other.is_ascii_alphanumeric() || b" \n.,;:()'\"/-?!%=+$#@{}".contains(other),
    };
    bytes.iter().enumerate().all(is_plain) && !text.contains("://")
}

/// The length of the code that a text starts with, if it stays as it is.
fn code(text: &str) -> Option<usize> {
    let (code, _) = text[1..].split_once('`')?;
    let is_kept = |it: u8| (b' '..=b'~').contains(&it) && !b"<&".contains(&it);
    let is_code = !code.is_empty() && code.trim() == code && code.bytes().all(is_kept);
    is_code.then_some(code.len() + 2)
}

/// The length of the link that a text starts with: ``[`code`]`` or ``[`code`](path)``.
fn link(text: &str) -> Option<usize> {
    let end = 1 + text[1..].starts_with('`').then(|| code(&text[1..]))??;
    let rest = text[end..].strip_prefix(']')?;
    let Some(target) = rest.strip_prefix('(') else { return Some(end + 1) };
    let (path, _) = target.split_once(')')?;
    let is_path = |it: u8| it.is_ascii_alphanumeric() || b"_:@".contains(&it);
    path.bytes().all(is_path).then_some(end + path.len() + 3)
}

/// A text with its spaces again.
pub(super) fn spaced(text: &str) -> String {
    text.replace('\0', " ")
}

/// Breaks a paragraph into lines. No line starts like a list item or heading.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n']).filter(|it| !it.is_empty()) {
        match lines.last_mut() {
            None => lines.push(guarded(word)),
            Some(line) => {
                let length = line.chars().count() + 1 + word.chars().count();
                if length > width && !starts_something(word) {
                    lines.push(word.to_owned());
                } else {
                    line.push(' ');
                    line.push_str(word);
                }
            }
        }
    }
    lines.join("\n")
}

/// Escapes the first word of a paragraph if it would start another block.
fn guarded(word: &str) -> String {
    if !starts_something(word) {
        return word.to_owned();
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    format!("{}\\{}", &word[..digits], &word[digits..])
}

/// Whether a line that starts with this word is a list item, heading, rule, quote or table.
fn starts_something(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']).filter(|it| !it.is_empty());
    word.chars().all(|it| "-+*=#~".contains(it))
        || word.starts_with(['>', '|'])
        || number.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
}
