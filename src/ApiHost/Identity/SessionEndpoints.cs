using Microsoft.AspNetCore.Http.HttpResults;

namespace SocialSelling.Identity;

/// <summary>Where the signed-in person is signed in, and who has come in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("auth").OwnAffairs();
        group.MapGet("/sessions", List).WithSummary("The user's sessions, the one used last first");
        group.MapDelete("/sessions/{id:guid}", End).WithSummary("End a session: its tokens count no more, its live connections close").ProducesProblem(404);
        group.MapDelete("/sessions", EndOthers).WithSummary("End all other sessions of the user");
        group.MapPost("/logout-all", LogoutAll).WithSummary("End all sessions of the user, this one too");
        group.MapGet("/logins", History).WithSummary("Who has come in as the user, or tried to, newest first");
    }

    private static async Task<Ok<Page<SessionView>>> List(CurrentUser user, SessionRepository sessions, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // This one is being used right now; the database is told only every half minute.
        var rows = (await sessions.List(user.Id, now, ct)).Select(s => s.Id == user.SessionId ? s with { LastUsedAt = now } : s).OrderByDescending(s => s.LastUsedAt);
        return TypedResults.Ok(new Page<SessionView>([.. rows.Select(s => s.ToView(user.SessionId))], null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(Guid id, CurrentUser user, Sessions sessions, HttpContext http, CancellationToken ct)
    {
        if (!await sessions.End(user.Id, id, "revoked", user.Source, ct)) return Problems.From(new SessionNotFound());
        if (id == user.SessionId) Sessions.Forget(http);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<EndedSessionsView>> EndOthers(CurrentUser user, Sessions sessions, CancellationToken ct) =>
        TypedResults.Ok(new EndedSessionsView(await sessions.EndAll(user.Id, user.SessionId, "revoked", user.Source, ct)));

    private static async Task<NoContent> LogoutAll(CurrentUser user, Sessions sessions, HttpContext http, CancellationToken ct)
    {
        await sessions.EndAll(user.Id, keep: null, "logout", user.Source, ct);
        Sessions.Forget(http);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<LoginView>>> History(int? limit, string? cursor, CurrentUser user, LoginRepository logins, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Paging.Of(await logins.Page(user.Id, Cursor.Read(cursor), take + 1, ct), take, l => l.ToView(), l => Cursor.Of(l.OccurredAt, l.Id)));
    }
}
