//! Foreign HTML to HTML that is safe to show.

use url::Url;

/// Safe HTML.
#[must_use]
pub fn safe_html(html: &str, base: Option<&Url>) -> String {
    let mut builder = ammonia::Builder::default();
    if let Some(base) = base {
        builder.url_relative(ammonia::UrlRelative::RewriteWithBase(base.clone()));
    }
    builder.link_rel(None).clean(html).to_string()
}
