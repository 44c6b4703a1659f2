//! Making way for a page where something else lies in its place. Nothing is lost: what is no file of ours is kept
//! under another name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Names tried for what has to make way.
const NAMES: usize = 1_000;

/// Whether a file of `size` bytes lies at `path`, and no folder, link or pipe. It is not opened: a pipe would never end.
pub(super) fn is_page(path: &Path, size: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() == size)
}

/// Whether a file lies at `path`, and is not empty unless it was written so, with `size` bytes. What somebody has
/// changed by hand is there: only `verify` minds.
#[must_use]
pub fn is_there(path: &Path, size: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && (about.len() > 0 || size == 0))
}

/// Makes way for a page at `path`; returns what a folder that lay there is called now. An empty one goes. A link or a
/// pipe needs no way made: renaming a file puts that in their place, and what a link leads to stays.
pub(super) fn for_page(path: &Path) -> io::Result<Option<PathBuf>> {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
    if !is_folder || fs::remove_dir(path).is_ok() {
        return Ok(None);
    }
    aside(path).map(Some)
}

/// Makes way for the folder `folder` below `output`: a file, a pipe or a link that leads nowhere, in the place of any
/// folder on the way, gets another name. A link to a folder stays.
pub(super) fn for_folder(output: &Path, folder: &Path) -> io::Result<Option<PathBuf>> {
    let mut way: Vec<&Path> = folder.ancestors().take_while(|part| *part != output).collect();
    way.reverse();
    for part in way {
        match fs::symlink_metadata(part) {
            Ok(_) if !part.is_dir() => return aside(part).map(Some),
            Ok(_) => {}
            // Below what is not there, nothing is.
            Err(_) => break,
        }
    }
    Ok(None)
}

/// Renames `path` to a name beside it that is free.
fn aside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for number in 1..=NAMES {
        let kept = path.with_file_name(format!("{name}.kept-{number}"));
        if fs::symlink_metadata(&kept).is_err() {
            fs::rename(path, &kept)?;
            return Ok(kept);
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!("{name} is in the way, and so are all names to keep it under"),
    ))
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::write;
    use crate::model::Page;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_lies_in_the_place_of_a_page_makes_way_and_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("output");
        let put =
            |path: &str, body: &str| assert!(super::super::create(&output.join(path), body.as_bytes()).expect("put"));
        fs::create_dir_all(output.join("full.html")).expect("a folder");
        put("full.html/mine.txt", "kept");
        fs::create_dir_all(output.join("empty.html")).expect("a folder");
        put("elsewhere.html", "elsewhere");
        // A link to the very words that the page is to have is no page all the same.
        symlink(output.join("elsewhere.html"), output.join("link.html")).expect("a link");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            output.join("pipe.html"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .expect("a pipe");
        put("day", "a file in the place of a folder");
        symlink(output.join("nowhere"), output.join("dangling")).expect("a link");
        let paths = ["full.html", "empty.html", "link.html", "pipe.html", "day/index.html", "dangling/index.html"];
        let pages = paths.map(|path| Page::new(path, "elsewhere"));
        let delivered = write(&output, &pages).expect("written");
        assert_eq!((delivered.written, delivered.unchanged), (6, 0));
        for path in paths {
            assert!(super::is_page(&output.join(path), 9), "{path}");
        }
        let kept = ["full.html.kept-1", "day.kept-1", "dangling.kept-1"].map(|name| output.join(name));
        assert_eq!(delivered.kept, kept);
        assert_eq!(fs::read_to_string(kept[0].join("mine.txt")).expect("kept"), "kept");
        assert_eq!(fs::read_to_string(output.join("elsewhere.html")).expect("kept"), "elsewhere");
        assert_eq!(write(&output, &pages).expect("written").unchanged, 6);
    }

    #[test]
    fn a_folder_that_is_a_link_to_another_stays_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let (output, disk) = (folder.path().join("output"), folder.path().join("disk"));
        fs::create_dir_all(&output).expect("a folder");
        fs::create_dir_all(&disk).expect("a folder");
        symlink(&disk, output.join("story")).expect("a link");
        let delivered = write(&output, &[Page::new("story/dam.html", "dam")]).expect("written");
        assert_eq!((delivered.written, delivered.kept.len()), (1, 0));
        assert_eq!(fs::read_to_string(disk.join("dam.html")).expect("a page"), "dam");
    }
}
