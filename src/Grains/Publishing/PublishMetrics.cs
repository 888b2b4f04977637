using System.Diagnostics.Metrics;

namespace SocialSelling.Publishing;

/// <summary>How punctual publishing is.</summary>
internal sealed class PublishMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> lateness = meters.Create("SocialSelling").CreateHistogram<double>("publish_lateness_seconds", "s", "From a post's time to Meta's answer");

    public void Published(TimeSpan late) => lateness.Record(late.TotalSeconds);
}
