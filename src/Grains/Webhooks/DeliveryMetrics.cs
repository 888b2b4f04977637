using System.Diagnostics.Metrics;

namespace SocialSelling.Webhooks;

internal sealed class DeliveryMetrics
{
    private readonly Counter<long> finished, parked, failed, rescued;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        finished = meter.CreateCounter<long>("webhook_deliveries_finished_total");
        parked = meter.CreateCounter<long>("webhook_parts_parked_total");
        failed = meter.CreateCounter<long>("webhook_deliveries_failed_total", description: "Hand-overs that failed and are left to the sweeper");
        rescued = meter.CreateCounter<long>("sweeper_rescued_total", description: "Rows that should have moved by themselves and were moved by the sweeper");
    }

    public void Dispatched(int finishedNow, int parkedNow, int failedNow)
    {
        finished.Add(finishedNow);
        parked.Add(parkedNow);
        failed.Add(failedNow);
    }

    public void Rescued(string what, int count) => rescued.Add(count, new KeyValuePair<string, object?>("what", what));
}
