-- Orleans' grain storage and reminders. The providers run the texts in orleansquery by key, parameter and column name, so the tables are ours:
-- with a real unique key on storage and an index for the reminder ring's range reads, which the stock scripts lack. Needs PostgreSQL 15.
create schema orleans;

create table orleans.orleansquery (
    querykey   text primary key,
    querytext  text not null
);

create table orleans.orleansstorage (
    serviceid               text not null,
    graintypestring         text not null,
    graintypehash           integer not null,
    grainidhash             integer not null,
    grainidn0               bigint not null,
    grainidn1               bigint not null,
    grainidextensionstring  text,
    payloadbinary           bytea,
    version                 integer not null,
    modifiedon              timestamptz not null default now(),
    constraint ux_orleansstorage unique nulls not distinct
        (grainidhash, graintypehash, grainidn0, grainidn1, serviceid, graintypestring, grainidextensionstring)
) with (fillfactor = 80);

create table orleans.orleansreminderstable (
    serviceid     text not null,
    grainid       text not null,
    remindername  text not null,
    starttime     timestamptz not null,
    period        bigint not null,
    grainhash     integer not null,
    version       integer not null default 0,
    constraint pk_orleansreminders primary key (serviceid, grainid, remindername)
);
-- A silo reads the reminders of its ranges of the ring.
create index ix_orleansreminders_hash on orleans.orleansreminderstable (serviceid, grainhash);

insert into orleans.orleansquery (querykey, querytext) values
('ReadFromStorageKey', $$select payloadbinary as PayloadBinary, version as Version from orleans.orleansstorage
 where grainidhash=@GrainIdHash and graintypehash=@GrainTypeHash and grainidn0=@GrainIdN0 and grainidn1=@GrainIdN1
 and serviceid=@ServiceId and graintypestring=@GrainTypeString
 and grainidextensionstring is not distinct from cast(@GrainIdExtensionString as text)$$),
('WriteToStorageKey', $$with upd as (update orleans.orleansstorage set payloadbinary=@PayloadBinary, version=version+1, modifiedon=now()
   where grainidhash=@GrainIdHash and graintypehash=@GrainTypeHash and grainidn0=@GrainIdN0 and grainidn1=@GrainIdN1
   and serviceid=@ServiceId and graintypestring=@GrainTypeString
   and grainidextensionstring is not distinct from cast(@GrainIdExtensionString as text)
   and version=cast(@GrainStateVersion as integer) returning version),
 ins as (insert into orleans.orleansstorage (serviceid,graintypestring,graintypehash,grainidhash,grainidn0,grainidn1,grainidextensionstring,payloadbinary,version)
   select @ServiceId,@GrainTypeString,@GrainTypeHash,@GrainIdHash,@GrainIdN0,@GrainIdN1,cast(@GrainIdExtensionString as text),@PayloadBinary,1
   where cast(@GrainStateVersion as integer) is null on conflict do nothing returning version)
 select version as NewGrainStateVersion from upd union all select version from ins$$),
('ClearStorageKey', $$update orleans.orleansstorage set payloadbinary=null, version=version+1, modifiedon=now()
 where grainidhash=@GrainIdHash and graintypehash=@GrainTypeHash and grainidn0=@GrainIdN0 and grainidn1=@GrainIdN1
 and serviceid=@ServiceId and graintypestring=@GrainTypeString
 and grainidextensionstring is not distinct from cast(@GrainIdExtensionString as text)
 and version=cast(@GrainStateVersion as integer) returning version as NewGrainStateVersion$$),
('DeleteStorageKey', $$delete from orleans.orleansstorage
 where grainidhash=@GrainIdHash and graintypehash=@GrainTypeHash and grainidn0=@GrainIdN0 and grainidn1=@GrainIdN1
 and serviceid=@ServiceId and graintypestring=@GrainTypeString
 and grainidextensionstring is not distinct from cast(@GrainIdExtensionString as text)
 and version=cast(@GrainStateVersion as integer) returning version+1 as NewGrainStateVersion$$),
('UpsertReminderRowKey', $$insert into orleans.orleansreminderstable as r (serviceid,grainid,remindername,starttime,period,grainhash)
 values (@ServiceId,@GrainId,@ReminderName,@StartTime,@Period,@GrainHash)
 on conflict (serviceid,grainid,remindername) do update set starttime=excluded.starttime, period=excluded.period,
 grainhash=excluded.grainhash, version=r.version+1 returning version as Version$$),
('ReadReminderRowKey', $$select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period, version as Version
 from orleans.orleansreminderstable where serviceid=@ServiceId and grainid=@GrainId and remindername=@ReminderName$$),
('ReadReminderRowsKey', $$select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period, version as Version
 from orleans.orleansreminderstable where serviceid=@ServiceId and grainid=@GrainId$$),
('ReadRangeRows1Key', $$select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period, version as Version
 from orleans.orleansreminderstable where serviceid=@ServiceId and grainhash>@BeginHash and grainhash<=@EndHash$$),
('ReadRangeRows2Key', $$select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period, version as Version
 from orleans.orleansreminderstable where serviceid=@ServiceId and (grainhash>@BeginHash or grainhash<=@EndHash)$$),
('DeleteReminderRowKey', $$with d as (delete from orleans.orleansreminderstable where serviceid=@ServiceId and grainid=@GrainId
 and remindername=@ReminderName and version=@Version returning 1) select cast(count(*) as integer) from d$$),
('DeleteReminderRowsKey', $$delete from orleans.orleansreminderstable where serviceid=@ServiceId$$);
