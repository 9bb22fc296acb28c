//! Dates as REVOKE and RESUME take them.

use saffron_vocabulary::racf::Day;

/// `mm/dd/yy`; `None` for a day of a year that two digits can't represent: RACF reads 71 to 99 as years
/// of the twentieth century, and 00 to 70 as years of the twenty-first (`RACF Command Language
/// Reference`, CONNECT, REVOKE).
pub fn date(day: Day) -> Option<String> {
    let (year, month, date) = day.civil();
    (1971..=2070).contains(&year).then(|| format!("{month:02}/{date:02}/{:02}", year % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_of_the_window_has_its_date() {
        for year in 1971..=2070 {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let found = date(Day::from_civil(year, month, day).unwrap());
                assert_eq!(found.unwrap(), format!("{month:02}/{day:02}/{:02}", year % 100));
            }
        }
        assert_eq!(date(Day::from_civil(2028, 2, 29).unwrap()).unwrap(), "02/29/28");
        assert_eq!(date(Day::from_civil(1970, 12, 31).unwrap()), None);
        assert_eq!(date(Day::from_civil(2071, 1, 1).unwrap()), None);
    }
}
