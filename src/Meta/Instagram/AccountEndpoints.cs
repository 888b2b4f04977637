using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Meta;

/// <summary>Where an account's calls go. What the two logins differ in once an account is connected is here, in <see cref="InstagramSession.Gateway"/>, and nowhere else.</summary>
/// <remarks>Source: Meta, "Instagram API with Facebook Login" and "Securing Graph API requests".</remarks>
internal sealed class AccountEndpoints(MetaOptions meta)
{
    private readonly string instagram = $"{meta.GraphUrl.TrimEnd('/')}/{meta.ApiVersion}/", facebook = $"{meta.FacebookGraphUrl.TrimEnd('/')}/{meta.ApiVersion}/";
    private readonly byte[] metaAppSecret = Encoding.UTF8.GetBytes(meta.MetaAppSecret);

    /// <param name="path">With its query, without a slash in front.</param>
    public string Of(InstagramSession session, string path) => session.PageId is null ? instagram + path : OfFacebook(session.Token, path);

    /// <summary>With the proof that the caller is the app and not somebody who has found its token: Meta takes no calls without it once the app says so.</summary>
    public string OfFacebook(AccessToken token, string path) =>
        $"{facebook}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}appsecret_proof={Convert.ToHexStringLower(HMACSHA256.HashData(metaAppSecret, Encoding.UTF8.GetBytes(token.Reveal())))}";
}

/// <summary>What we want to hear of. Meta replaces the whole list with each call.</summary>
public static class WebhookFields
{
    private static readonly IReadOnlyList<string> OfAccounts =
        ["messages", "message_edit", "message_reactions", "messaging_postbacks", "messaging_referral", "messaging_seen", "messaging_handover", "standby", "comments", "live_comments"];

    /// <summary>A Page takes fields of Pages only, and being subscribed to one opens the way for what the app wants to hear of Instagram, comments and mentions too.</summary>
    private static readonly IReadOnlyList<string> OfPages =
        ["messages", "message_edits", "message_reactions", "messaging_postbacks", "messaging_referrals", "message_reads", "messaging_handovers", "standby"];

    /// <param name="pageId">Null after Instagram Login.</param>
    public static IReadOnlyList<string> Of(string? pageId) => pageId is null ? OfAccounts : OfPages;
}
