namespace SocialSelling.Accounts;

/// <summary>What an account's scopes allow. Pure.</summary>
/// <remarks>Source: Meta, "Business Login for Instagram" and "Instagram API with Facebook Login"; each right has a scope of either way.</remarks>
internal static class AccountRights
{
    private static readonly (AccountRight Right, string Scope)[] All =
        [(AccountRight.Messages, "manage_messages"), (AccountRight.Comments, "manage_comments"), (AccountRight.Publishing, "content_publish"), (AccountRight.Insights, "manage_insights")];

    /// <param name="scopes">Empty when Meta did not say what was granted: then nothing is known to be missing.</param>
    public static IReadOnlyList<AccountRight> Missing(IReadOnlyList<string> scopes) => scopes.Count == 0 ? [] : [.. All.Where(r => !Allows(scopes, r.Scope)).Select(r => r.Right)];

    public static bool Allows(IReadOnlyList<string> scopes, AccountRight right) => scopes.Count == 0 || Allows(scopes, All.Single(r => r.Right == right).Scope);

    private static bool Allows(IReadOnlyList<string> scopes, string scope) => scopes.Contains("instagram_business_" + scope) || scopes.Contains("instagram_" + scope);
}
