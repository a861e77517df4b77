//! Reading a tree in key order: what sled holds with what changed since laid over it.

use std::marker::PhantomData;
use std::ops::Bound;

use serde::de::DeserializeOwned;

use super::Index;
use super::engine::{Iter, Pair};
use super::fault::IndexFault;
use crate::store::codec;

/// The records of a tree between two keys, in key order, read as they are asked for: stop whenever enough is known.
/// After a fault there is nothing more. What is put while the scan runs may or may not be seen.
pub struct Scan<'a, T> {
    index: &'a Index,
    fresh: std::iter::Peekable<std::vec::IntoIter<(Vec<u8>, Option<sled::IVec>)>>,
    stored: Option<Iter>,
    head: Option<Pair>,
    values: PhantomData<fn() -> T>,
}

impl<'a, T: DeserializeOwned> Scan<'a, T> {
    pub(super) fn new(
        index: &'a Index,
        from: Bound<Vec<u8>>,
        to: Bound<Vec<u8>>,
    ) -> Result<Self, IndexFault> {
        // The changes first: a checkpoint in between moves them into sled with the same values.
        let fresh = index.memory().pending.range(&from, &to).into_iter().peekable();
        let stored = Some(index.engine.range(from, to)?);
        Ok(Scan {
            index,
            fresh,
            stored,
            head: None,
            values: PhantomData,
        })
    }

    fn step(&mut self) -> Result<Option<(Vec<u8>, sled::IVec)>, IndexFault> {
        loop {
            if self.head.is_none()
                && let Some(stored) = &mut self.stored
            {
                self.head = self.index.engine.step(stored)?;
                if self.head.is_none() {
                    self.stored = None;
                }
            }
            let stored = self.head.as_ref().map(|(key, _)| key.as_ref());
            let fresh = self.fresh.peek().map(|(key, _)| key.as_slice());
            let (of_stored, of_fresh) = match (stored, fresh) {
                (None, None) => return Ok(None),
                (Some(_), None) => (true, false),
                (None, Some(_)) => (false, true),
                (Some(stored), Some(fresh)) => (stored <= fresh, fresh <= stored),
            };
            let old = if of_stored { self.head.take() } else { None };
            if of_fresh {
                // A removed record is passed over.
                if let Some((key, Some(value))) = self.fresh.next() {
                    return Ok(Some((key, value)));
                }
            } else if let Some((key, value)) = old {
                return Ok(Some((key.to_vec(), value)));
            }
        }
    }
}

impl<T: DeserializeOwned> Iterator for Scan<'_, T> {
    type Item = Result<(Vec<u8>, T), IndexFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.step().and_then(|pair| match pair {
            None => Ok(None),
            Some((mut key, value)) => {
                key.remove(0);
                let value = codec::decode(&value).map_err(|fault| self.index.damaged(&fault))?;
                Ok(Some((key, value)))
            }
        });
        if !matches!(read, Ok(Some(_))) {
            self.stored = None;
            self.head = None;
            self.fresh = Vec::new().into_iter().peekable();
        }
        read.transpose()
    }
}
