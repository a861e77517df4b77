//! A row read cell by cell: every fault in it is found, not only the first.

use super::{
    fault::{Fault, Faults, Rule, shown},
    header::Column,
    table::{Cell, Row},
};

/// What was found in a file.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What makes rows unreadable.
    pub faults: Faults,
    /// What is unusual in rows that are read.
    pub remarks: Faults,
}

/// One row being read.
pub struct Check<'r, 'a> {
    row: &'r Row<'a>,
    findings: &'r mut Findings,
    good: bool,
}

impl<'r, 'a> Check<'r, 'a> {
    /// Starts on a row. A row that is unreadable as a whole is noted and gives nothing.
    pub fn of(row: &'r Row<'a>, findings: &'r mut Findings) -> Option<Self> {
        if let Some(rule) = row.broken() {
            findings.faults.add(|| Fault {
                row: row.number(),
                column: None,
                value: row.raw().next().map(|cell| shown(&cell)).unwrap_or_default(),
                rule: rule.clone(),
            });
            return None;
        }
        Some(Self {
            row,
            findings,
            good: true,
        })
    }

    /// The value of a cell that must not be empty; `None` after noting the fault.
    pub fn required<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(Cell<'a>) -> Result<T, Rule>,
    ) -> Option<T> {
        let cell = self.row.cell(column);
        let value = if cell == Cell::Empty {
            Err(Rule::Required)
        } else {
            read(cell)
        };
        value.map_err(|rule| self.fault(column, rule)).ok()
    }

    /// The value of a cell that may be empty or missing; `None` also after noting a fault.
    pub fn optional<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(Cell<'a>) -> Result<T, Rule>,
    ) -> Option<T> {
        let cell = self.row.cell(column);
        if cell == Cell::Empty {
            return None;
        }
        read(cell).map_err(|rule| self.fault(column, rule)).ok()
    }

    /// Notes a fault of a column.
    pub fn fault(&mut self, column: Column, rule: Rule) {
        self.good = false;
        note(self.row, column, rule, &mut self.findings.faults);
    }

    /// Notes something unusual in a column.
    pub fn remark(&mut self, column: Column, rule: Rule) {
        note(self.row, column, rule, &mut self.findings.remarks);
    }

    /// Whether no fault was noted so far.
    pub const fn is_good(&self) -> bool {
        self.good
    }
}

impl Findings {
    /// The first `most` faults and the first `most` remarks, each with whether it is a remark.
    pub fn kept(&self, most: usize) -> impl Iterator<Item = (&Fault, bool)> {
        let faults = self.faults.kept().iter().take(most).map(|fault| (fault, false));
        faults.chain(self.remarks.kept().iter().take(most).map(|remark| (remark, true)))
    }

    /// Notes a fault that only the store can tell: a unit that is not there, a row that came before.
    pub fn fault(&mut self, row: &Row<'_>, column: Column, rule: Rule) {
        note(row, column, rule, &mut self.faults);
    }
}

fn note(row: &Row<'_>, column: Column, rule: Rule, faults: &mut Faults) {
    faults.add(|| Fault {
        row: row.number(),
        column: Some(row.place(column)),
        value: shown(&row.cell(column).to_string()),
        rule,
    });
}
