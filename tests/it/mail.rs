//! Mail and announcements: what is sent, to whom, and that nobody gets it twice.

use super::support::town::{Town, report};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

fn flood() -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet(
            "daily",
            [report(
                "Dam bursts in Norway – 40 homes flooded",
                "The Lillestad dam burst on Sunday and flooded 40 homes in Norway.",
                "05:10",
            )],
        )
        .outlet(
            "herald",
            [report("Norway: dam has burst", "A dam burst at Lillestad in Norway; 40 homes are flooded.", "05:30")],
        )
        .topic("floods", &["dam", "flood*"])
        .digest("base_url = \"https://news.example/brief\"")
}

/// What a server of mail does with a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Takes,
    /// Says that it is too busy, before it has read anything.
    Refuses,
    /// Hangs up when the message is in, without a word.
    HangsUp,
}

/// A server of mail on loopback: what it was sent, as recipient and message.
#[derive(Clone)]
struct PostOffice {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    got: Arc<Mutex<Vec<(String, String)>>>,
}

impl PostOffice {
    fn open(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let office = Self { port, mood: Arc::new(Mutex::new(mood)), got: Arc::default() };
        let inside = office.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = inside.serve(stream);
            }
        });
        office
    }

    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut to = String::new();
        stream.write_all(b"220 post.example\r\n")?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let mood = *self.mood.lock().expect("a mood");
            let answer = match line.split(' ').next().unwrap_or_default().trim() {
                "EHLO" => "250-post.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                "MAIL" if mood == Mood::Refuses => "451 too busy\r\n",
                "RCPT" => {
                    line.trim().clone_into(&mut to);
                    "250 fine\r\n"
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n")?;
                    let mut message = String::new();
                    while !message.ends_with("\r\n.\r\n") {
                        reader.read_line(&mut message)?;
                    }
                    self.got.lock().expect("letters").push((to.clone(), message));
                    if mood == Mood::HangsUp {
                        return Ok(());
                    }
                    "250 taken\r\n"
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n")?;
                    return Ok(());
                }
                _ => "250 fine\r\n",
            };
            stream.write_all(answer.as_bytes())?;
        }
    }

    fn got(&self) -> Vec<(String, String)> {
        self.got.lock().expect("letters").clone()
    }

    fn table(&self, to: &str) -> String {
        format!(
            "[mail]\nfrom = \"Town <brief@town.example>\"\nto = [{to}]\nvia = \"smtp\"\nserver = \"smtp://127.0.0.1:{}\"",
            self.port
        )
    }
}

fn header<'a>(message: &'a str, name: &str) -> &'a str {
    message
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap_or_else(|| panic!("no {name} in {message}"))
}

#[test]
fn each_reader_gets_each_edition_once_and_in_one_thread() {
    let office = PostOffice::open(Mood::Takes);
    let mut town = flood();
    town.table(&office.table("\"ann@example.org\", \"Bo <bo@example.org>\""));
    let said = town.run().succeeds().out();
    assert!(said.contains("Sent to 2 recipients."), "{said}");
    town.run().succeeds();
    town.tidings(&["publish", "--at", "2026-03-01T06:30:00Z"]).succeeds();
    let got = office.got();
    assert_eq!(
        got.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(),
        ["RCPT TO:<ann@example.org>", "RCPT TO:<bo@example.org>"]
    );
    let first = got[0].1.clone();
    assert_eq!(header(&first, "Message-ID"), "<2026-03-01.digest@town.example>");
    assert_eq!(header(&first, "List-Unsubscribe"), "<mailto:brief@town.example?subject=unsubscribe>");
    assert_eq!(header(&first, "Date"), "Sun, 01 Mar 2026 06:00:00 +0000");
    assert!(first.contains("multipart/alternative") && first.contains("text/plain") && first.contains("text/html"));
    // The next edition follows the first.
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "daily",
        [report("Dam toll rises to 7", "The Lillestad dam burst in Norway; 7 people died.", "05:00")],
    );
    town.run().succeeds();
    let next = office.got()[2].1.clone();
    assert_eq!(header(&next, "In-Reply-To"), "<2026-03-01.digest@town.example>");
    assert!(header(&next, "References").starts_with("<series."));
    assert_eq!(header(&next, "References").split(' ').next(), header(&first, "References").split(' ').next());
}

#[test]
fn what_is_refused_is_tried_again_and_what_may_have_arrived_is_not() {
    let office = PostOffice::open(Mood::Refuses);
    let mut town = flood();
    town.table(&office.table("\"ann@example.org\""));
    let said = town.run().exits(6).err();
    assert!(said.contains("mail to ann@example.org: not sent: ") && said.contains("too busy"), "{said}");
    assert!(said.contains("the next run tries again"), "{said}");
    assert!(town.output("index.html").exists(), "the page is published all the same");
    *office.mood.lock().expect("a mood") = Mood::HangsUp;
    let said = town.run().exits(6).err();
    assert!(said.contains("it may have arrived, so it is not sent again"), "{said}");
    *office.mood.lock().expect("a mood") = Mood::Takes;
    town.run().succeeds();
    assert_eq!(office.got().len(), 1, "it arrived once");
}

