-- what turns a flag on or off rewrites the flag's row in its environment: long rules are not in it
create table flag_rules (
  flag_id        bigint not null references flags (id),
  environment_id bigint not null references environments (id),
  -- JSON: the targeting rules, in order; no row where there are none
  rules          text not null,
  primary key (environment_id, flag_id)
);

insert into flag_rules (flag_id, environment_id, rules)
  select flag_id, environment_id, rules from flag_environments where rules <> '[]';

alter table flag_environments drop column rules;
