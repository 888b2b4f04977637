using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Bench;

/// <summary>
/// Sends signed deliveries over kept connections. Without a rate each connection sends as fast as it is answered (closed loop); with one, each delivery has a time at which it is due,
/// and its latency counts from then (open loop). Over plain sockets, and a signature costs what it costs: the generator shares the cores with what it measures.
/// </summary>
/// <param name="eventsPerPost">Each delivery carries this many messages for as many shops.</param>
/// <param name="rate">Deliveries per second; 0 for as many as are answered.</param>
internal sealed class Load(Uri url, string secret, Shops shops, int connections, int eventsPerPost = 1, double rate = 0)
{
    private const int CustomersPerShop = 50;
    private static readonly string[] Words = "hello is this still available in size medium blue please how much shipping to porto thanks do you have photos of the back when can i pick it up".Split(' ');
    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);
    private readonly string run = Guid.NewGuid().ToString("N");
    private byte[][] prepared = [];
    private long next;
    private int failures;
    private readonly ConcurrentDictionary<long, long> due = new();

    public int Failures => failures;

    /// <summary>Signs deliveries ahead, so that the run does not pay for it; past their number it does.</summary>
    public void Prepare(int deliveries)
    {
        var first = next + 1;
        prepared = new byte[deliveries][];
        Parallel.For(0, deliveries, i => prepared[i] = Request(first + i));
    }

    /// <returns>When the delivery with a message was due; null for a message of another run. Known of open loops only.</returns>
    public long? Due(string mid) => mid.Length > 12 && mid.Contains(run, StringComparison.Ordinal) && long.TryParse(mid.AsSpan(mid.Length - 12), out var number) && due.TryGetValue(number / eventsPerPost, out var at) ? at : null;

    public async Task<Acks> Run(TimeSpan duration)
    {
        var first = next + 1;
        var latencies = new ConcurrentBag<List<double>>();
        var begin = Stopwatch.GetTimestamp();
        var end = begin + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var slot = -1L;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(url.Host, url.Port);
            var answer = new byte[4_096];
            while (Stopwatch.GetTimestamp() < end)
            {
                var number = Interlocked.Increment(ref next);
                var request = number - first < prepared.Length ? prepared[number - first] : Request(number);
                var start = Stopwatch.GetTimestamp();
                if (rate > 0)
                {
                    start = begin + (long)(Interlocked.Increment(ref slot) / rate * Stopwatch.Frequency);
                    if (start >= end) break;
                    due[number] = start;
                    if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), start) is { Ticks: > 0 } early) await Task.Delay(early, TimeProvider.System);
                }
                await socket.SendAsync(request);
                if (await Answered(socket, answer)) own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                else Interlocked.Increment(ref failures);
            }
            latencies.Add(own);
        })));
        return new Acks([.. latencies.SelectMany(l => l).Order()]);
    }

    /// <summary>Reads one answer, whose body is the same few bytes for every delivery that was taken.</summary>
    private static async Task<bool> Answered(Socket socket, byte[] buffer)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("The host closed the connection");
            length += read;
            var text = buffer.AsSpan(0, length);
            if (text.EndsWith("{\"status\":\"ok\"}"u8) || text.EndsWith("0\r\n\r\n"u8)) return text.StartsWith("HTTP/1.1 200"u8);
            if (!text.StartsWith("HTTP/1.1 200"u8) && text.EndsWith("\r\n\r\n"u8)) return false;
        }
        return false;
    }

    private byte[] Request(long number)
    {
        var body = Body(number);
        var head = $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private byte[] Body(long number)
    {
        var now = BootMilliseconds + Environment.TickCount64 - BootTicks;
        return Encoding.UTF8.GetBytes($$"""{"object":"instagram","entry":[{{string.Join(',', Enumerable.Range(0, eventsPerPost).Select(i => Entry(number * eventsPerPost + i, now)))}}]}""");
    }

    private string Entry(long number, long now)
    {
        var shop = shops.PlatformIds[(int)(number * 7919 % shops.PlatformIds.Count)];
        // Of what the shop is not made of: a shop would else have one customer only, and a thousand conversations all of the load.
        var customer = $"90011122{number / shops.PlatformIds.Count * 104_729 % CustomersPerShop:D8}";
        var text = string.Join(' ', Enumerable.Range(0, 3 + (int)(number % 20)).Select(i => Words[(number * 31 + i * 17) % Words.Length]));
        return $$$"""{"id":"{{{shop}}}","time":{{{now}}},"messaging":[{"sender":{"id":"{{{customer}}}"},"recipient":{"id":"{{{shop}}}"},"timestamp":{{{now}}},"message":{"mid":"aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMDAwMDAwMDAxOjM0MDI4MjM2Njg0MTcxMDMw{{{run}}}{{{number:D12}}}","text":"{{{text}}}"}}]}""";
    }

    private static readonly long BootTicks = Environment.TickCount64, BootMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}

internal sealed record Acks(IReadOnlyList<double> Sorted)
{
    public int Count => Sorted.Count;
    public double Percentile(double p) => Sorted.Count == 0 ? 0 : Sorted[Math.Min(Sorted.Count - 1, (int)(Sorted.Count * p))];
}
