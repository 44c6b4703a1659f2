-- Times are milliseconds since 1970-01-01T00:00:00Z. Ids of entries are the 64 bits that their names spell.

create table feeds (
    id      text primary key not null,
    outlet  text not null,
    address text not null,
    state   text not null               -- FeedState as JSON
) strict;

create table entries (
    id         integer primary key not null,
    outlet     text not null,
    feed       text not null,
    guid       text,
    link       text,
    link_key   text,
    print      text not null,
    title      text not null,
    summary    text not null,
    body       text not null,
    more       text not null,           -- authors, labels, source, language, earlier headlines as JSON
    published  integer,
    updated    integer,
    first_seen integer not null,
    edition    text                     -- the edition that considered it; null while none has
) strict;

create index entries_seen on entries (first_seen);
create index entries_edition on entries (edition, first_seen);
create index entries_feed on entries (feed);

-- How an entry is known again: 64-bit prints of (outlet, kind, key).
create table entry_keys (
    key   integer primary key not null,
    entry integer not null
) strict;

create table stories (
    id         text primary key not null,
    first_told integer not null,
    last_told  integer not null,
    story      text not null            -- Story as JSON
) strict;

create index stories_told on stories (last_told);

create table editions (
    key       text primary key not null,
    made      integer not null,
    headline  text,                     -- of its first story
    stories   integer not null,         -- told at more than a line
    entries   integer not null,         -- considered
    digest    text not null,            -- Digest as JSON
    verdicts  text not null,            -- what became of every entry, as JSON
    delivered integer not null          -- 1 once its pages are on disk
) strict;

create index editions_made on editions (made);

-- Single values: the print of the configuration and of the templates last used.
create table notes (
    name  text primary key not null,
    value text not null
) strict;
