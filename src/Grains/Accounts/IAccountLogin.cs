using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>The account's right to speak to Meta, as publishing needs it. Beside <see cref="AccountToken"/> there is one in memory, for the crash matrix of the tests.</summary>
internal interface IAccountLogin
{
    /// <summary>What calls to Meta need; null while the account may not speak to Meta.</summary>
    Task<InstagramSession?> Session(CancellationToken ct);

    /// <summary>What a failure of any call means for the account as a whole.</summary>
    Task Note(InstagramFailure failure, CancellationToken ct);
}
