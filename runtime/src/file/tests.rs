use super::*;
use crate::{
    BodyStream, ErrorKind, Operation, Part, Request,
    content::tests::request,
    fixture::client,
    testing::{FakeTransport, status},
};

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

static UPLOAD: Operation = Operation::put("ladles.upload", "/ladles");

/// A folder with the file `goals.TXT`.
fn with_file(name: &str, content: &[u8]) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    let path = folder.0.join("goals.TXT");
    fs::write(&path, content).unwrap();
    (folder, path)
}

#[tokio::test]
async fn a_part_is_read_from_a_file_by_each_attempt() {
    let content: Vec<u8> = (0..CHUNK * 2 + 5).map(|it| it as u8).collect();
    let (_folder, path) = with_file("part", &content);
    let part = Part::from_path(&path).await.unwrap();
    let shown = format!("{part:?}");
    assert!(shown.contains("goals.TXT") && shown.contains("text/plain"), "{shown}");
    let fake = FakeTransport::new().on("ladles.upload", status(503));
    let request = Request::<()>::new(&client(&fake), &UPLOAD).body("text/plain", part);
    request.max_retries(1).await.unwrap_err();
    let sent = fake.requests();
    assert!(sent.len() == 2 && sent.iter().all(|sent| sent.body == content));
}

#[tokio::test]
async fn a_file_that_has_changed_is_sent_up_to_its_old_length() {
    let (_folder, path) = with_file("grown", b"more steel");
    let part = Part::from_path(&path).await.unwrap();
    fs::write(&path, "more steel and coal").unwrap();
    let fake = FakeTransport::new().on("ladles.upload", status(204));
    Request::<()>::new(&client(&fake), &UPLOAD).body("text/plain", part).await.unwrap();
    assert_eq!(fake.requests()[0].body, "more steel");
}

#[tokio::test]
async fn a_file_that_is_gone_ends_the_call() {
    let (folder, path) = with_file("gone", b"more steel");
    let part = Part::from_path(&path).await.unwrap();
    drop(folder);
    let fake = FakeTransport::new().on("ladles.upload", status(204));
    let error = Request::<()>::new(&client(&fake), &UPLOAD).body("text/plain", part).await;
    let Err(Error::File(error)) = error else { panic!("{error:?}") };
    assert_eq!((error.path(), error.io_kind()), (&*path, io::ErrorKind::NotFound));
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
    let shown = format!("{part:?}");
    assert!(shown.contains("2 bytes") && shown.contains("image/png"), "{shown}");
}
