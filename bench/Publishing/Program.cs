// How punctual publishing is: thousands of posts due in the same second, with both silos alive, with one killed, with one frozen; and how fast a silo starts with 100,000 posts planned.
// bench/README.md says how to run it.
using System.Globalization;
using SocialSelling.Bench;

if (args is not [var mode and ("calm" or "kill" or "freeze" or "many"), var server, var redis, ..])
{
    Console.Error.WriteLine("usage: Publishing calm|kill|freeze|many postgresql://user@host:port/postgres redis://host:port [posts=2000] [warm=200] [statements=yes]");
    return 2;
}
var count = Option("posts") is { } posts ? int.Parse(posts, CultureInfo.InvariantCulture) : 2_000;
var warm = Option("warm") is { } before ? int.Parse(before, CultureInfo.InvariantCulture) : 200;
var countStatements = Option("statements") == "yes";
await using var database = await BenchDatabase.Create(server);
if (countStatements) await database.TrackStatements();
await using var machine = new Machine(database, redis);
await machine.Migrate();
if (mode == "many") return await ManyPosts.Measure(machine, database);

await machine.StartSandbox();
var silos = new List<Node> { await machine.StartSilo() };
if (mode != "calm") silos.Add(await machine.StartSilo());
var api = await machine.StartApi();
var shop = await Storefront.Open(machine, api, count);
Console.WriteLine($"{count:N0} accounts connected in {shop.Took.TotalSeconds:N0} s");

if (warm > 0)
{
    // Processes that have published before: the first second after a start is also that of the compiler.
    var earlier = Clock.InSeconds(15 + warm / 40);
    await shop.Schedule(earlier, warm);
    await database.AllPosts("published", earlier, warm, TimeSpan.FromMinutes(1));
    var (late, _) = await shop.Live(earlier);
    Console.WriteLine($"warm                {warm:N0} published before, the last of them {late[^1]:N0} ms late");
}

// Everything is prepared before its second: what is measured is the second.
var due = Clock.InSeconds(30 + count / 40);
await shop.Schedule(due, count);
await database.AllPosts("ready", due, count, due - TimeProvider.System.GetUtcNow());
Console.WriteLine($"all prepared {(due - TimeProvider.System.GetUtcNow()).TotalSeconds:N0} s before their time");

await Clock.Until(due.AddSeconds(-5));
if (mode == "kill") silos[0].Kill();
if (mode == "freeze") silos[0].Freeze();
await Clock.Until(due.AddSeconds(-1));
if (countStatements) await database.ForgetStatements();
var cpu = machine.CpuSeconds();
var ended = await database.AllPosts("published", due, count, TimeSpan.FromMinutes(3));
var cpuPerPost = machine.CpuSeconds().Zip(cpu, (after, before) => (after.Name, Seconds: (after.Seconds - before.Seconds) / count * 1_000)).Where(p => p.Seconds > 0.001).ToList();
if (countStatements)
    foreach (var line in await database.Statements(count)) Console.WriteLine(line);
if (mode == "freeze")
{
    silos[0].Thaw();
    await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System);
}

var (lateness, doubles) = await shop.Live(due);
Console.WriteLine($"live                {lateness.Count,10:N0} of {count:N0}, {doubles:N0} doubled");
Console.WriteLine($"late at Meta        p50 {lateness[lateness.Count / 2]:N0} ms, p99 {lateness[(int)(lateness.Count * 0.99) - 1]:N0} ms, max {lateness[^1]:N0} ms, first {lateness[0]:N0} ms");
Console.WriteLine($"all rows published  {ended - due:g} after the second");
Console.WriteLine($"CPU                 {cpuPerPost.Sum(p => p.Seconds):N2} ms per post ({string.Join(", ", cpuPerPost.Select(p => $"{p.Name} {p.Seconds:N2}"))})");
return lateness.Count == count && doubles == 0 ? 0 : 1;

string? Option(string name) => Array.Find(args, a => a.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

internal static class Clock
{
    /// <summary>A whole second.</summary>
    public static DateTimeOffset InSeconds(int seconds) => new(TimeProvider.System.GetUtcNow().AddSeconds(seconds).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public static async Task Until(DateTimeOffset at)
    {
        for (var wait = at - TimeProvider.System.GetUtcNow(); wait > TimeSpan.Zero; wait = at - TimeProvider.System.GetUtcNow()) await Task.Delay(wait, TimeProvider.System);
    }
}
