//! Templates: compiled once, each replaceable by a file of the same name.

use super::escape;
use super::failure::RenderError;
use handlebars::{Handlebars, RenderErrorReason, TemplateErrorReason};
use serde::Serialize;
use std::path::Path;

/// Name and text of each built-in template; the name is also the name of its file.
const BUILT_IN: [(&str, &str); 21] = [
    ("head.hbs", include_str!("../../templates/head.hbs")),
    ("digest.hbs", include_str!("../../templates/digest.hbs")),
    ("lead.hbs", include_str!("../../templates/lead.hbs")),
    ("thread.hbs", include_str!("../../templates/thread.hbs")),
    ("section.hbs", include_str!("../../templates/section.hbs")),
    ("brief.hbs", include_str!("../../templates/brief.hbs")),
    ("singles.hbs", include_str!("../../templates/singles.hbs")),
    ("sources.hbs", include_str!("../../templates/sources.hbs")),
    ("quote.hbs", include_str!("../../templates/quote.hbs")),
    ("mark.hbs", include_str!("../../templates/mark.hbs")),
    ("when.hbs", include_str!("../../templates/when.hbs")),
    ("adds.hbs", include_str!("../../templates/adds.hbs")),
    ("timeline.hbs", include_str!("../../templates/timeline.hbs")),
    ("spark.hbs", include_str!("../../templates/spark.hbs")),
    ("story.hbs", include_str!("../../templates/story.hbs")),
    ("archive.hbs", include_str!("../../templates/archive.hbs")),
    ("health.hbs", include_str!("../../templates/health.hbs")),
    ("topic.hbs", include_str!("../../templates/topic.hbs")),
    ("formats.hbs", include_str!("../../templates/formats.hbs")),
    ("mail.hbs", include_str!("../../templates/mail.hbs")),
    ("item.hbs", include_str!("../../templates/item.hbs")),
];

/// The built-in style sheet.
const STYLE: &str = include_str!("../../templates/style.css");

/// The name a template is called by: its file without the ending.
fn name(file: &str) -> &str {
    file.strip_suffix(".hbs").unwrap_or(file)
}

/// All templates and the style sheet.
#[derive(Debug)]
pub(super) struct Templates {
    /// None where every page is its view.
    registry: Option<Handlebars<'static>>,
    style: String,
}

impl Templates {
    /// Compiles the built-in templates, and over them those of `folder`.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self, RenderError> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        registry.register_escape_fn(escape::markup);
        for (file, text) in BUILT_IN {
            add(&mut registry, file, text)?;
        }
        let mut style = STYLE.to_owned();
        if let Some(folder) = folder {
            for (file, text) in overrides(folder)? {
                if file == "style.css" {
                    style = text;
                } else {
                    add(&mut registry, &file, &text)?;
                }
            }
        }
        Ok(Self { registry: Some(registry), style })
    }

    /// Templates whose pages are what they are given, as JSON.
    pub(super) fn views() -> Self {
        Self { registry: None, style: String::new() }
    }

    /// `view` as told by the template `name`.
    pub(super) fn render<V: Serialize>(&self, name: &str, view: &V) -> Result<String, RenderError> {
        let Some(registry) = &self.registry else {
            return serde_json::to_string(view)
                .map_err(|source| RenderError::Json { page: format!("the view of {name}"), source });
        };
        registry.render(name, view).map_err(|error| RenderError::Render {
            file: format!("{}.hbs", error.template_name.as_deref().unwrap_or(name)),
            line: error.line_no.unwrap_or(0),
            column: error.column_no.unwrap_or(0),
            reason: missing(error.reason()),
        })
    }

    /// The style sheet.
    pub(super) fn style(&self) -> &str {
        &self.style
    }
}

fn add(registry: &mut Handlebars<'static>, file: &str, text: &str) -> Result<(), RenderError> {
    // A template of one line stands within a line: the line break that ends its file is the editor's.
    let line = text.trim_end_matches(['\r', '\n']);
    let text = if line.contains('\n') { text } else { line };
    registry.register_template_string(name(file), text).map_err(|error| {
        let (line, column) = error.pos().unwrap_or((0, 0));
        RenderError::Template { file: file.to_owned(), line, column, reason: unreadable(error.reason()) }
    })
}

/// What a template asked for in vain, in plain words.
fn missing(reason: &RenderErrorReason) -> String {
    match reason {
        RenderErrorReason::MissingVariable(Some(name)) => {
            format!(
                "there is no `{name}` here; what may be absent goes into {{{{#if}}}}, and templates/README.md lists what each file gets"
            )
        }
        RenderErrorReason::PartialNotFound(name) => format!("there is no template `{name}.hbs`"),
        RenderErrorReason::HelperNotFound(name) => format!("there is no helper `{name}`"),
        other => other.to_string(),
    }
}

/// Why a template cannot be read, in plain words.
fn unreadable(reason: &TemplateErrorReason) -> String {
    match reason {
        // What the grammar expected says nothing to a person.
        TemplateErrorReason::InvalidSyntax(_) => {
            "the template cannot be read from here on: a {{#block}} without its {{/block}}, or a brace too few or too many".to_owned()
        }
        other => other.to_string(),
    }
}

/// The templates and the style sheet of `folder`, in the order of their names.
fn overrides(folder: &Path) -> Result<Vec<(String, String)>, RenderError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| RenderError::Folder { path, source }
    };
    let mut files = Vec::new();
    for file in folder.read_dir().map_err(failed(folder))? {
        let path = file.map_err(failed(folder))?.path();
        let Some(file) = path.file_name().and_then(|file| file.to_str()) else { continue };
        if file == "style.css" || path.extension().is_some_and(|ending| ending == "hbs") {
            let text = std::fs::read_to_string(&path).map_err(failed(&path))?;
            files.push((file.to_owned(), text));
        }
    }
    files.sort();
    Ok(files)
}
