namespace SocialSelling.Meta;

/// <summary>One of Meta's two ways from a person's consent to tokens of accounts.</summary>
public interface IMetaLogin
{
    /// <summary>The rights without which there is nothing that an account could be connected for.</summary>
    IReadOnlyList<string> Indispensable { get; }

    /// <summary>Where the browser has to go.</summary>
    /// <param name="loginAnew">Meta asks who signs in, even if it knows somebody.</param>
    Uri AuthorizationUrl(string state, bool loginAnew);

    /// <exception cref="InstagramException">The code is used, expired or not ours; or Meta did not answer.</exception>
    Task<Consent> ExchangeCode(string code, CancellationToken ct);

    /// <summary>What the consent opens, each with a token that lasts.</summary>
    Task<IReadOnlyList<GrantedAccount>> ListAccounts(Consent consent, CancellationToken ct);

    /// <summary>A new life for an account's token, as far as Meta gives one.</summary>
    Task<LongLivedToken> Refresh(AccessToken token, CancellationToken ct);
}

/// <summary>The person's own token, and what they have granted.</summary>
/// <param name="Scopes">Empty when Meta does not say.</param>
public sealed record Consent(AccessToken Token, IReadOnlyList<string> Scopes);

/// <param name="ExpiresIn">Until the token has to be refreshed, or its owner has to sign in again.</param>
public sealed record LongLivedToken(AccessToken Token, TimeSpan ExpiresIn);

/// <param name="Profile">Null for a Page behind which there is no professional account.</param>
/// <param name="Page">By which the account is reached; null with Instagram Login.</param>
public sealed record GrantedAccount(InstagramProfile? Profile, LongLivedToken Token, FacebookPage? Page = null);

public sealed record FacebookPage(string Id, string Name);

/// <summary>Both ways.</summary>
public sealed class MetaLogins(InstagramOAuthClient instagram, FacebookOAuthClient facebook)
{
    public IMetaLogin Instagram => instagram;
    public IMetaLogin Facebook => facebook;

    /// <summary>The one by which an account came.</summary>
    public IMetaLogin Of(InstagramSession session) => session.PageId is null ? instagram : facebook;
}
