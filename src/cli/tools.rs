//! `read`, `group` and `brief`: for scripts, and for looking inside.

use super::{brief, group, read, report};
use crate::compose;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `read`.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// A file as a server sent it.
    #[arg(value_name = "FILE", required_unless_present = "batch")]
    file: Option<PathBuf>,
    /// What the server said it was.
    #[arg(long, value_name = "TYPE", conflicts_with = "batch")]
    content_type: Option<String>,
    /// Where it came from: relative addresses are read against it.
    #[arg(long, value_name = "URL", conflicts_with = "batch")]
    base: Option<String>,
    /// A list of files: file, content type and base in a line, with tabs between; one JSON a line comes out, in order.
    #[arg(long, value_name = "LIST.tsv", conflicts_with = "file")]
    batch: Option<PathBuf>,
    /// Say also what another reader, feed-rs, reads otherwise: `second_opinion` in the JSON.
    #[arg(long)]
    second_opinion: bool,
}

/// How pairs are judged: the names of [`compose::group::Method`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// By a score learned from labelled news days.
    Learned,
    /// By TF-IDF with average linkage, the yardstick.
    Tfidf,
}

/// Flags of `group`.
#[derive(Debug, Args)]
pub(super) struct GroupArgs {
    /// JSON Lines of {id, title, link?, summary?, text?, published?, outlet?, lang?}; `-` is standard input.
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
    /// How pairs of entries are judged.
    #[arg(long, value_name = "METHOD", default_value = "learned")]
    method: Method,
    /// What is printed.
    #[arg(long, value_name = "WHAT", default_value = "groups")]
    print: group::Print,
    /// A model in place of the one that ships.
    #[arg(long, value_name = "FILE.tsv")]
    model: Option<PathBuf>,
}

/// Flags of `brief`.
#[derive(Debug, Args)]
pub(super) struct BriefArgs {
    /// JSON Lines of {id, docs: [{title, summary or text, outlet?, link?}]}; `-` is standard input.
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
    /// The most words of a brief.
    #[arg(long, value_name = "N", default_value_t = 66)]
    words: usize,
}

pub(super) fn read(args: &ReadArgs) -> ExitCode {
    let mut out = BufWriter::new(stdout().lock());
    let mut print = |value: serde_json::Value| writeln!(out, "{value}");
    let outcome = match (&args.batch, &args.file) {
        (Some(list), _) => read::read_batch(list, args.second_opinion, &mut print)
            .map_err(|cause| format!("{}: {cause}", list.display())),
        (None, Some(file)) => {
            let (content_type, base) = (args.content_type.as_deref(), args.base.as_deref());
            let value = read::read_file(file, content_type, base, args.second_opinion);
            print(value).map_err(|cause| cause.to_string())
        }
        (None, None) => Ok(()),
    };
    drop(out);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => report::usage(&problem),
    }
}

pub(super) fn group(args: &GroupArgs) -> ExitCode {
    let method = match args.method {
        Method::Learned => compose::group::Method::Learned,
        Method::Tfidf => compose::group::Method::Tfidf,
    };
    let options = compose::group::Options { method, ..compose::group::Options::default() };
    match group::run(&args.file, &options, args.print, args.model.as_deref(), BufWriter::new(stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => report::usage(&problem.to_string()),
    }
}

pub(super) fn brief(args: &BriefArgs) -> ExitCode {
    let out = BufWriter::new(stdout().lock());
    let outcome = if args.file.as_os_str() == "-" {
        brief::brief(stdin().lock(), out, args.words).map_err(|problem| format!("standard input: {problem}"))
    } else {
        let named = |problem: &dyn std::fmt::Display| format!("{}: {problem}", args.file.display());
        match File::open(&args.file) {
            Ok(file) => brief::brief(BufReader::new(file), out, args.words).map_err(|problem| named(&problem)),
            Err(cause) => Err(named(&cause)),
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => report::usage(&problem),
    }
}
