// What many large uploads at once cost the API host in memory. bench/README.md has the options.
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SkiaSharp;

var given = args.Select(a => a.Split('=', 2)).Where(a => a.Length == 2).ToDictionary(a => a[0], a => a[1]);
if (!given.TryGetValue("url", out var url) || !given.TryGetValue("pid", out var pid))
{
    Console.Error.WriteLine("url=http://localhost:PORT pid=API-HOST [uploads=100] [megabytes=10] [file=PATH of a JPEG or MP4]");
    return 2;
}
var uploads = int.Parse(given.GetValueOrDefault("uploads", "100"), CultureInfo.InvariantCulture);
var megaBytes = int.Parse(given.GetValueOrDefault("megabytes", "10"), CultureInfo.InvariantCulture);
var bytes = given.TryGetValue("file", out var path) ? await File.ReadAllBytesAsync(path) : Noise(megaBytes);
var (name, type) = path is null || path.EndsWith(".jpg", StringComparison.Ordinal) ? ("picture.jpg", "image/jpeg") : ("video.mp4", "video/mp4");

using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = uploads }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(10) };
var person = new { email = $"bench-{Guid.NewGuid():N}@example.com", password = "Right-Pass-1", name = "Bench", termsVersion = "1", privacyVersion = "1" };
var auth = await (await http.PostAsJsonAsync("/api/auth/register", person)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());

// What every host needs once: the JIT, pools, a few decoders.
for (var i = 0; i < 5; i++) await Upload();
await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);

var before = Resident();
var peak = before;
using var over = new CancellationTokenSource();
var watch = Task.Run(async () =>
{
    while (!over.IsCancellationRequested)
    {
        peak = Math.Max(peak, Resident());
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    }
});
var clock = Stopwatch.StartNew();
var answers = await Task.WhenAll(Enumerable.Range(0, uploads).Select(_ => Upload()));
var took = clock.Elapsed;
await over.CancelAsync();
await watch;

var times = answers.Select(a => a.Seconds).Order().ToList();
var refused = answers.Count(a => a.Status != 201);
Console.WriteLine($"uploads      {uploads} at once, {bytes.Length / 1_048_576.0:F1} MB each ({type}), {refused} not taken");
Console.WriteLine($"time         {took.TotalSeconds:F1} s: {uploads / took.TotalSeconds:F1} a second, {uploads * bytes.Length / 1_048_576.0 / took.TotalSeconds:F0} MB/s; p50 {times[times.Count / 2]:F1} s, last {times[^1]:F1} s");
Console.WriteLine($"ApiHost      {before} MB before, {peak} MB at most, {Resident()} MB after: grew by {peak - before} MB");
return refused == 0 && peak - before < 100 ? 0 : 1;

async Task<(int Status, double Seconds)> Upload()
{
    var started = Stopwatch.StartNew();
    using var file = new ByteArrayContent(bytes);
    file.Headers.ContentType = new(type);
    using var form = new MultipartFormDataContent { { file, "file", name } };
    using var answer = await http.PostAsync("/api/media", form);
    return ((int)answer.StatusCode, started.Elapsed.TotalSeconds);
}

// In whole megabytes.
long Resident() => long.Parse(File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

// A photograph at its worst: nothing in it repeats, so that its size is that of its file.
static byte[] Noise(int megaBytes)
{
    var random = new Random(1);
    for (var side = 1_000; ; side += 200)
    {
        using var bitmap = new SKBitmap(side, side * 3 / 4);
        random.NextBytes(bitmap.GetPixelSpan());
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        if (jpeg.Size >= megaBytes * 1_048_576L) return jpeg.ToArray();
    }
}
