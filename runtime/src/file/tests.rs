use super::*;
use crate::{ErrorKind, content::tests::request};

/// A folder of its own for a test, gone at the end of it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bessemer-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_part_is_read_from_a_file() {
    let folder = Folder::new("part");
    let path = folder.0.join("goals.TXT");
    fs::write(&path, "more steel").unwrap();
    let part = Part::from_path(&path).await.unwrap();
    let expected = Part::from("more steel").file_name("goals.TXT").content_type("text/plain");
    assert_eq!(part, expected);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let error = Part::from_path("no/such/ladle.png").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().starts_with("cannot read `no/such/ladle.png`"), "{error}");
}

#[test]
fn without_tokio_the_error_says_so() {
    let mut future = Box::pin(Part::from_path("ladle.png"));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = future.as_mut().poll(&mut context) else { panic!() };
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn a_body_is_saved_as_it_arrives() {
    let folder = Folder::new("save");
    let path = folder.0.join("drawing.png");
    fs::write(&path, "an older and longer drawing").unwrap();
    let body: BodyStream = request(&["a", "bc", "d"]).await.unwrap();
    assert_eq!(body.save(&path).await.unwrap(), 4);
    assert_eq!(fs::read(&path).unwrap(), b"abcd");
    assert_eq!(folder.names(), ["drawing.png"]);
}

#[tokio::test]
async fn a_broken_body_leaves_nothing_behind() {
    let folder = Folder::new("broken");
    let body: BodyStream = request(&["a", ""]).await.unwrap();
    let error = body.save(folder.0.join("drawing.png")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert_eq!(folder.names(), [""; 0]);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_an_error() {
    let folder = Folder::new("nowhere");
    for path in [folder.0.join("none/drawing.png"), folder.0.clone(), "/".into()] {
        let body: BodyStream = request(&["a"]).await.unwrap();
        let error = body.save(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File, "{error}");
    }
    let siblings = fs::read_dir(folder.0.parent().unwrap()).unwrap();
    let partial = siblings.filter(|it| {
        it.as_ref().unwrap().file_name().to_string_lossy().starts_with(".bessemer-nowhere")
    });
    assert_eq!(partial.count(), 0);
}

#[cfg(feature = "blocking")]
#[test]
fn files_can_be_used_without_async() {
    let folder = Folder::new("blocking");
    let path = folder.0.join("drawing.png");
    let body = request::<BodyStream>(&["a", "b"]).send_blocking().unwrap();
    assert_eq!(body.save_blocking(&path).unwrap(), 2);
    let part = Part::from_path_blocking(&path).unwrap();
    assert_eq!(part, Part::from("ab").file_name("drawing.png").content_type("image/png"));
}
