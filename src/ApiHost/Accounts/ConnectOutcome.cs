using SocialSelling.Identity;
using SocialSelling.Meta;

namespace SocialSelling.Accounts;

/// <summary>What came of a visit to Meta's consent page. It ends on our own accounts page, whatever was asked for: no part of the address comes from a request.</summary>
/// <param name="Code">Why not; null when the account is connected.</param>
/// <param name="Asked">The account that was to be connected again, so that the page can offer that anew.</param>
/// <param name="Full">Which limit stands against it, if one does.</param>
/// <param name="ChoiceId">Several accounts were allowed: the person has to say which.</param>
/// <param name="Way">Whose page it was: the offer to begin again is of that one.</param>
internal sealed record ConnectOutcome(Guid? AccountId, string? Code, Guid? Asked = null, TierLimit? Full = null, Guid? ChoiceId = null, LoginWay Way = LoginWay.Instagram)
{
    public string Page => AccountId is { } id ? $"/accounts?connected={id}"
        : ChoiceId is { } choice ? $"/accounts/choose/{choice}"
        : $"/accounts?error={Code}{(Asked is { } asked ? $"&for={asked}" : "")}{(Full is { } full ? $"&tier={full.Tier}&limit={full.Limit}&used={full.Used}" : "")}{(Way is LoginWay.Facebook ? "&way=facebook" : "")}";

    public static implicit operator ConnectOutcome(string code) => new(null, code);
}

/// <summary>Why connecting ended without an account, in the contract's words. Pure.</summary>
internal static class ConnectRefusals
{
    /// <param name="isBound">The browser is the one that began it.</param>
    public static string OfState(OAuthStateFate? state, bool isBound) => state switch
    {
        null => "invalid_state",
        // Before the question of the browser: with the first answer it forgets that it had begun.
        { Used: true } => "state_used",
        { Expired: true } => "state_expired",
        _ when !isBound => "invalid_state",
        { SessionOver: true } => "session_over",
        { IsMember: false } => "not_a_member",
        // It was good when it was looked at again: somebody else is taking it in this moment.
        _ => "state_used",
    };

    public static string OfAnswer(string error) => error is "access_denied" ? "access_denied" : "invalid_request";

    /// <summary>What the account itself has against it.</summary>
    public static string OfRefusal(DomainError refusal) => refusal switch
    {
        AccountBeingErased => "being_erased",
        TierLimit => "account_limit",
        _ => refusal.Code.Replace('-', '_'),
    };

    public static string OfFailure(InstagramFailure failure) => failure switch
    {
        RetryLater or OutcomeUnknown => "instagram_unavailable",
        Refused { Reason: "code-refused" } => "code_refused",
        _ => "connection_failed",
    };

    /// <param name="granted">Empty when Meta does not say.</param>
    /// <returns>Null when accounts can be connected.</returns>
    public static string? OfGrant(IReadOnlyList<string> granted, IReadOnlyList<string> indispensable) =>
        granted.Count > 0 && indispensable.Except(granted).Any() ? "basic_scope_missing" : null;

    /// <returns>Null when there is one that can be connected.</returns>
    public static string? OfAccounts(IReadOnlyList<GrantedAccount> granted) => granted switch
    {
        [] => "no_page",
        _ when granted.All(a => a.Profile is null) => "no_linked_account",
        [{ Profile.AccountType: "PERSONAL" }] => "no_business_account",
        _ => null,
    };
}
