using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Audit;
using SocialSelling.Hosting;

namespace SocialSelling.Identity;

/// <summary>A workspace's API keys.</summary>
internal static class ApiKeyEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 5);

    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/api-keys").WithTags("workspaces").Needs(Permission.KeysWrite);
        group.MapGet("/", List).WithSummary("The API keys that were not revoked, newest first; those past their time too").ProducesProblem(404);
        group.MapPost("/", Add).WithSummary("A new API key; the answer holds its text, once").ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{keyId:guid}", Revoke).WithSummary("Revoke an API key: it counts no more, for good").ProducesProblem(404);
    }

    private static async Task<Results<Ok<ApiKeyListView>, ProblemHttpResult>> List(Guid workspaceId, CurrentUser user, MemberRepository members, ApiKeyRepository keys, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new ApiKeyListView((await keys.List(workspaceId, ct)).ConvertAll(k => ApiKeyView.Of(k, now)), Permissions.Scopes, ApiKeyRepository.MostPerWorkspace));
    }

    /// <remarks>Not 201: answers of that kind are remembered for who asks again, and no secret is to lie there.</remarks>
    private static async Task<Results<Ok<ApiKeyWithTextView>, ValidationProblem, ProblemHttpResult>> Add(
        Guid workspaceId, ApiKeyDraft draft, HttpContext http, CurrentUser user, MemberRepository members, ApiKeyRepository keys, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } maker) return Problems.From(new WorkspaceNotFound());
        var (now, expiresAt) = (clock.GetUtcNow(), draft.ExpiresAt?.ToUniversalTime());
        if (draft.Scopes.Any(scope => !Permissions.Scopes.Contains(scope))) return Problems.Invalid("scopes", "These are not all scopes that a key can have.");
        if (expiresAt <= now || expiresAt > now + Longest) return Problems.Invalid("expiresAt", "This has to be within the next five years.");

        var (text, prefix, hash) = ApiKeys.New();
        // In the table's order, each once.
        var key = new NewApiKey(Idempotency.NewId(http, clock), workspaceId, draft.Name.Trim(), prefix, hash, [.. Permissions.Scopes.Intersect(draft.Scopes)], user.Id, expiresAt);
        var entry = user.Did(AuditAction.KeyCreated).In(workspaceId).To("key", key.Id, key.Name).Is(("scopes", string.Join(' ', key.Scopes)), ("expiresAt", expiresAt));
        return await keys.Add(key, entry, now, ct) switch
        {
            ApiKeyOutcome.TooMany => Problems.From(new TooManyKeys(ApiKeyRepository.MostPerWorkspace)),
            ApiKeyOutcome.Revoked => Problems.From(new ApiKeyNotFound()),
            ApiKeyOutcome.NotTheirs => Problems.From(new Forbidden([Permission.KeysWrite])),
            _ => TypedResults.Ok(new ApiKeyWithTextView(ApiKeyView.Of(new(key.Id, workspaceId, key.Name, prefix, key.Scopes, maker.Name, now, expiresAt, null), now), text)),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid workspaceId, Guid keyId, CurrentUser user, MemberRepository members, ApiKeyRepository keys, ApiKeys counting, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct) || !await keys.Revoke(workspaceId, keyId, user.Source, clock.GetUtcNow(), ct)) return Problems.From(new ApiKeyNotFound());
        counting.Forget(keyId);
        memberships.Forget(keyId);
        return TypedResults.NoContent();
    }
}

/// <param name="Prefix">How its text begins; the rest is nowhere.</param>
/// <param name="Scopes">The only permissions it has: content:write and the like.</param>
/// <param name="CreatedBy">The name of who made it; null once that person is gone.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
/// <param name="Expired">Its time is over: it counts no more.</param>
internal sealed record ApiKeyView(
    Guid Id, Guid WorkspaceId, string Name, string Prefix, IReadOnlyList<string> Scopes, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, bool Expired)
{
    public static ApiKeyView Of(ApiKeyRow k, DateTimeOffset now) => new(k.Id, k.WorkspaceId, k.Name, k.Prefix, k.Scopes, k.CreatedBy, k.CreatedAt, k.ExpiresAt, k.LastUsedAt, k.ExpiresAt <= now);
}

/// <param name="Text">What goes after <c>Authorization: Bearer</c>. It is shown this once.</param>
internal sealed record ApiKeyWithTextView(ApiKeyView Key, string Text);

/// <param name="AvailableScopes">That a key can have.</param>
internal sealed record ApiKeyListView(IReadOnlyList<ApiKeyView> Items, IReadOnlyList<string> AvailableScopes, int Limit);

/// <param name="Scopes">Of those that the list names.</param>
/// <param name="ExpiresAt">Null: until it is revoked.</param>
internal sealed record ApiKeyDraft(
    [property: Required, StringLength(100, MinimumLength = 2), RegularExpression(@"\s*[^\s\p{Cc}][^\p{Cc}]*[^\s\p{Cc}]\s*")] string Name, [property: Required, Length(1, 50)] IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null);

internal sealed record ApiKeyNotFound : DomainError
{
    public override string Code => "api-key-not-found";
    public override string Detail => "There is no such API key, or it was revoked.";
}

internal sealed record TooManyKeys(int Limit) : DomainError
{
    public override string Code => "too-many-keys";
    public override string Detail => $"A workspace has {Limit} API keys at most. Revoke one first.";
}

/// <summary>The route is about a person, or something is to be decided that takes one.</summary>
internal sealed record NotForKeys : DomainError
{
    public override string Code => "not-for-keys";
    public override string Detail => "This takes a person who has signed in. No API key can do it, whatever its scopes are.";
}
