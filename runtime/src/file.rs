//! Local files: reading the parts of a form, and saving response bodies.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt;

use crate::{BodyStream, ConfigError, Error, FileError, Part, clock::in_tokio};

#[cfg(test)]
mod tests;

impl Part {
    /// The file at `path`, with its name, and the media type that belongs to its extension. It is read
    /// into memory, so that each attempt can send it.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, Part};
    /// async fn goals() -> Result<Part, Error> {
    ///     Part::from_path("goals.txt").await // goals.txt, text/plain
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::File`] if it cannot be read.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        in_background(move || Self::read(&path)).await?
    }

    /// Like [`from_path`](Self::from_path), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`from_path`](Self::from_path).
    #[cfg(feature = "blocking")]
    pub fn from_path_blocking(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::read(path.as_ref())
    }

    fn read(path: &Path) -> Result<Self, Error> {
        let bytes = fs::read(path).map_err(|source| error("read", path, source))?;
        let part = Self::new(bytes).content_type(media_type(path));
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }
}

impl BodyStream {
    /// Saves the body to the file at `path`, as it arrives, and returns the number of bytes.
    ///
    /// The file appears when the body is complete. Until then the bytes are in a temporary file in
    /// the same folder, which is removed if the connection breaks or the future is dropped. An
    /// existing file is replaced.
    ///
    /// ```
    /// # use bessemer_runtime::{BodyStream, Error, Request};
    /// async fn download(request: Request<BodyStream>) -> Result<u64, Error> {
    ///     request.await?.save("speech.mp3").await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be written, and the errors of the stream.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref().to_owned();
        let mut partial = in_background(move || Partial::create(path)).await??;
        while let Some(piece) = self.try_next().await? {
            partial = in_background(move || partial.write(&piece)).await??;
        }
        in_background(move || partial.finish()).await?
    }

    /// Like [`save`](Self::save), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`save`](Self::save).
    #[cfg(feature = "blocking")]
    pub fn save_blocking(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref().to_owned();
        crate::blocking::wait(self.save(path))?
    }
}

/// Runs blocking work on the thread pool of the runtime.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let unusable = |source| ConfigError::caused("files cannot be used here", source);
    in_tokio().map_err(unusable)?;
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|source| unusable(source.into()))?)
}

/// A temporary file, which is renamed when it is complete.
struct Partial {
    path: PathBuf,
    beside: PathBuf,
    /// `None` after it was renamed.
    file: Option<File>,
    length: u64,
}

impl Partial {
    fn create(path: PathBuf) -> Result<Self, Error> {
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

    fn write(mut self, piece: &[u8]) -> Result<Self, Error> {
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(piece));
        written.map_err(|source| error("write", &self.path, source))?;
        self.length += piece.len() as u64;
        Ok(self)
    }

    fn finish(mut self) -> Result<u64, Error> {
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
fn media_type(path: &Path) -> &'static str {
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
