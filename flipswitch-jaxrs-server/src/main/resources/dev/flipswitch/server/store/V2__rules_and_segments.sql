-- JSON: the targeting rules, in order
alter table flag_environments add column rules text default '[]' not null;

create table segments (
  environment_id bigint not null references environments (id),
  segment_key    varchar(200) not null,
  -- JSON
  definition     text not null,
  version        bigint not null,
  updated_at     timestamp with time zone not null,
  primary key (environment_id, segment_key)
);

-- an entry is about a flag or about a segment
alter table audit alter column flag_key drop not null;
alter table audit add column segment_key varchar(200);
