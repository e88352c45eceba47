//! Transcribe an audio file as JSON, text, subtitles and verbose JSON; save speech to a file.

use openai::{Client, runtime::{Part, bytes::Bytes}, types::{CreateSpeech, CreateSpeechArgs, CreateTranscription}};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    tokio::fs::write("speech.mp3", b"ID3").await?;
    let audio = Part::from_path("speech.mp3").await?;
    let transcriptions = client.audio().transcriptions();
    for format in ["json", "text", "srt", "verbose_json"] {
        let request = CreateTranscription::new(audio.clone(), "gpt-4o-transcribe").language("en").response_format(format);
        let text = transcriptions.create(request).returning::<Bytes>().await?;
        println!("{format}: {} bytes", text.len());
    }
    let request = CreateTranscription::new(audio, "gpt-4o-transcribe").language("en");
    println!("{}", transcriptions.create(request).await?.text());
    let input = "The quick brown fox jumped over the lazy dog.";
    let request = CreateSpeech::new(CreateSpeechArgs { input, model: "gpt-4o-mini-tts", voice: "coral" });
    let bytes = client.audio().speech().create(request.response_format("mp3")).await?.save("fox.mp3").await?;
    println!("{bytes} bytes");
    Ok(())
}
