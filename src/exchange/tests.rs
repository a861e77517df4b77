//! Fears, on real books in folders of memory: what is lost, doubled, late, torn, forged or read by the wrong office.

mod carry;
mod crash;
mod forged;
mod net;
mod receipts;
mod recovered;
mod said;
mod secrecy;
mod surveys;
