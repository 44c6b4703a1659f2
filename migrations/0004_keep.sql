-- What each feed listed when it was last read: an entry that its feed still lists is not forgotten, or it would
-- come back as news.
create table listings (
    feed    text primary key not null,
    entries blob not null               -- ids of entries, eight bytes each, little-endian
) strict;

-- What each edition cites: not forgotten while the edition is kept.
create table citations (
    entry   integer not null,
    edition text not null,
    primary key (entry, edition)
) strict, without rowid;

-- When the newest entry of a feed was seen is asked for on every run.
drop index entries_feed;
create index entries_feed on entries (feed, first_seen);

create index citations_edition on citations (edition);
