//! {{ title }}: {{ operation }}.
//!
//! ```sh
{%- for line in commands %}
//! {{ line }}
{%- endfor %}
//! ```
#![cfg_attr(rustfmt, rustfmt_skip)]

{% if is_stream -%}
use futures_util::TryStreamExt;
{% endif -%}
{% if let Some(types) = types -%}
use {{ krate }}::types::{{ types }};
{% endif -%}
use {{ krate }}::{{ "{" }}{{ names }}{{ "}" }};

{% if is_async -%}
#[tokio::main]
async fn main() -> Result<(), Error> {
{%- else -%}
fn main() -> Result<(), Error> {
{%- endif %}
    let client = Client::from_env()?;
{%- for line in lines %}
    {{ line }}
{%- endfor %}
    Ok(())
}
