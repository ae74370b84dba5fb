-- JSON
alter table flags add column tags text default '[]' not null;

-- a segment is the same in all environments of its project; until now none could be made
drop table segments;

create table segments (
  project_id  bigint not null references projects (id),
  segment_key varchar(200) not null,
  -- JSON: the groups of conditions
  definition  text not null,
  version     bigint not null,
  updated_at  timestamp with time zone not null,
  primary key (project_id, segment_key)
);
