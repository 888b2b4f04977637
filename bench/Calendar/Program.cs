// How fast a month with 5,000 posts of ten accounts is answered over HTTP, whole and when nothing has changed. The product runs already; DATABASE is its own.
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using SocialSelling;

if (args is not [var url, var databaseUrl])
{
    Console.Error.WriteLine("usage: Calendar URL DATABASE");
    return 2;
}

const int Posts = 5_000, WarmUp = 50, Asked = 500;
await using var database = NpgsqlDataSource.Create(new DatabaseOptions { Url = databaseUrl }.ConnectionString());
using var http = new HttpClient { BaseAddress = new Uri(url) };
using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = $"{Guid.NewGuid():N}@calendar.bench.example", password = "Correct-Horse-7", name = "Planner", termsVersion = "1", privacyVersion = "1" });
var auth = await registered.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());
var user = auth.GetProperty("user").GetProperty("id").GetGuid();
try
{
    await Load(user);
    await Ask("");
    var (whole, tag, bytes) = await Ask("whole");
    var (unchanged, _, _) = await Ask("unchanged", tag);
    Console.WriteLine($"A month with {Posts:N0} posts of 10 accounts, asked {Asked} times one after the other; milliseconds");
    Print($"whole, {bytes / 1024:N0} KiB", whole);
    Print("unchanged, 304", unchanged);
}
finally
{
    await Execute("delete from users where email like '%@calendar.bench.example'");
}
return 0;

async Task<(List<double> Times, string Tag, int Bytes)> Ask(string what, string? tag = null)
{
    var times = new List<double>();
    var (etag, bytes) = ("", 0);
    for (var n = 0; n < (what.Length == 0 ? WarmUp : Asked); n++)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/calendar?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&view=month&timeZone=America/Sao_Paulo");
        if (tag is not null) request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (answer.StatusCode != (tag is null ? HttpStatusCode.OK : HttpStatusCode.NotModified)) throw new InvalidOperationException($"{answer.StatusCode}");
        etag = answer.Headers.ETag?.Tag ?? etag;
    }
    return (times, etag, bytes);
}

async Task Load(Guid owner)
{
    await Execute($"""
        with shops as (
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
            select gen_random_uuid(), w.id, w.owner_id, 'instagram', gen_random_uuid(), 'shop.' || n from workspaces w, generate_series(1, 10) n where w.owner_id = '{owner}' returning id, workspace_id
        ), pictures as (
            insert into media_assets (id, workspace_id, user_id, filename, kind, mime_type, file_size, width, height, storage_key, thumbnail_key, sha256)
            select gen_random_uuid(), s.workspace_id, '{owner}', n || '.jpg', 'image', 'image/jpeg', 100000, 1080, 1350, s.id || '/' || n || '.jpg', s.id || '/' || n || '.small.jpg', '\x00' from shops s, generate_series(1, 50) n
            returning storage_key
        ), files as (
            select array_agg(storage_key) as keys from pictures
        )
        insert into scheduled_posts (id, client_account_id, user_id, post_type, caption, media_keys, scheduled_time, status)
        select gen_random_uuid(), s.id, '{owner}', 'feed', repeat('What to wear when summer comes early. ', 12) || '#linen', jsonb_build_array(f.keys[1 + (n * 7 % 500)]),
               timestamptz '2027-03-01' + interval '31 days' * n / {Posts / 10} + interval '1 minute', 'draft'
          from shops s, files f, generate_series(0, {Posts / 10 - 1}) n
        """);
    await Execute("analyze scheduled_posts, media_assets");
}

async Task Execute(string sql)
{
    await using var command = database.CreateCommand(sql);
    await command.ExecuteNonQueryAsync();
}

static void Print(string what, List<double> times)
{
    double At(double part) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * part)));
    Console.WriteLine($"{what,-24} p50 {At(0.5),7:F1}   p99 {At(0.99),7:F1}   max {times.Max(),7:F1}");
}