#[test]
fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let mut town = flood();
    town.table(&format!(
        "[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"smtp\"\nserver = \"smtp://127.0.0.1:{port}\"\n\
         [notify]\nwebhook = \"http://127.0.0.1:{port}/hook-with-a-secret\""
    ));
    let said = town.run().exits(6).err();
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("webhook: not sent: "), "{said}");
    assert!(!said.contains("hook-with-a-secret"), "{said}");
}

#[cfg(unix)]
#[test]
fn sendmail_gets_the_whole_message() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut town = flood();
    let program = town.folder().join("sendmail");
    let kept = town.folder().join("kept");
    put(&program, &format!("#!/bin/sh\necho \"$@\" > {0}.words\ncat > {0}\n", kept.display()));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    town.table("[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nsendmail = \"sendmail\"");
    town.run().succeeds();
    let words = fs::read_to_string(kept.with_extension("words")).expect("words");
    assert_eq!(words.trim(), "-i -f brief@town.example -- ann@example.org");
    let message = fs::read_to_string(&kept).expect("a message");
    assert_eq!(header(&message, "To"), "ann@example.org");
    put(&program, "#!/bin/sh\nexit 75\n");
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "daily",
        [report("Dam toll rises to 7", "The Lillestad dam burst in Norway; 7 people died.", "05:00")],
    );
    let said = town.run().exits(6).err();
    assert!(said.contains("refused the message") && said.contains("75"), "{said}");
    fs::remove_file(&program).expect("removed");
    assert!(town.run().exits(6).err().contains("cannot be started"));
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder: nobody reads it half-written")]
fn put(path: &std::path::Path, body: &str) {
    fs::write(path, body).expect("written");
}

#[test]
fn a_letter_is_a_file_that_is_the_same_each_time() {
    let letter = || {
        let mut town = flood();
        town.table("[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"file\"");
        town.run().succeeds();
        fs::read_to_string(town.output("2026/03/01/digest.eml")).expect("a letter")
    };
    let first = letter();
    assert_eq!(first, letter());
    assert!(first.len() < 80 * 1024);
    let whole = first.replace("=\r\n", "");
    assert!(whole.contains("https://news.example/brief/story/"), "headlines lead to the published pages");
    for remote in ["<img", "<link", "<script", "url(", "src=3D", "<style"] {
        assert!(!whole.contains(remote), "{remote}");
    }
}

#[test]
fn an_announcement_is_one_post() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("an address").port();
    let got: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&got);
    std::thread::spawn(move || {
        for mut stream in server.incoming().flatten() {
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let (mut request, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
                    break;
                }
                if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
                    length = value.trim().parse().unwrap_or(0);
                }
                request.push_str(&line);
            }
            let mut body = vec![0; length];
            let _ = std::io::Read::read_exact(&mut reader, &mut body);
            request.push_str(&String::from_utf8_lossy(&body));
            seen.lock().expect("posts").push(request);
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
        }
    });
    let mut town = flood();
    town.table(&format!(
        "[notify]\nwebhook = \"http://127.0.0.1:{port}/hook\"\nntfy = \"http://127.0.0.1:{port}/topic\""
    ));
    town.run().succeeds();
    town.run().succeeds();
    let got = got.lock().expect("posts").clone();
    assert_eq!(got.len(), 2, "{got:#?}");
    assert!(
        got[0].starts_with("POST /hook ")
            && got[0].contains("\"link\":\"https://news.example/brief/2026/03/01/index.html\"")
    );
    assert!(got[0].contains("Town: 1 new story. "), "{}", got[0]);
    assert!(got[1].starts_with("POST /topic ") && got[1].contains("click: https://news.example/brief/"), "{}", got[1]);
}

#[test]
fn mistakes_in_mail_are_named() {
    for (table, expected) in [
        ("[mail]\nfrom = \"brief@town.example\"", "[mail] needs both `from` and `to`"),
        ("[mail]\nfrom = \"nobody\"\nto = [\"a@b.example\"]", "\"nobody\" is not an address of mail"),
        ("[mail]\nfrom = \"a@b.example\"\nto = []", "`to` is empty"),
        (
            "[mail]\nfrom = \"a@b.example\"\nto = [\"a@b.example\"]\nvia = \"pigeon\"",
            "`via` may be: sendmail, smtp, file",
        ),
        ("[mail]\nfrom = \"a@b.example\"\nto = [\"a@b.example\"]\nvia = \"smtp\"", "mail by SMTP needs a `server`"),
        (
            "[mail]\nfrom = \"a@b.example\"\nto = [\"a@b.example\"]\nvia = \"smtp\"\nserver = \"smtp://u:p@m.example\"",
            "`server` holds a name or a password",
        ),
        (
            "[mail]\nfrom = \"a@b.example\"\nto = [\"a@b.example\"]\nvia = \"smtp\"\nserver = \"smtp://m.example\"\nuser = \"u\"\npassword = \"${NO_SUCH}\"",
            "the environment has no variable NO_SUCH",
        ),
        ("[notify]\nntfy = \"ftp://x.example\"", "`ntfy` is not an http or https address"),
    ] {
        let mut town = flood();
        town.table(table);
        let said = town.tidings(&["check"]).exits(2).err();
        assert!(said.contains(expected), "{table}\n{said}");
    }
}
