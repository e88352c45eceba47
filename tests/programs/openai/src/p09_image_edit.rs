//! Edit an image: two images and a mask, the answer saved as a file.

use openai::{Client, runtime::Part, types::EditImage};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    for name in ["lotion.png", "soap.png", "mask.png"] {
        tokio::fs::write(name, b"\x89PNG\r\n\x1a\n").await?;
    }
    let images = [Part::from_path("lotion.png").await?, Part::from_path("soap.png").await?];
    let request = EditImage::new("A gift basket", images)
        .model("gpt-image-1")
        .size("1024x1024")
        .mask(Part::from_path("mask.png").await?);
    let answer = client.images().edit(request).await?;
    for bytes in answer.data.iter().flatten().filter_map(|it| it.bytes().transpose()) {
        tokio::fs::write("basket.png", bytes?).await?;
    }
    println!("{} bytes", tokio::fs::metadata("basket.png").await?.len());
    Ok(())
}
