using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Webhooks;

/// <summary>What stands between the internet and the journal: the signature. Nothing is parsed before it.</summary>
internal sealed class WebhookEdge
{
    private readonly byte[][] secrets;
    private readonly string[] names;
    private readonly Counter<long> accepted, refused;

    public WebhookEdge(IOptions<MetaOptions> options, IMeterFactory meters)
    {
        (string Name, string Secret)[] configured = [("INSTAGRAM_APP_SECRET", options.Value.AppSecret), ("META_APP_SECRET", options.Value.MetaAppSecret)];
        secrets = [.. configured.Where(c => c.Secret.Length > 0).Select(c => Encoding.UTF8.GetBytes(c.Secret))];
        names = [.. configured.Where(c => c.Secret.Length > 0).Select(c => c.Name)];
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

    /// <summary>The same question about a body that somebody else has kept: it is neither counted nor stored.</summary>
    public int Test(ReadOnlySpan<byte> body, string signature) => WebhookSignature.Match(body, signature, secrets);

    /// <summary>What Meta says when somebody removes the app, or wants their data gone. Which secret signs it, Meta does not tell.</summary>
    public SignedRequest Read(string? signedRequest, DateTimeOffset now)
    {
        var read = SignedRequest.Read(signedRequest, secrets, now);
        if (read is SignedRequest.Forged) refused.Add(1);
        return read;
    }

    /// <summary>The setting that holds the secret at a place.</summary>
    public string NameOf(int slot) => names[slot];
}
