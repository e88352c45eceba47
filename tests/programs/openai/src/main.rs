//! The programs, each a module with one function. The first argument says which one is run.

use std::{env, error::Error, process::ExitCode};

use openai::Client;

mod lines;

macro_rules! programs {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        async fn run(name: &str, client: Client) -> Result<(), Box<dyn Error>> {
            match name {
                $(stringify!($name) => $name::run(client).await,)*
                _ => Err(format!("there is no program `{name}`").into()),
            }
        }
    };
}

programs! {
    p01_response,
    p02_response_stream,
    p03_chat,
    p04_chat_stream,
    p05_chat_tool,
    p05b_response_tool,
    p06_structured_output,
    p07_embeddings,
    p08_vector_store,
    p09_image_edit,
    p10_audio,
    p11_listings,
    p12_errors,
    p13_containers,
}

#[tokio::main]
async fn main() -> ExitCode {
    let name = env::args().nth(1).unwrap_or_default();
    let outcome = match Client::from_env() {
        Ok(client) => run(&name, client).await,
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
