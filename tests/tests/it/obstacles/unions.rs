//! Unions. Unknown variants and values are kept and encoded unchanged.

use obstacles::{
    runtime::json::{from_slice_strict, from_str, to_string},
    types::{
        Content, Hammer, Ladle, Note, NotePart, Plan, Pour, State, TongsWrite, Tool, ToolBase,
        ToolWrite,
    },
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, sent, server};

#[test]
fn unknown_variants_are_kept() {
    let text = r#"{"name":"Big","content":{"kind":"gold","karat":24.0},"owner":"Ada","limit":{"of":1e2},"note":[{"sound":"ping"},{"text":"hot","tone":1}],"plan":{"step":"all","plans":[{"step":"dance"}]},"id":"l1","state":"molten","history":[{"type":"cooled"}],"anything":[1.10,{"b":1,"a":2}],"z":9007199254740993,"a":[0.10]}"#;
    let ladle: Ladle = from_str(text).expect("a ladle");
    assert!(matches!(ladle.content, Content::Unknown(_)));
    assert_eq!(ladle.state, State::Unknown("molten".to_owned()));
    let Some(Note::List(parts)) = &ladle.note else { panic!("{:?}", ladle.note) };
    assert!(matches!(parts[..], [NotePart::Unknown(_), NotePart::Text(_)]), "{parts:?}");
    let Some(Plan::All(plan)) = &ladle.plan else { panic!("{:?}", ladle.plan) };
    assert!(matches!(plan.plans[..], [Plan::Unknown(_)]));
    let again: serde_json::Value = serde_json::from_str(&to_string(&ladle)).expect("JSON");
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    assert!(to_string(&ladle).contains("9007199254740993"));
}

#[test]
fn a_known_tag_requires_its_variant() {
    let text = r#"{"kind":"iron","carbon":"much"}"#;
    let error = from_slice_strict::<Content>(text.as_bytes()).expect_err("a wrong type");
    assert!(error.to_string().contains("carbon"), "{error}");
}

#[test]
fn untagged_alternatives_are_tried_in_order() {
    let done = from_str::<Pour>(r#"{"grams":1,"mould":"m"}"#).expect("a pour");
    assert!(matches!(done, Pour::Done(_)));
    let spilt = from_str::<Pour>(r#"{"grams":1,"mould":null}"#).expect("a pour");
    assert!(matches!(spilt, Pour::Spilt(_)));
    let other = from_str::<Pour>(r#"{"kilos":1}"#).expect("a pour");
    assert!(matches!(other, Pour::Unknown(_)));
}

#[tokio::test]
async fn a_base_schema_is_a_union_of_its_subtypes() {
    let answer = json!({"kind": "Hammer", "id": "t1", "grams": 2, "spare": {"kind": "saw"}});
    let server = server(ResponseTemplate::new(201).set_body_json(answer)).await;
    let spare = ToolWrite::hammer("Hammer");
    let mut tongs = TongsWrite::new("pliers", 0.5);
    tongs.spare = Some(spare);

    let made = client(&server).tools().create(ToolWrite::Tongs(Box::new(tongs))).await;

    let sent = sent(&server).await.body_json::<Value>().expect("JSON");
    assert_eq!(sent, json!({"kind": "pliers", "reach": 0.5, "spare": {"kind": "Hammer"}}));
    let Ok(Tool::Hammer(hammer)) = made else { panic!("{made:?}") };
    let Hammer { id, grams: Some(2), spare: Some(spare), .. } = *hammer else { panic!() };
    assert_eq!(id, "t1");
    assert!(matches!(spare, Tool::Unknown(_)), "{spare:?}");
}

#[test]
fn several_tags_and_the_base_itself_are_known() {
    for kind in ["tongs", "pliers"] {
        let tool = from_str::<Tool>(&format!(r#"{{"kind":"{kind}","id":"1","reach":1}}"#));
        assert!(matches!(tool, Ok(Tool::Tongs(_))), "{tool:?}");
    }
    let tool = from_str::<Tool>(r#"{"kind":"LongTongs","id":"1","reach":1,"joints":2}"#);
    assert!(matches!(tool, Ok(Tool::LongTongs(_))), "{tool:?}");
    let Ok(Tool::Plain(tool)) = from_str::<Tool>(r#"{"kind":"plain","id":"1"}"#) else { panic!() };
    let ToolBase { kind, spare: None, .. } = *tool else { panic!("{tool:?}") };
    assert_eq!(kind, "plain");
}
