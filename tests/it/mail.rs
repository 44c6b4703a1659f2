//! Mail and announcements: what is sent, to whom, and that nobody gets it twice.

use super::support::post_office::{Mood, PostOffice};
use super::support::secure::{Authority, Certificate};
use super::support::town::{Town, report};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
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
    office.is(Mood::HangsUp);
    let said = town.run().exits(6).err();
    assert!(said.contains("it may have arrived, so it is not sent again"), "{said}");
    office.is(Mood::Takes);
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
    assert!(
        said.contains(&format!("mail to ann@example.org: not sent: 127.0.0.1:{port}: nobody listens there;")),
        "{said}"
    );
    assert!(said.contains("webhook: not sent: nobody listens there; the next run tries again"), "{said}");
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

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_between_two_readers_sends_nothing_twice() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut town = flood();
    let program = town.folder().join("sendmail");
    let kept = town.folder().join("kept");
    // Takes the letter to Bo, and with it the life of the run.
    put(
        &program,
        &format!(
            "#!/bin/sh\ncat > /dev/null\necho \"$5\" >> {}\nif [ \"$5\" = bo@example.org ]; then kill -9 $PPID; fi\n",
            kept.display()
        ),
    );
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    town.table(
        "[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\", \"bo@example.org\", \"cy@example.org\"]\n\
         sendmail = \"sendmail\"",
    );
    assert_eq!(town.run().code(), None, "killed");
    assert_eq!(fs::read_to_string(&kept).expect("a list"), "ann@example.org\nbo@example.org\n");
    town.run().succeeds();
    town.run().succeeds();
    assert_eq!(fs::read_to_string(&kept).expect("a list"), "ann@example.org\nbo@example.org\ncy@example.org\n");
}

/// A town that sends mail to Ann by `server`, and trusts `authority`.
fn flood_by(server: &str, authority: &Authority, password: &str) -> Town {
    let town = flood().file("roots.pem", &authority.pem());
    let roots = town.folder().join("roots.pem").display().to_string();
    let mut town = town.variable("SSL_CERT_FILE", &roots).variable("MAIL_PASSWORD", password);
    town.table(&format!(
        "[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"smtp\"\nserver = \"{server}\"\n\
         user = \"ann\"\npassword = \"${{MAIL_PASSWORD}}\""
    ));
    town
}

#[test]
fn mail_by_tls_from_the_start_and_after_starttls() {
    let authority = Authority::new();
    let office = PostOffice::with_tls(&authority, Certificate::Good);
    for implicit in [true, false] {
        let port = if implicit { office.secure_port() } else { office.port() };
        // 0.0.0.0 leads to this machine without saying so: nothing goes there in the clear.
        let scheme = if implicit { "smtps" } else { "smtp" };
        let mut town = flood_by(&format!("{scheme}://0.0.0.0:{port}"), &authority, "open sesame");
        town.run().succeeds();
        town.run().succeeds();
    }
    let got = office.got();
    assert_eq!(got.len(), 2, "one edition of each town");
    for (to, message) in got {
        assert_eq!(to, "RCPT TO:<ann@example.org>");
        assert_eq!(header(&message, "Message-ID"), "<2026-03-01.digest@town.example>");
    }
    let clear = office.in_the_clear();
    assert!(clear.iter().any(|line| line == "STARTTLS"), "{clear:?}");
    assert!(clear.iter().all(|line| line == "STARTTLS" || line.starts_with("EHLO ")), "{clear:?}");
}

#[test]
fn a_wrong_password_and_a_bad_certificate_are_named_and_tried_again() {
    let authority = Authority::new();
    let office = PostOffice::with_tls(&authority, Certificate::Good);
    let server = format!("smtps://127.0.0.1:{}", office.secure_port());
    let mut town = flood_by(&server, &authority, "open says me");
    let said = town.run().exits(6).err();
    let words = format!("127.0.0.1:{} refuses `user` \"ann\" with this `password`: 535 wrong", office.secure_port());
    assert!(said.contains(&words) && said.contains("the next run tries again"), "{said}");
    assert!(!said.contains("says me"), "{said}");
    town.table(
        &office
            .table("\"ann@example.org\"")
            .replace("smtp://", "smtps://")
            .replace(&office.port().to_string(), &office.secure_port().to_string()),
    );
    let said = town.run().exits(6).err();
    assert!(said.contains("wants a login, so write `user` and `password` into [mail]: 530"), "{said}");
    for (certificate, words) in [
        (Certificate::Stranger, "certificate not trusted: nobody we know vouches for it"),
        (Certificate::Elsewhere, "certificate not trusted: it is for another host"),
        (Certificate::Expired, "certificate not trusted: it has expired"),
    ] {
        let office = PostOffice::with_tls(&authority, certificate);
        for server in
            [format!("smtps://127.0.0.1:{}", office.secure_port()), format!("smtp://0.0.0.0:{}", office.port())]
        {
            let said = flood_by(&server, &authority, "open sesame").run().exits(6).err();
            assert!(said.contains(words), "{server}: {said}");
        }
        assert_eq!(office.got(), []);
        assert!(office.in_the_clear().iter().all(|line| !line.starts_with("AUTH")), "no password to a stranger");
    }
    // A server that speaks no TLS gets nothing that leaves this machine.
    let plain = PostOffice::open(Mood::Takes);
    let said = flood_by(&format!("smtp://0.0.0.0:{}", plain.port()), &authority, "open sesame").run().exits(6).err();
    assert!(said.contains("STARTTLS is not supported on this server"), "{said}");
    assert_eq!(plain.got(), []);
}

#[test]
fn a_letter_is_a_file_that_is_written_once_and_is_the_same_each_time() {
    let letter = || {
        let mut town = flood();
        town.table("[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"file\"");
        let said = town.run().succeeds().out();
        assert!(said.contains("1 letter written beside the page."), "{said}");
        let path = town.output("2026/03/01/digest.eml");
        let letter = fs::read_to_string(&path).expect("a letter");
        // Whoever sends it on takes it away, and it does not come back, even when all pages do.
        fs::remove_file(&path).expect("taken");
        fs::remove_file(town.output("index.html")).expect("lost");
        town.run().succeeds();
        assert!(town.output("index.html").exists() && !path.exists());
        letter
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
fn each_reader_has_a_letter_of_their_own() {
    let mut town = flood();
    let table = |to: &str| format!("[mail]\nfrom = \"brief@town.example\"\nto = [{to}]\nvia = \"file\"");
    town.table(&table("\"ann@example.org\", \"Bo <b/o@example.org>\", \"ann@example.org\""));
    town.run().succeeds();
    let names = || {
        let files = fs::read_dir(town.output("2026/03/01")).expect("a folder").flatten();
        let mut names: Vec<String> = files.filter_map(|file| file.file_name().into_string().ok()).collect();
        names.retain(|name| name.contains(".eml"));
        names.sort();
        names
    };
    assert_eq!(names(), ["digest.ann@example.org.eml", "digest.b%2Fo@example.org.eml"]);
    let letter = fs::read_to_string(town.output("2026/03/01/digest.b%2Fo@example.org.eml")).expect("a letter");
    assert!(header(&letter, "To").contains("b/o@example.org") && !letter.contains("ann@example.org"), "{letter}");
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
