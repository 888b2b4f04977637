// What other routes answer while more people log in than passwords can be hashed. The product runs already, with AUTH_ATTEMPTS_PER_MINUTE out of the way; bench/README.md has the rest.
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using SocialSelling;

if (args is not [var url, var databaseUrl, ..] || !int.TryParse(args.ElementAtOrDefault(2) ?? "20", out var seconds) || !int.TryParse(args.ElementAtOrDefault(3) ?? "100", out var logins))
{
    Console.Error.WriteLine("usage: Logins URL DATABASE [SECONDS=20] [LOGINS-AT-ONCE=100]");
    return 2;
}

const int People = 8, AskedPerSecond = 100;
const string Domain = "@logins.bench.example", Password = "Correct-Horse-7";
await using var database = NpgsqlDataSource.Create(new DatabaseOptions { Url = databaseUrl }.ConnectionString());
using var handler = new SocketsHttpHandler { UseCookies = false };
using var http = new HttpClient(handler) { BaseAddress = new Uri(url) };
var clock = TimeProvider.System;
try
{
    var people = new List<string>();
    for (var i = 0; i < People; i++) people.Add($"{Guid.NewGuid():N}{Domain}");
    foreach (var email in people) await Register(email);
    // Nobody else logs in as the one who asks: of a person's sessions the oldest would end.
    var token = await Register($"{Guid.NewGuid():N}{Domain}");
    await Ask(TimeSpan.FromSeconds(seconds / 2.0), token);
    // Beside each other in time, so that whatever else the machine does is in both.
    var (quiet, busy, tries) = (new List<double>(), new List<double>(), new List<(HttpStatusCode Status, double Milliseconds)>());
    for (var round = 0; round < 4; round++)
    {
        quiet.AddRange(await Ask(TimeSpan.FromSeconds(seconds / 4.0), token));
        using var enough = new CancellationTokenSource();
        var flood = Enumerable.Range(0, logins).Select(i => LogIn(people[i % People], enough.Token)).ToList();
        busy.AddRange(await Ask(TimeSpan.FromSeconds(seconds / 4.0), token));
        await enough.CancelAsync();
        tries.AddRange((await Task.WhenAll(flood)).SelectMany(t => t));
    }
    Console.WriteLine($"{AskedPerSecond} requests/s for who one is, {seconds} s without and {seconds} s with {logins} logins at once, in turn; milliseconds, counted from when a request was due");
    Console.WriteLine($"without logins   p50 {At(quiet, 0.5),7:F1}   p99 {At(quiet, 0.99),7:F1}   max {quiet.Max(),7:F1}");
    Console.WriteLine($"with logins      p50 {At(busy, 0.5),7:F1}   p99 {At(busy, 0.99),7:F1}   max {busy.Max(),7:F1}   ({At(busy, 0.99) / At(quiet, 0.99) - 1:+0 %;-0 %} at p99)");
    foreach (var group in tries.GroupBy(t => (int)t.Status).OrderBy(g => g.Key))
        Console.WriteLine($"logins, {group.Key}      {group.Count() / (double)seconds,6:F1}/s   p50 {At(group.Select(t => t.Milliseconds).ToList(), 0.5),7:F1}   p99 {At(group.Select(t => t.Milliseconds).ToList(), 0.99),7:F1}");
    return tries.All(t => t.Status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests) ? 0 : 1;
}
finally
{
    await using var command = database.CreateCommand($"delete from users where email like '%{Domain}'");
    await command.ExecuteNonQueryAsync();
}

async Task<string> Register(string email)
{
    using var answer = await http.PostAsJsonAsync("/api/auth/register", new { email, password = Password, name = "Bench", termsVersion = "1", privacyVersion = "1" });
    var auth = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    return auth.GetProperty("accessToken").GetString()!;
}

async Task<List<(HttpStatusCode Status, double Milliseconds)>> LogIn(string email, CancellationToken enough)
{
    var answers = new List<(HttpStatusCode, double)>();
    while (!enough.IsCancellationRequested)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsJsonAsync("/api/auth/login", new { email, password = Password }, CancellationToken.None);
        answers.Add((answer.StatusCode, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        // As a client does that is told to come again.
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), clock, CancellationToken.None);
    }
    return answers;
}

async Task<List<double>> Ask(TimeSpan duration, string token)
{
    var watch = Stopwatch.StartNew();
    var asked = new List<Task<double>>();
    for (var n = 0; n / (double)AskedPerSecond < duration.TotalSeconds; n++)
    {
        var due = TimeSpan.FromSeconds(n / (double)AskedPerSecond);
        if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, clock);
        asked.Add(Once(due));
    }
    return [.. await Task.WhenAll(asked)];

    async Task<double> Once(TimeSpan due)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (watch.Elapsed - due).TotalMilliseconds;
    }
}

static double At(List<double> times, double part) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * part)));
