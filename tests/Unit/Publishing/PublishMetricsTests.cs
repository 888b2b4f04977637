using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

public sealed class PublishMetricsTests
{
    private static readonly PostRow Publishing = Samples.Post("feed", Samples.Image()) with { Status = "publishing", ContainerId = "c1", PublishStartedAt = Samples.Due };

    [Theory]
    [InlineData("published", null, "outcome=published")]
    [InlineData("failed", "media-aspect", "outcome=failed code=media-aspect")]
    [InlineData("failed", PostFailures.Missed, "outcome=missed")]
    [InlineData("ready", "rate-limited", null)]
    public void Each_end_is_counted_once_by_how_it_was(string status, string? code, string? counted)
    {
        var ended = Publishing with { Status = status, ErrorCode = code };

        var seen = Seen(metrics =>
        {
            metrics.Written(Publishing, ended, entry: null);
            // What is noted after the end is no end.
            metrics.Written(ended, ended with { Permalink = "p" }, entry: null);
        });

        string[] expected = counted is null ? [] : [$"publish_ended_total {counted}"];
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Calls_are_counted_by_their_answers_and_only_when_there_is_one()
    {
        var open = Ledger.Open(Publishing, Ledger.Publish, Samples.Due);

        var seen = Seen(metrics =>
        {
            metrics.Written(Publishing, Publishing, open);
            metrics.Written(Publishing, Publishing, Ledger.Close(open, CallAnswer.Of(new RetryLater(null, 4)), Publishing, Publishing, Samples.Due));
            // A decision without a call.
            metrics.Written(Publishing, Publishing, Ledger.Close(open with { Step = Ledger.Check }, CallAnswer.Ok(), Publishing, Publishing, Samples.Due));
        });

        Assert.Equal(["publish_calls_total step=publish answer=retry"], seen);
    }

    private static List<string> Seen(Action<PublishMetrics> act)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, heard) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)) heard.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Add(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Prepend(instrument.Name))));
        listener.Start();
        act(new PublishMetrics(meters));
        return seen;
    }
}
