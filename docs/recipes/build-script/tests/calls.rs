//! A client of the generated crate calls the fake API of the document.

use bessemer_mock::Document;
use petstore::{Client, Error, types::Species};

#[tokio::test]
async fn a_pet_is_found() -> Result<(), Error> {
    let fake = Document::from_path("../../petstore.yaml").expect("a valid document");
    let client = Client::builder().api_key("test").transport(fake).build()?;
    let pet = client.pets().retrieve("pet_1").await?;
    assert_eq!(pet.species, Species::Cat);
    Ok(())
}
