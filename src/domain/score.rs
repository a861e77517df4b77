//! The index of service quality (IKM, regulation 14/2017 of `KemenPANRB`), exactly, in hundredths of a point.
//!
//! Answers run from 1 to 4. Each element's mean counts alike, and the mean of these means times 25 is the index:
//! 25.00 to 100.00. Elements may have different numbers of answers ("tidak berlaku" is left out), so the index is the
//! mean of the elements' means and not the mean of all answers. The arithmetic is exact rational arithmetic with one
//! rounding, half up, at the end; grades are given to the rounded value.
//!
//! Custom often takes the weight 0.11 for each of nine elements where 1/9 is meant. Then perfect answers give 99.00, and
//! a result can fall a grade. [`customary_hundredths`] gives that value for comparison only.

mod ratio;
#[cfg(test)]
mod tests;

use ratio::Natural;

/// The greatest answer on the scale.
const TOP: u32 = 4;

/// The answers to one element: their sum and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Sum of the answers, each 1 to 4.
    pub sum: u32,
    /// How many answers there are; "tidak berlaku" and left out do not count.
    pub count: u32,
}

/// The grade of a service's quality, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// 88.31 and above: sangat baik.
    A,
    /// 76.61 and above: baik.
    B,
    /// 65.00 and above: kurang baik.
    C,
    /// Below: tidak baik.
    D,
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The lowest index of the grade, in hundredths.
    pub const fn min_hundredths(self) -> u32 {
        match self {
            Self::A => 8831,
            Self::B => 7661,
            Self::C => 6500,
            Self::D => 2500,
        }
    }

    /// The grade of an index that was rounded to hundredths: the bands of the regulation leave gaps between them, so
    /// it is rounded first and compared then.
    pub const fn of(hundredths: u32) -> Self {
        match hundredths {
            8831.. => Self::A,
            7661.. => Self::B,
            6500.. => Self::C,
            _ => Self::D,
        }
    }

    /// The letter.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }
}

/// The index of one element, in hundredths: `round_half_up(sum * 2500 / count)`. Nothing without answers, or where
/// the sum is more than the answers can give.
pub fn element_hundredths(element: Element) -> Option<u32> {
    index_hundredths(&[element])
}

/// The index over several elements, in hundredths. Elements without answers are left out; nothing where none has any,
/// or where a sum is more than its answers can give.
pub fn index_hundredths(elements: &[Element]) -> Option<u32> {
    let answered = answered(elements)?;
    let count = u32::try_from(answered.len()).ok()?;
    scaled(&answered, 2500, count)
}

/// The index with the customary weight of 0.11 an element, in hundredths, to be shown only beside the exact one and
/// labelled so. Nothing unless there are nine elements, all answered: the weight has no meaning elsewhere.
pub fn customary_hundredths(elements: &[Element]) -> Option<u32> {
    let answered = answered(elements)?;
    if elements.len() != 9 || answered.len() != 9 {
        return None;
    }
    scaled(&answered, 275, 1)
}

/// The elements with answers; nothing where there are none or one is impossible.
fn answered(elements: &[Element]) -> Option<Vec<Element>> {
    let possible = |e: &Element| u64::from(e.sum) <= u64::from(e.count) * u64::from(TOP);
    let answered: Vec<Element> = elements.iter().copied().filter(|e| e.count > 0).collect();
    (!answered.is_empty() && elements.iter().all(possible)).then_some(answered)
}

/// `round_half_up(factor / divisor * sum of means)`: with the means on one denominator, no digit is lost.
fn scaled(elements: &[Element], factor: u32, divisor: u32) -> Option<u32> {
    let mut numerator = Natural::from(0);
    let mut denominator = Natural::from(1);
    for element in elements {
        // a/b + s/n = (a n + s b) / (b n)
        numerator = numerator
            .times(element.count)
            .plus(&denominator.times(element.sum));
        denominator = denominator.times(element.count);
    }
    // floor(x / y + 1/2) = floor((2 x + y) / (2 y))
    let divisor = denominator.times(divisor);
    let wanted = numerator.times(factor).times(2).plus(&divisor);
    wanted.quotient(&divisor.times(2), 20_000)
}
