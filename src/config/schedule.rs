//! The shape of a schedule: five fields, as in cron.

use super::problem::Problems;
use super::section::Written;
use crate::model::{Schedule, ScheduleError};

/// Name, least and most value of each field, and the names its values have.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    ("day of the week", 0, 7, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

/// Checks a schedule. Its fields are looked at one by one first, so that a mistake is named by its field.
pub(super) fn schedule(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Schedule> {
    let example = "write minute, hour, day, month and weekday: \"0 7 * * 1-5\" is seven o'clock from Monday to Friday";
    let fields: Vec<&str> = at.value.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        let message = match fields.len() {
            1 if fields[0].starts_with('@') => format!("the short form \"{}\" is not known here", fields[0]),
            1 => "a schedule has five fields, and this has one".to_owned(),
            many => format!("a schedule has five fields, and this has {many}"),
        };
        problems.add(&at.span, &at.key, message, example);
        return None;
    }
    let mut good = true;
    for (text, (name, least, most, names)) in fields.iter().zip(FIELDS) {
        if let Err(reason) = field(text, least, most, names) {
            problems.add(&at.span, &at.key, format!("the {name} of this schedule does not work: {reason}"), example);
            good = false;
        }
    }
    if !good {
        return None;
    }
    match Schedule::parse(&fields.join(" ")) {
        Ok(schedule) => Some(schedule),
        Err(ScheduleError::Never) => {
            let hint = "no year has this day; most months have 30 days or 31, February has 28 or 29";
            problems.add(&at.span, &at.key, "this schedule names a day that never comes", hint);
            None
        }
        Err(problem) => {
            problems.add(&at.span, &at.key, format!("this schedule does not work: {problem}"), example);
            None
        }
    }
}

fn field(text: &str, least: u32, most: u32, names: &[&str]) -> Result<(), String> {
    for part in text.split(',') {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        if let Some(step) = step
            && !step.parse::<u32>().is_ok_and(|step| step > 0 && step <= most)
        {
            return Err(format!("the step \"{step}\" must be a number from 1 to {most}"));
        }
        if range == "*" {
            continue;
        }
        if step.is_some() && !range.contains('-') {
            return Err(format!(
                "a step needs a range before it: write \"{range}-{most}/{}\"",
                step.unwrap_or_default()
            ));
        }
        let value = |text: &str| -> Result<u32, String> {
            if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
                return u32::try_from(at).map(|at| at + least).map_err(|error| error.to_string());
            }
            match text.parse::<u32>() {
                Ok(value) if (least..=most).contains(&value) => Ok(value),
                _ => Err(format!("\"{text}\" does not lie between {least} and {most}")),
            }
        };
        match range.split_once('-') {
            None => {
                value(range)?;
            }
            Some((from, to)) => {
                if value(from)? > value(to)? {
                    return Err(format!("\"{range}\" ends before it begins"));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, field};

    #[test]
    fn fields_are_checked() {
        for (at, text, good) in [
            (0, "*", true),
            (0, "*/5", true),
            (0, "0,30", true),
            (0, "60", false),
            (0, "*/0", false),
            (0, "", false),
            (0, "-5", false),
            (1, "7", true),
            (1, "24", false),
            (1, "9-17/2", true),
            (1, "9/2", false),
            (2, "0", false),
            (3, "JAN-mar", true),
            (3, "13", false),
            (4, "mon-fri", true),
            (4, "1-5", true),
            (4, "5-1", false),
            (4, "7", true),
            (4, "8", false),
            (4, "noday", false),
        ] {
            let (_, least, most, names) = FIELDS[at];
            assert_eq!(field(text, least, most, names).is_ok(), good, "{at} {text}");
        }
    }
}
