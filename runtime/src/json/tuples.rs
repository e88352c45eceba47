//! Arrays with a type for each item: `prefixItems` of OpenAPI 3.1.

use super::{Decode, DecodeError, Encode, Reader, Writer};

macro_rules! tuples {
    ($(($($item:ident)+))*) => {$(
        /// An array with this many items. Further items are skipped.
        impl<$($item: Decode),+> Decode for ($($item,)+) {
            #[inline]
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                let mut end = reader.fork();
                reader.array()?;
                let tuple = ($(
                    match reader.item()? {
                        true => $item::decode(reader)?,
                        false => return Err(end.error("too few items")),
                    },
                )+);
                while reader.item()? {
                    reader.raw()?;
                }
                Ok(tuple)
            }
        }

        impl<$($item: Encode),+> Encode for ($($item,)+) {
            #[inline]
            #[allow(non_snake_case, reason = "items are named like their types")]
            fn encode(&self, writer: &mut Writer) {
                let ($($item,)+) = self;
                writer.array();
                $(
                    writer.item();
                    $item.encode(writer);
                )+
                writer.end_array();
            }
        }
    )*};
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}

#[cfg(test)]
mod tests {
    use crate::json::{from_str, to_string};

    #[test]
    fn a_tuple_is_an_array() {
        let tuple = (1_i64, "a".to_owned(), Some(true));
        assert_eq!(to_string(&tuple), r#"[1,"a",true]"#);
        assert_eq!(from_str(r#"[1, "a", true]"#), Ok(tuple));
        assert_eq!(from_str("[[1], [2]]"), Ok(((1_i64,), (2_i64,))));
    }

    #[test]
    fn more_items_are_skipped_and_fewer_are_an_error() {
        assert_eq!(from_str("[1, 2, {}, [3]]"), Ok((1_i64, 2_i64)));
        let error = from_str::<Vec<(i64, i64)>>("[[1, 2], [3]]").unwrap_err();
        assert_eq!(error.to_string(), "too few items at `[1]`");
        let error = from_str::<(i64, bool)>("[1, 2]").unwrap_err();
        assert_eq!(error.to_string(), "expected a boolean at `[1]`");
    }
}
