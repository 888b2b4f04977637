// How many signed webhook events per second are acknowledged and applied, beside what PostgreSQL itself takes of the same rows in the same run.
// usage: Ingestion URL DATABASE APP_SECRET SECONDS CONNECTIONS ACCOUNTS PIDS   (PIDS: the processes whose CPU counts, comma-separated; their children count too)
using System.Diagnostics;
using Npgsql;
using SocialSelling.Bench;

if (args is not [var url, var databaseUrl, var secret, var seconds, var connections, var accounts, var pids])
{
    Console.Error.WriteLine("usage: Ingestion URL DATABASE APP_SECRET SECONDS CONNECTIONS ACCOUNTS PIDS");
    return 2;
}

var login = new Uri(databaseUrl).UserInfo.Split(':');
await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
{
    Host = new Uri(databaseUrl).Host,
    Port = new Uri(databaseUrl).Port,
    Database = new Uri(databaseUrl).AbsolutePath[1..],
    Username = login[0],
    Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
    CommandTimeout = 300,
}.ConnectionString);
var shops = await Shops.Create(database, int.Parse(accounts, null));
var cpu = new CpuMeter([.. pids.Split(',').Select(p => int.Parse(p, null))]);
var load = new Load(new Uri(url), secret, shops, int.Parse(connections, null));

await load.Run(TimeSpan.FromSeconds(3)); // warm-up
await Applied.Wait(database);
var before = await Applied.Count(database, shops);

var cpuBefore = cpu.Seconds();
var clock = Stopwatch.StartNew();
var acks = await load.Run(TimeSpan.FromSeconds(int.Parse(seconds, null)));
var acknowledged = acks.Count / clock.Elapsed.TotalSeconds;
await Applied.Wait(database);
var applied = clock.Elapsed;
var cpuPerEvent = (cpu.Seconds() - cpuBefore) / acks.Count * 1_000;
var landed = await Applied.Count(database, shops) - before;

Console.WriteLine($"acknowledged        {acknowledged,10:N0} events/s   ({acks.Count:N0} in {seconds} s, {connections} connections, {load.Failures} failed)");
Console.WriteLine($"applied             {acks.Count / applied.TotalSeconds,10:N0} events/s   (until the last one was in its inbox: {applied.TotalSeconds:F1} s)");
Console.WriteLine($"acknowledgement     p50 {acks.Percentile(0.5):F1} ms, p99 {acks.Percentile(0.99):F1} ms");
Console.WriteLine($"CPU                 {cpuPerEvent,10:F3} ms per event over API host, silo and PostgreSQL (load generator not)");
Console.WriteLine($"lost or doubled     {landed - acks.Count,10:N0}   sequence gaps {await Applied.Gaps(database, shops):N0}");
foreach (var (name, rate) in await PostgresLimit.Measure(database, shops)) Console.WriteLine($"{name,-20}{rate,10:N0} rows/s");
return landed == acks.Count ? 0 : 1;
