//! Columns of a table: how wide each is in the room there is.

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Columns it needs; for the one that grows, the least it can be read at.
    pub width: u16,
    /// Whether it takes what is left over. One column of a table does.
    pub grows: bool,
    /// The lower, the longer it stays when there is no room for all. 0 always stays.
    pub rank: u8,
    /// Whether its text ends at its right edge: numbers.
    pub right: bool,
}

impl Column {
    /// A column of a fixed width.
    pub const fn fixed(width: u16, rank: u8) -> Self {
        Self {
            width,
            grows: false,
            rank,
            right: false,
        }
    }

    /// A column of numbers.
    pub const fn number(width: u16, rank: u8) -> Self {
        Self {
            width,
            grows: false,
            rank,
            right: true,
        }
    }

    /// The column that takes what is left, and at least `width`.
    pub const fn growing(width: u16) -> Self {
        Self {
            width,
            grows: true,
            rank: 0,
            right: false,
        }
    }
}

/// Offset and width of each column in a room of `total` columns, two spaces between; `None` for a column that found
/// no room, those of the highest rank first.
pub fn layout(columns: &[Column], total: u16) -> Vec<Option<(u16, u16)>> {
    let mut keep: Vec<bool> = vec![true; columns.len()];
    loop {
        let need = need(columns, &keep);
        let worst = columns
            .iter()
            .enumerate()
            .filter(|(at, column)| keep.get(*at) == Some(&true) && column.rank > 0)
            .max_by_key(|(_, column)| column.rank);
        match worst {
            Some((at, _)) if need > total => {
                if let Some(kept) = keep.get_mut(at) {
                    *kept = false;
                }
            }
            _ => break,
        }
    }
    let spare = total.saturating_sub(need(columns, &keep));
    let mut x = 0_u16;
    columns
        .iter()
        .zip(keep)
        .map(|(column, kept)| {
            kept.then(|| {
                let wanted = if column.grows {
                    column.width.saturating_add(spare)
                } else {
                    column.width
                };
                let width = wanted.min(total.saturating_sub(x));
                let at = x;
                x = x.saturating_add(width).saturating_add(2);
                (at, width)
            })
        })
        .collect()
}

fn need(columns: &[Column], keep: &[bool]) -> u16 {
    let kept = columns.iter().zip(keep).filter(|(_, kept)| **kept);
    let widths: u16 = kept
        .clone()
        .map(|(column, _)| column.width)
        .fold(0, u16::saturating_add);
    let gaps = u16::try_from(kept.count()).unwrap_or(0).saturating_sub(1) * 2;
    widths.saturating_add(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [Column::growing(20), Column::number(3, 1), Column::fixed(10, 2)];

    #[test]
    fn what_is_left_over_goes_to_the_column_that_grows() {
        assert_eq!(
            layout(&COLUMNS, 60),
            [Some((0, 43)), Some((45, 3)), Some((50, 10))]
        );
    }

    #[test]
    fn the_least_important_column_goes_first_and_the_title_never() {
        assert_eq!(layout(&COLUMNS, 30), [Some((0, 25)), Some((27, 3)), None]);
        assert_eq!(layout(&COLUMNS, 20), [Some((0, 20)), None, None]);
        assert_eq!(layout(&COLUMNS, 10), [Some((0, 10)), None, None]);
    }
}
