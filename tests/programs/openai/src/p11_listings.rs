//! Every fine-tuning job, every file, every input item of a response.

use futures_util::TryStreamExt;
use openai::Client;

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let mut jobs = client.fine_tuning().jobs().list().limit(2).items();
    while let Some(job) = jobs.try_next().await? {
        println!("{}", job.id);
    }
    let mut files = client.files().list().limit(2).items();
    while let Some(file) = files.try_next().await? {
        println!("{}", file.filename);
    }
    let items = client.responses().input_items().list("resp_123").limit(2).items();
    println!("{} input items", items.try_collect::<Vec<_>>().await?.len());
    Ok(())
}
