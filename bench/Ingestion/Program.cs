// How many signed webhook events per second are acknowledged and applied, beside what PostgreSQL and ASP.NET Core alone take in the same run. bench/README.md has the options.
using System.Diagnostics;
using SocialSelling.Bench;

var options = Options.Parse(args);
if (options is null) return 2;

await using var database = options.OpenDatabase();
var shops = await Shops.Create(database, options.Accounts);
var cpu = new CpuMeter(options.Pids);
var load = new Load(options.Url, options.Secret, shops, options.Connections, options.EventsPerPost, options.Rate);

await new Load(options.Url, options.Secret, shops, options.Connections, options.EventsPerPost).Run(options.WarmUp);
await using var browsers = options.Clients > 0 ? await Browsers.Connect(new Uri(options.Url, "/"), database, shops, options.Clients, load) : null;
// What they hear now is of another run and does not count; it compiles the way to them, and theirs to hear it.
if (browsers is not null) await new Load(options.Url, options.Secret, shops, options.Connections, options.EventsPerPost, options.Rate).Run(options.WarmUp / 2);
await Applied.Wait(database);
var before = await Applied.Count(database, shops);
load.Prepare((int)((options.Rate > 0 ? options.Rate : 15_000.0 / options.EventsPerPost) * options.Duration.TotalSeconds));

var cpuBefore = cpu.Seconds();
var clock = Stopwatch.StartNew();
var acks = await load.Run(options.Duration);
var events = acks.Count * options.EventsPerPost;
var acknowledged = events / clock.Elapsed.TotalSeconds;
await Applied.Wait(database);
var applied = clock.Elapsed;
var cpuPerEvent = cpu.Seconds().Select((seconds, i) => (seconds - cpuBefore[i]) / events * 1_000).ToList();
var landed = await Applied.Count(database, shops) - before;

Console.WriteLine($"acknowledged        {acknowledged,10:N0} events/s   ({events:N0} in {options.Duration.TotalSeconds:N0} s, {options.EventsPerPost} per POST, {options.Connections} connections, {load.Failures} failed)");
Console.WriteLine($"applied             {events / applied.TotalSeconds,10:N0} events/s   (until the last one was in its inbox: {applied.TotalSeconds:F1} s)");
Console.WriteLine($"acknowledgement     p50 {acks.Percentile(0.5):F1} ms, p99 {acks.Percentile(0.99):F1} ms{(options.Rate > 0 ? $" at {options.Rate:N0} POSTs/s" : "")}");
if (browsers?.Heard() is { } heard) Console.WriteLine($"event in a browser  p50 {heard.Percentile(0.5):F1} ms, p99 {heard.Percentile(0.99):F1} ms after the delivery was due ({options.Clients} clients, {heard.Count:N0} events heard)");
Console.WriteLine($"CPU                 {cpuPerEvent.Sum(),10:F3} ms per event over all processes but the load generator ({string.Join(" + ", cpuPerEvent.Select(c => c.ToString("F3", null)))})");
Console.WriteLine($"lost or doubled     {landed - events,10:N0}   sequence gaps {await Applied.Gaps(database, shops):N0}");
if (options.Limits)
{
    foreach (var (name, rate) in await PostgresLimit.Measure(database)) Console.WriteLine($"{name,-20}{rate,10:N0} rows/s");
    Console.WriteLine($"ASP.NET Core alone  {await AspNetLimit.Measure(options, shops),10:N0} POSTs/s   (the same deliveries, read and their signature checked)");
}
return landed == events ? 0 : 1;
