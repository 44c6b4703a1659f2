//! A schedule as systemd writes it: `OnCalendar=`.

use super::Schedule;

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Schedule {
    /// The moments as values of `OnCalendar=` in the zone of this name. There are two where both a day of the month
    /// and a weekday are asked for: cron takes either, systemd would take both at once.
    #[must_use]
    pub fn calendar(&self, zone_name: &str) -> Vec<String> {
        let fields: Vec<&str> = self.as_str().split(' ').collect();
        let [minute, hour, day, month, weekday] = fields[..] else { return Vec::new() };
        let minute = numbers(minute, 0, 59, &[]);
        let hour = numbers(hour, 0, 23, &[]);
        let month = numbers(month, 1, 12, &MONTHS);
        let days = numbers(day, 1, 31, &[]);
        let weekdays = names(weekday);
        let line = |weekdays: &str, day: &str| format!("{weekdays}*-{month}-{day} {hour}:{minute}:00 {zone_name}");
        // Debian's cron and croner take a field that begins with `*` for one that asks for nothing.
        if day.starts_with('*') || weekday.starts_with('*') {
            return vec![line(&weekdays, &days)];
        }
        vec![line("", &days), line(&weekdays, "*")]
    }
}

/// The values of a field, in order.
fn values(field: &str, least: u32, most: u32, words: &[&str]) -> Vec<u32> {
    let mut values = Vec::new();
    for part in field.split(',') {
        let (range, step) = part.split_once('/').unwrap_or((part, "1"));
        let value = |text: &str| {
            let word = (least..).zip(words).find(|(_, word)| word.eq_ignore_ascii_case(text));
            word.map_or_else(|| text.parse().unwrap_or(least), |(number, _)| number)
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (least, most),
            Some((from, to)) => (value(from), value(to)),
            None => (value(range), value(range)),
        };
        values.extend((from..=to.min(most)).step_by(step.parse().unwrap_or(1).max(1)));
    }
    values.sort_unstable();
    values.dedup();
    values
}

fn numbers(field: &str, least: u32, most: u32, words: &[&str]) -> String {
    if field == "*" {
        return field.to_owned();
    }
    let texts: Vec<String> = values(field, least, most, words).iter().map(|value| format!("{value:02}")).collect();
    texts.join(",")
}

fn names(field: &str) -> String {
    if field == "*" {
        return String::new();
    }
    let mut days: Vec<u32> = values(field, 0, 7, &WEEKDAYS).into_iter().map(|day| day % 7).collect();
    days.sort_unstable();
    days.dedup();
    let names: Vec<&str> = days.iter().filter_map(|day| WEEKDAYS.get(*day as usize).copied()).collect();
    format!("{} ", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::Schedule;

    #[test]
    fn systemd_is_told_the_same_moments() {
        for (cron, expected) in [
            ("0 7 * * *", &["*-*-* 07:00:00 Europe/Berlin"][..]),
            ("30 6,18 * * mon-fri", &["Mon,Tue,Wed,Thu,Fri *-*-* 06,18:30:00 Europe/Berlin"]),
            ("*/20 9-17/4 * * 7", &["Sun *-*-* 09,13,17:00,20,40:00 Europe/Berlin"]),
            ("* * * JAN *", &["*-01-* *:*:00 Europe/Berlin"]),
            ("0 7 1 * 1", &["*-*-01 07:00:00 Europe/Berlin", "Mon *-*-* 07:00:00 Europe/Berlin"]),
        ] {
            let schedule = Schedule::parse(cron).expect("a schedule");
            assert_eq!(schedule.calendar("Europe/Berlin"), expected, "{cron}");
        }
    }
}
