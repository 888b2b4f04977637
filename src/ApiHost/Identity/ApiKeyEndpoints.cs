using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Hosting;

namespace SocialSelling.Identity;

/// <summary>A workspace's API keys.</summary>
internal static class ApiKeyEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 5);
    private const string OfTheWhole = "A key that is kept to some accounts cannot have webhooks:write or audit:read: what these tell is of the whole workspace.";

    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workspaces/{workspaceId:guid}/api-keys").WithTags("workspaces").Needs(Permission.KeysWrite);
        group.MapGet("/", List).WithSummary("The API keys that were not revoked, newest first; those past their time too").ProducesProblem(404);
        group.MapPost("/", Add).WithSummary("A new API key; the answer holds its text, once").ProducesProblem(404).ProducesProblem(409);
        group.MapPatch("/{keyId:guid}", Change).WithSummary("Give an API key another name, or other accounts to see").ProducesProblem(404);
        group.MapPost("/{keyId:guid}/rotate", Rotate).WithSummary("A new text for an API key; the answer holds it, once. The one before may count for up to 24 hours more").ProducesProblem(404);
        group.MapDelete("/{keyId:guid}", Revoke).WithSummary("Revoke an API key: it counts no more, for good").ProducesProblem(404);
    }

    private static async Task<Results<Ok<ApiKeyListView>, ProblemHttpResult>> List(Guid workspaceId, CurrentUser user, MemberRepository members, ApiKeyRepository keys, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new ApiKeyListView((await keys.List(workspaceId, ct)).ConvertAll(k => ApiKeyView.Of(k, now)), Permissions.Scopes, Permissions.ScopesOfTheWhole, ApiKeyRepository.MostPerWorkspace));
    }

    /// <remarks>Not 201: answers of that kind are remembered for who asks again, and no secret is to lie there.</remarks>
    private static async Task<Results<Ok<ApiKeyWithTextView>, ValidationProblem, ProblemHttpResult>> Add(
        Guid workspaceId, ApiKeyDraft draft, HttpContext http, CurrentUser user, MemberRepository members, ApiKeyRepository keys, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } maker) return Problems.From(new WorkspaceNotFound());
        var (now, expiresAt) = (clock.GetUtcNow(), draft.ExpiresAt?.ToUniversalTime());
        if (draft.Scopes.Any(scope => !Permissions.Scopes.Contains(scope))) return Problems.Invalid("scopes", "These are not all scopes that a key can have.");
        if (expiresAt <= now || expiresAt > now + Longest) return Problems.Invalid("expiresAt", "This has to be within the next five years.");
        if (draft.Accounts is not null && IsOfTheWhole(draft.Scopes)) return Problems.Invalid("accounts", OfTheWhole);

        var (text, prefix, hash) = ApiKeys.New();
        // In the table's order, each once.
        var key = new NewApiKey(Idempotency.NewId(http, clock), workspaceId, draft.Name.Trim(), prefix, hash, [.. Permissions.Scopes.Intersect(draft.Scopes)], user.Id, expiresAt, draft.Accounts);
        var entry = user.Did(AuditAction.KeyCreated).In(workspaceId).To("key", key.Id, key.Name).Is(("scopes", string.Join(' ', key.Scopes)), ("expiresAt", expiresAt), ("accounts", key.Accounts?.Distinct().Count()));
        return await keys.Add(key, entry, now, ct) switch
        {
            ApiKeyOutcome.Done => TypedResults.Ok(new ApiKeyWithTextView(ApiKeyView.Of(new(key.Id, workspaceId, key.Name, prefix, key.Scopes, maker.Name, now, expiresAt, null, null, InOrder(key.Accounts)), now), text)),
            var refused => Problems.From(Refusal(refused)),
        };
    }

    private static async Task<Results<Ok<ApiKeyView>, ValidationProblem, ProblemHttpResult>> Change(
        Guid workspaceId, Guid keyId, ApiKeyChange change, CurrentUser user, MemberRepository members, ApiKeyRepository keys, ApiKeys counting, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct) || await keys.Find(workspaceId, keyId, ct) is not { } key) return Problems.From(new ApiKeyNotFound());
        var changed = key with
        {
            Name = change.Name?.Trim() ?? key.Name,
            Accounts = InOrder(change.Restricted switch { true => change.Accounts ?? key.Accounts ?? [], false => null, null => change.Accounts ?? key.Accounts }),
        };
        if (change is { Restricted: false, Accounts: not null }) return Problems.Invalid("accounts", "Either all accounts, or these.");
        if (changed.Accounts is not null && IsOfTheWhole(key.Scopes)) return Problems.Invalid("accounts", OfTheWhole);
        var entry = user.Did(AuditAction.KeyChanged).In(workspaceId).To("key", keyId, changed.Name).Was(("name", key.Name), ("accounts", key.Accounts?.Count)).Is(("name", changed.Name), ("accounts", changed.Accounts?.Count));
        var outcome = await keys.Change(workspaceId, keyId, changed.Name, changed.Accounts, entry, clock.GetUtcNow(), ct);
        if (outcome is not ApiKeyOutcome.Done) return Problems.From(Refusal(outcome));
        counting.Forget(keyId);
        memberships.Forget(keyId);
        return TypedResults.Ok(ApiKeyView.Of(changed, clock.GetUtcNow()));
    }

    /// <remarks>Not 201, for the same reason as of a new one.</remarks>
    private static async Task<Results<Ok<ApiKeyWithTextView>, ProblemHttpResult>> Rotate(
        Guid workspaceId, Guid keyId, ApiKeyRotation rotation, CurrentUser user, MemberRepository members, ApiKeyRepository keys, ApiKeys counting, TimeProvider clock, CancellationToken ct)
    {
        if (await members.Find(workspaceId, user.Id, ct) is not { } rotator || await keys.Find(workspaceId, keyId, ct) is not { } key) return Problems.From(new ApiKeyNotFound());
        var now = clock.GetUtcNow();
        DateTimeOffset? until = rotation.GraceHours == 0 ? null : now.AddHours(rotation.GraceHours);
        var (text, prefix, hash) = ApiKeys.New();
        var entry = user.Did(AuditAction.KeyRotated).In(workspaceId).To("key", keyId, key.Name).Is(("previousUntil", until));
        var outcome = await keys.Rotate(workspaceId, keyId, prefix, hash, until, user.Id, entry, now, ct);
        if (outcome is not ApiKeyOutcome.Done) return Problems.From(Refusal(outcome));
        counting.Forget(keyId);
        return TypedResults.Ok(new ApiKeyWithTextView(ApiKeyView.Of(key with { Prefix = prefix, PreviousUntil = until, CreatedBy = rotator.Name }, now), text));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid workspaceId, Guid keyId, CurrentUser user, MemberRepository members, ApiKeyRepository keys, ApiKeys counting, Memberships memberships, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct) || !await keys.Revoke(workspaceId, keyId, user.Source, clock.GetUtcNow(), ct)) return Problems.From(new ApiKeyNotFound());
        counting.Forget(keyId);
        memberships.Forget(keyId);
        return TypedResults.NoContent();
    }

    private static DomainError Refusal(ApiKeyOutcome outcome) => outcome switch
    {
        ApiKeyOutcome.TooMany => new TooManyKeys(ApiKeyRepository.MostPerWorkspace),
        ApiKeyOutcome.NotTheirs => new Forbidden([Permission.KeysWrite]),
        ApiKeyOutcome.NoSuchAccount => new AccountNotFound(),
        _ => new ApiKeyNotFound(),
    };

    private static bool IsOfTheWhole(IReadOnlyList<string> scopes) => scopes.Intersect(Permissions.ScopesOfTheWhole).Any();

    private static IReadOnlyList<Guid>? InOrder(IReadOnlyCollection<Guid>? accounts) => accounts is null ? null : [.. accounts.Distinct().Order()];
}

