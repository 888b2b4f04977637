namespace SocialSelling.Sandbox.Webhooks;

/// <summary>How deliveries behave.</summary>
/// <param name="Duplicate">Share of deliveries sent twice, 0 to 1.</param>
/// <param name="Reorder">What gathers within <see cref="WebhookSender.GatherFor"/> goes out backwards.</param>
/// <param name="Batch">Most entries in one delivery, 1 to 1,000.</param>
/// <param name="DelayMs">From the event to the first attempt.</param>
/// <param name="Wire">escaped, as Meta signs and sends it, or raw UTF-8.</param>
/// <param name="Secret">instagram or meta: which app secret signs.</param>
/// <param name="Lose">Share of events that no delivery ever tells of, 0 to 1.</param>
public sealed record WebhookBehaviour(double Duplicate = 0, bool Reorder = false, int Batch = 1, int DelayMs = 0, string Wire = "escaped", string Secret = "instagram", bool Paused = false, double Lose = 0)
{
    /// <returns>What cannot be; null when all is well.</returns>
    internal string? Problem => this switch
    {
        { Duplicate: < 0 or > 1 } => "duplicate must be 0 to 1",
        { Lose: < 0 or > 1 } => "lose must be 0 to 1",
        { Batch: < 1 or > 1_000 } => "batch must be 1 to 1000",
        { DelayMs: < 0 } => "delayMs must not be negative",
        { Wire: not ("escaped" or "raw") } => "wire must be escaped or raw",
        { Secret: not ("instagram" or "meta") } => "secret must be instagram or meta",
        _ => null,
    };
}

/// <summary>The body of <c>POST /_control/webhooks</c>: what is left out stays as it is.</summary>
/// <param name="Reset">Everything else goes back to its default first. So it does when the body names nothing at all.</param>
public sealed record WebhookChange(double? Duplicate = null, bool? Reorder = null, int? Batch = null, int? DelayMs = null, string? Wire = null, string? Secret = null, bool? Paused = null, double? Lose = null, bool Reset = false)
{
    public WebhookBehaviour ApplyTo(WebhookBehaviour current)
    {
        var from = Reset || this == new WebhookChange() ? new WebhookBehaviour() : current;
        return new(Duplicate ?? from.Duplicate, Reorder ?? from.Reorder, Batch ?? from.Batch, DelayMs ?? from.DelayMs, Wire ?? from.Wire, Secret ?? from.Secret, Paused ?? from.Paused, Lose ?? from.Lose);
    }
}
