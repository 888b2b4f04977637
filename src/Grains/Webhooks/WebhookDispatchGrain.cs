using Orleans.Concurrency;

namespace SocialSelling.Webhooks;

[GrainType("webhook-dispatch"), StatelessWorker(8)]
internal sealed class WebhookDispatchGrain(DeliveryDispatcher dispatcher) : Grain, IWebhookDispatchGrain
{
    public Task Dispatch(IReadOnlyList<JournaledDelivery> deliveries, CancellationToken ct) => dispatcher.Dispatch(deliveries, ct);
}
