//! Local files: reading request bodies, and saving response bodies.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use futures_util::stream;

use crate::{ConfigError, Error, FileError, TransportError, body::Chunks, clock::in_tokio};

#[cfg(test)]
mod tests;

/// The size of the chunks in which a file is read.
const CHUNK: usize = 256 * 1024;

/// Checks that a file can be read, and returns its length.
pub(crate) fn length(path: &Path) -> Result<u64, Error> {
    let file = File::open(path).and_then(|file| file.metadata());
    let metadata = file.map_err(|source| error("read", path, source))?;
    match metadata.is_dir() {
        true => Err(error("read", path, io::ErrorKind::IsADirectory.into())),
        false => Ok(metadata.len()),
    }
}

/// The content of a file, at most `length` bytes: a file that grows must not break the request.
pub(crate) fn chunks(path: Arc<Path>, length: u64) -> Chunks {
    let read = move |file: Option<io::Take<File>>| {
        let path = path.clone();
        async move {
            let work = move || next_chunk(&path, file, length);
            let unusable = |error: Error| TransportError::Permanent(error.into());
            in_background(work).await.map_err(unusable)?
        }
    };
    Box::pin(stream::try_unfold(None, read))
}

/// A chunk, and the file with the rest.
type Step = (Bytes, Option<io::Take<File>>);

/// Opens the file if it is not open, and reads its next chunk.
fn next_chunk(
    path: &Path,
    file: Option<io::Take<File>>,
    length: u64,
) -> Result<Option<Step>, TransportError> {
    let read = || -> io::Result<_> {
        let mut file = match file {
            Some(file) => file,
            None => File::open(path)?.take(length),
        };
        let mut chunk = Vec::with_capacity(CHUNK);
        file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
        Ok((!chunk.is_empty()).then(|| (chunk.into(), Some(file))))
    };
    let failed = |source| FileError { what: "read", path: path.to_owned(), source };
    read().map_err(|source| TransportError::Permanent(failed(source).into()))
}

/// Runs blocking work on the thread pool of the runtime.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let unusable = |source| ConfigError::caused("files cannot be used here", source);
    in_tokio().map_err(unusable)?;
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|source| unusable(source.into()))?)
}

/// A temporary file, which is renamed when it is complete.
pub(crate) struct Partial {
    path: PathBuf,
    beside: PathBuf,
    /// `None` after it was renamed.
    file: Option<File>,
    length: u64,
}

impl Partial {
    pub(crate) fn create(path: PathBuf) -> Result<Self, Error> {
        let Some(name) = path.file_name() else {
            return Err(error("write", &path, io::ErrorKind::IsADirectory.into()));
        };
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{:08x}.part", fastrand::u32(..)));
        let beside = path.with_file_name(beside);
        let created = File::options().write(true).create_new(true).open(&beside);
        let file = created.map_err(|source| error("write", &path, source))?;
        Ok(Self { path, beside, file: Some(file), length: 0 })
    }

    pub(crate) fn write(mut self, piece: &[u8]) -> Result<Self, Error> {
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(piece));
        written.map_err(|source| error("write", &self.path, source))?;
        self.length += piece.len() as u64;
        Ok(self)
    }

    pub(crate) fn finish(mut self) -> Result<u64, Error> {
        // Some systems cannot rename open files.
        drop(self.file.take());
        let renamed = fs::rename(&self.beside, &self.path);
        if renamed.is_err() {
            let _ = fs::remove_file(&self.beside);
        }
        renamed.map_err(|source| error("write", &self.path, source))?;
        Ok(self.length)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

fn error(what: &'static str, path: &Path, source: io::Error) -> Error {
    Error::File(FileError { what, path: path.to_owned(), source })
}

/// The media type that IANA has registered for the extension of a file, or else
/// `application/octet-stream`.
pub(crate) fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "txt" | "log" | "text" => "text/plain",
        "md" | "markdown" => "text/markdown",
        "csv" => "text/csv",
        "htm" | "html" => "text/html",
        "css" => "text/css",
        "js" | "mjs" => "text/javascript",
        "xml" => "text/xml",
        "vtt" => "text/vtt",
        "json" => "application/json",
        "jsonl" | "ndjson" => "application/jsonl",
        "yaml" | "yml" => "application/yaml",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "tar" => "application/x-tar",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "mp3" | "mpga" => "audio/mpeg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "aac" => "audio/aac",
        "mp4" => "video/mp4",
        "mpeg" | "mpg" => "video/mpeg",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        _ => "application/octet-stream",
    }
}
