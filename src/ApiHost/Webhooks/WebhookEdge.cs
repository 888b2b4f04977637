using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Webhooks;

/// <summary>What stands between the internet and the journal: the signature. Nothing is parsed before it.</summary>
internal sealed class WebhookEdge
{
    private readonly byte[][] secrets;
    private readonly Counter<long> accepted, refused;

    public WebhookEdge(IOptions<MetaOptions> options, IMeterFactory meters)
    {
        secrets = [.. new[] { options.Value.AppSecret, options.Value.MetaAppSecret }.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes)];
        var meter = meters.Create("SocialSelling");
        accepted = meter.CreateCounter<long>("webhook_accepted_total", description: "Deliveries with a right signature, by the secret that signed them");
        refused = meter.CreateCounter<long>("webhook_refused_total", description: "Deliveries without a right signature");
    }

    /// <returns>Which secret signed the body; -1 when none did.</returns>
    public int Check(ReadOnlySpan<byte> body, string? signature)
    {
        var slot = WebhookSignature.Match(body, signature, secrets);
        if (slot < 0) refused.Add(1);
        else accepted.Add(1, new KeyValuePair<string, object?>("secret_slot", slot));
        return slot;
    }
}
