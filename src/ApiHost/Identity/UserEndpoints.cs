using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Audit;
using SocialSelling.Mail;
using SocialSelling.Notifications;

namespace SocialSelling.Identity;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/users/me").WithTags("users").OwnAffairs();
        me.MapGet("/", Me).WithSummary("The signed-in user");
        me.MapPatch("/", Change).WithSummary("Change name, language or time zone");
        api.MapGet("/workspaces", Workspaces).WithTags("workspaces").OwnAffairs(ofKeysToo: true).WithSummary("The workspaces the user is a member of; of an API key, its own");
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Me(CurrentUser user, UserRepository users, CancellationToken ct) =>
        await users.Find(user.Id, ct) is { } row ? TypedResults.Ok(row.ToView()) : Problems.From(new UserNotFound());

    private static async Task<Results<Ok<UserView>, ProblemHttpResult, ValidationProblem>> Change(UserChange change, CurrentUser user, UserRepository users, NotificationMailRepository mails, TimeProvider clock, CancellationToken ct)
    {
        if (!TimeZones.IsKnown(change.Timezone)) return Problems.Invalid("timezone", TimeZones.Unknown);
        if (PersonName.IsTooShort(change.Name)) return Problems.Invalid("name", PersonName.TooShort);
        if (await users.Find(user.Id, ct) is not { } row) return Problems.From(new UserNotFound());
        var was = Facts(row);
        row.Name = change.Name?.Trim() ?? row.Name;
        row.Language = change.Language is { } language ? MailOutbox.LanguageOf(language) : row.Language;
        row.TimeZone = change.Timezone ?? row.TimeZone;
        // Whoever changes nothing leaves no entry.
        if (Facts(row).SequenceEqual(was)) return TypedResults.Ok(row.ToView());
        await users.ChangeProfile(row, user.Did(AuditAction.ProfileChanged).To("user", user.Id).Was(was).Is(Facts(row)), clock.GetUtcNow(), ct);
        // Their clock shows another time: so do the hours at which they want mail.
        if (change.Timezone is not null) await mails.LookAt(user.Id, clock.GetUtcNow(), ct);
        return TypedResults.Ok(row.ToView());
    }

    private static (string, object?)[] Facts(UserRow user) => [("name", user.Name), ("language", user.Language), ("timeZone", user.TimeZone)];

    private static async Task<Ok<Page<WorkspaceView>>> Workspaces(CurrentUser user, UserRepository users, CancellationToken ct) =>
        TypedResults.Ok(new Page<WorkspaceView>([.. (await users.ListWorkspaces(user.Id, ct)).Select(w => new WorkspaceView(w.Id, w.Name, w.Role, Permissions.NamesOf(w.Role, w.IsRestricted, user.Scopes)))], null));
}

/// <summary>Null keeps what is there.</summary>
/// <param name="Language">Kept, and answered, in its short form.</param>
/// <param name="Timezone">IANA name.</param>
internal sealed record UserChange(
    [property: StringLength(PersonName.Longest, MinimumLength = PersonName.Shortest)] string? Name = null,
    [property: AllowedValues("en", "pt", "es", "en-US", "pt-BR", "es-ES", null)] string? Language = null,
    [property: StringLength(50)] string? Timezone = null);

/// <summary>How people may be called.</summary>
internal static class PersonName
{
    public const int Shortest = 2, Longest = 100;

    public const string TooShort = "A name has 2 characters or more, besides blanks.";

    /// <summary>False for null: nothing was asked for.</summary>
    public static bool IsTooShort(string? name) => name is not null && name.Trim().Length < Shortest;
}
