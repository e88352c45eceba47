//! Where a response differs from the document.

/// Where a response differs from the document: required properties that are missing or null, and
/// values of another type.
///
/// Such a property has its empty value: an empty string or list, zero, false. The paths, such as
/// `data[3].name`, are in the order of the document. At most a thousand are kept for each object.
///
/// ```
/// use bessemer_runtime::json::Notes;
///
/// fn complain(notes: &Notes) {
///     for path in notes.missing() {
///         eprintln!("`{path}` is missing");
///     }
/// }
/// # complain(&Notes::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(Vec<Note>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Note {
    lack: Lack,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    Missing,
    Unread,
}

impl Notes {
    /// The maximum number of notes for one object, to limit their memory.
    pub(super) const MAX: usize = 1_000;

    /// The paths of required properties that are absent or null.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.of(Lack::Missing)
    }

    /// The paths of values of another type.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.of(Lack::Unread)
    }

    /// How many paths there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no notes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, lack: Lack) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |note| note.lack == lack).map(|note| &*note.path)
    }

    pub(super) fn push(&mut self, lack: Lack, name: &str) {
        let path = extended(name, "");
        self.0.push(Note { lack, path });
    }

    /// Adds a note about a value. The value that contains it completes the path.
    pub(super) fn push_value(&mut self, lack: Lack) {
        self.0.push(Note { lack, path: String::new() });
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The notes from the one at `start` on.
    pub(super) fn since(&self, start: usize) -> Self {
        Self(self.0.get(start..).unwrap_or_default().to_vec())
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Adds the property `key` to the paths of the notes from `start` on.
    #[cold]
    pub(super) fn enter_member(&mut self, start: usize, key: &str) {
        for note in self.0.iter_mut().skip(start) {
            note.path = extended(key, &note.path);
        }
    }

    /// Adds the item `index` to the paths of the notes from `start` on.
    #[cold]
    pub(super) fn enter_item(&mut self, start: usize, index: usize) {
        for note in self.0.iter_mut().skip(start) {
            note.path = joined(format!("[{index}]"), &note.path);
        }
    }
}

fn extended(key: &str, rest: &str) -> String {
    let mut path = String::new();
    super::walk::push_key(&mut path, key);
    joined(path, rest)
}

fn joined(mut path: String, rest: &str) -> String {
    if !rest.is_empty() && !rest.starts_with('[') {
        path.push('.');
    }
    path.push_str(rest);
    path
}
