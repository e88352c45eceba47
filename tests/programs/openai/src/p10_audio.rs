//! Transcribe an audio file as JSON, text, subtitles and verbose JSON; save speech to a file.

use openai::{Client, runtime::Part, runtime::bytes::Bytes, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    tokio::fs::write("speech.mp3", b"ID3").await?;
    let audio = Part::from_path("speech.mp3").await?;
    let transcriptions = client.audio().transcriptions();
    for format in ["json", "text", "srt", "verbose_json"] {
        let request = CreateTranscription::new(audio.clone(), "gpt-4o-transcribe").language("en");
        let request = request.response_format(format);
        let text = transcriptions.create(request).returning::<Bytes>().await?;
        println!("{format}: {} bytes", text.len());
    }
    let request = CreateTranscription::new(audio, "gpt-4o-transcribe").language("en");
    println!("{}", transcriptions.create(request).await?.text());
    let input = "The quick brown fox jumped over the lazy dog.";
    let request =
        CreateSpeech::new(CreateSpeechArgs { input, model: "gpt-4o-mini-tts", voice: "coral" });
    let speech = client.audio().speech().create(request.response_format("mp3")).await?;
    let bytes = speech.save("fox.mp3").await?;
    println!("{bytes} bytes");
    Ok(())
}
