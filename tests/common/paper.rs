//! What lies on printed sheets.

/// The words of a sheet, in the order of their numbers.
pub fn words(sheet: &str) -> String {
    let mut numbered = Vec::new();
    for line in sheet.lines().filter(|line| line.starts_with("   ")) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
            if let Ok(at) = pair[0].trim_end_matches('.').parse::<u8>() {
                numbered.push((at, pair[1].to_owned()));
            }
        }
    }
    numbered.sort();
    let words: Vec<String> = numbered.into_iter().map(|(_, word)| word).collect();
    words.join(" ")
}
