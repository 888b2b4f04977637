using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using SocialSelling.Fixtures;
using SocialSelling.Inbox;

namespace SocialSelling.Meta;

/// <summary>Measures the memory of the process: nothing else runs beside it.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;

[Collection(nameof(MeasuresMemory))]
public sealed class WebhookFuzzTests(ITestOutputHelper output)
{
    private const int Bodies = 1_000_000, Lanes = 8;
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly byte[][] Secrets = [[.. "00112233445566778899aabbccddeeff"u8]];

    [Fact]
    public void A_million_bodies_that_nobody_meant_are_read_without_an_exception_and_without_a_trace()
    {
        var mutations = new WebhookMutations();
        Read(mutations, new Random(0), 1_000);
        var (before, watch) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());

        // Each lane has a seed of its own: the bodies are the same, however many processors there are.
        var events = 0L;
        Parallel.For(0, Lanes, lane => Interlocked.Add(ref events, Read(mutations, new Random(lane + 1), Bodies / Lanes)));

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Bodies:N0} bodies, {events:N0} events, {watch.Elapsed.TotalSeconds:N1} s, {grown / 1024:N0} KB more memory");
        Assert.InRange(grown, long.MinValue, 4 << 20);
    }

    private static long Read(WebhookMutations mutations, Random random, int count)
    {
        var events = 0L;
        for (var i = 0; i < count; i++)
        {
            var body = mutations.Next(random);
            Assert.Equal(0, WebhookSignature.Match(body, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Secrets[0], body)), Secrets));
            if (WebhookPayload.Split(body) is not SplitPayload.Entries split) continue;
            foreach (var entry in split.Items)
                foreach (var item in InstagramEvents.Read(entry.Json, Received))
                {
                    events++;
                    CanBeStored(item);
                }
        }
        return events;
    }

    /// <summary>What the database would refuse would come again for ever.</summary>
    private static void CanBeStored(InstagramEvent item)
    {
        if (item is MessageChange change) Sane(change.At, change.Mid);
        if (item is MessageEdited edit) Sane(edit.At, edit.Text);
        if (Arrival.From(item) is not { } arrival) return;
        Sane(arrival.At, arrival.Mid, arrival.Text, arrival.ContactId, arrival.ReplyToMid);
        Assert.InRange(arrival.ContactId.Length, 1, 255);
        Assert.InRange(arrival.Kind.Length, 1, 20);
        Assert.InRange(arrival.Text.Length, 0, WebhookText.MaxWords);
        if (arrival.Attachments.Count > 0) Assert.DoesNotContain("\\u0000", JsonSerializer.Serialize(arrival.Attachments), StringComparison.Ordinal);
    }

    private static void Sane(DateTimeOffset at, params string?[] texts)
    {
        Assert.InRange(at, MetaTime.Earliest, Received + MetaTime.MostAhead);
        foreach (var text in texts) Assert.True(text is null || !text.Contains('\0'));
    }
}
