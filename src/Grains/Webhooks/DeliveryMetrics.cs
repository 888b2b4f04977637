using System.Diagnostics.Metrics;

namespace SocialSelling.Webhooks;

internal sealed class DeliveryMetrics
{
    private readonly Counter<long> finished, parked, failed, rescued, assumed;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        finished = meter.CreateCounter<long>("webhook_deliveries_finished_total");
        parked = meter.CreateCounter<long>("webhook_parts_parked_total");
        failed = meter.CreateCounter<long>("webhook_deliveries_failed_total", description: "Hand-overs that failed and are left to the sweeper");
        assumed = meter.CreateCounter<long>("webhook_times_assumed_total", description: "Events whose time was missing or could not be right: the time of arrival stands for it");
        rescued = meter.CreateCounter<long>("sweeper_rescued_total", description: "Rows that should have moved by themselves and were moved by the sweeper");
    }

    public void Dispatched(int finishedNow, int parkedNow, int failedNow)
    {
        finished.Add(finishedNow);
        parked.Add(parkedNow);
        failed.Add(failedNow);
    }

    public void AssumedTimes(int count) => assumed.Add(count);

    public void Rescued(string what, int count) => rescued.Add(count, new KeyValuePair<string, object?>("what", what));
}
