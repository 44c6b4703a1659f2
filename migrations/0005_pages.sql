-- Every file of the output as it was last written: one that is missing, emptied or replaced is made again by the next
-- run, and `verify` finds one altered byte in any of them.
create table pages (
    path      text primary key not null, -- below the output folder, with `/` between names
    size      integer not null,          -- bytes
    print     text not null,             -- of the bytes
    made_with text not null              -- prints of the program, and of its templates and options
) strict;
