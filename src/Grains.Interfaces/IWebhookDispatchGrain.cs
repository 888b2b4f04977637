using SocialSelling.Webhooks;

namespace SocialSelling;

/// <summary>
/// Takes deliveries that are safe in the journal to their accounts and marks them finished. Stateless: as many run as are needed, key 0.
/// What it cannot finish stays unfinished in the journal, where the sweeper finds it.
/// </summary>
[Alias("ss.IWebhookDispatchGrain")]
public interface IWebhookDispatchGrain : IGrainWithIntegerKey
{
    [Alias("Dispatch")]
    Task Dispatch(IReadOnlyList<JournaledDelivery> deliveries, CancellationToken ct = default);
}
