using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocialSelling.Mail;

/// <summary>
/// A mail server on loopback. What it does with a mail stands in the name before the @: <c>unknown</c> is refused for good, <c>later</c> for now, <c>policy</c> by a rule, <c>says_550_5.1.1</c> with
/// that answer, <c>drop</c> is taken and the connection cut before the answer, <c>drop-once</c> the first time only, <c>hang</c> is taken and never answered. Everybody else's mail is taken.
/// </summary>
internal sealed class SmtpStandIn : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<(string To, string Text)> taken = new();
    private Task serving = Task.CompletedTask;

    public int Port { get; private set; }

    public string Greeting { get; set; } = "220 stand-in";

    /// <summary>What it says to whoever wants to send.</summary>
    public string ToSender { get; set; } = "250 ok";

    /// <summary>In the order in which they came, those included that were not answered.</summary>
    public IReadOnlyList<(string To, string Text)> Taken => [.. taken];

    public SmtpStandIn Start()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Accept();
        return this;
    }

    public int CountFor(string to) => taken.Count(mail => mail.To == to);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task Accept()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(Talk(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync(Greeting);
            for (var to = ""; await reader.ReadLineAsync(stop.Token) is { } line;)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT") to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    taken.Enqueue((to, await ReadText(reader)));
                    if (Name(to) == "drop" || Name(to) == "drop-once" && CountFor(to) == 1) return;
                    if (Name(to) == "hang") await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
                }
                await writer.WriteLineAsync(verb switch
                {
                    "MAIL" => ToSender,
                    "RCPT" when Name(to).StartsWith("says_", StringComparison.Ordinal) => $"{Name(to)["says_".Length..].Replace('_', ' ')} No",
                    "RCPT" when Name(to) == "unknown" => "550 5.1.1 No such mailbox",
                    "RCPT" when Name(to) == "policy" => "554 5.7.1 Not from you",
                    "RCPT" when Name(to) == "later" => "451 4.7.1 Greylisted",
                    "DATA" => "250 2.0.0 queued as 1A2B",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (verb == "QUIT") return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The client has gone, or the test is over.
        }
    }

    private async Task<string> ReadText(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return text.ToString();
    }

    private static string Name(string address) => address.Split('@')[0];
}