/// <param name="Prefix">How its text begins; the rest is nowhere.</param>
/// <param name="Scopes">The only permissions it has: content:write and the like.</param>
/// <param name="CreatedBy">The name of who made it, or gave it its present text; null once that person is gone.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
/// <param name="Expired">Its time is over: it counts no more.</param>
/// <param name="PreviousUntil">Until when the text before counts too; null when none does.</param>
/// <param name="Accounts">The only accounts that it sees; null for all of the workspace.</param>
internal sealed record ApiKeyView(
    Guid Id, Guid WorkspaceId, string Name, string Prefix, IReadOnlyList<string> Scopes, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, bool Expired,
    DateTimeOffset? PreviousUntil, IReadOnlyList<Guid>? Accounts)
{
    public static ApiKeyView Of(ApiKeyRow k, DateTimeOffset now) => new(
        k.Id, k.WorkspaceId, k.Name, k.Prefix, k.Scopes, k.CreatedBy, k.CreatedAt, k.ExpiresAt, k.LastUsedAt, k.ExpiresAt <= now, k.PreviousUntil > now ? k.PreviousUntil : null, k.Accounts);
}

/// <param name="Text">What goes after <c>Authorization: Bearer</c>. It is shown this once.</param>
internal sealed record ApiKeyWithTextView(ApiKeyView Key, string Text);

/// <param name="AvailableScopes">That a key can have.</param>
/// <param name="WholeWorkspaceScopes">Those of them that a key which is kept to some accounts cannot have.</param>
internal sealed record ApiKeyListView(IReadOnlyList<ApiKeyView> Items, IReadOnlyList<string> AvailableScopes, IReadOnlyList<string> WholeWorkspaceScopes, int Limit);

/// <param name="Scopes">Of those that the list names.</param>
/// <param name="ExpiresAt">Null: until it is revoked.</param>
/// <param name="Accounts">The only ones of the workspace that it sees; null for all.</param>
internal sealed record ApiKeyDraft(
    [property: Required, StringLength(100, MinimumLength = 2), RegularExpression(ApiKeyDraft.NamePattern)] string Name, [property: Required, Length(1, 50)] IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null,
    [property: MaxLength(200)] IReadOnlyList<Guid>? Accounts = null)
{
    public const string NamePattern = @"\s*[^\s\p{Cc}][^\p{Cc}]*[^\s\p{Cc}]\s*";
}

/// <summary>Null keeps what is there.</summary>
/// <param name="Restricted">Whether it sees <paramref name="Accounts"/> alone; false for all of the workspace.</param>
internal sealed record ApiKeyChange(
    [property: StringLength(100, MinimumLength = 2), RegularExpression(ApiKeyDraft.NamePattern)] string? Name = null, bool? Restricted = null, [property: MaxLength(200)] IReadOnlyList<Guid>? Accounts = null);

/// <param name="GraceHours">For how long the text before counts too: 0, at once no more, to 24.</param>
internal sealed record ApiKeyRotation([property: Range(0, 24)] int GraceHours = 0);

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
