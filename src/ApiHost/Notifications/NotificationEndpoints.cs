using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Publishing;

namespace SocialSelling.Notifications;

/// <summary>What the signed-in person is told of, and wants to be told of.</summary>
internal static partial class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notifications").WithTags("notifications").OwnAffairs();
        group.MapGet("/", List).WithSummary("What the user is told of, newest first, and how much of it is unread");
        group.MapPost("/{id:guid}/read", Read).WithSummary("Mark one as read").ProducesProblem(404);
        group.MapPost("/read-all", ReadAll).WithSummary("Mark everything as read that has come until now, or until a time");
        group.MapGet("/preferences", Preferences).WithSummary("What the user wants to be told of");
        group.MapPatch("/preferences", Prefer).WithSummary("Change what the user wants to be told of; kinds that are not named stay").ProducesValidationProblem();
    }

    private static async Task<Ok<NotificationPage>> List(bool? unread, int? limit, string? cursor, CurrentUser user, NotificationRepository notifications, SignedMediaUrls urls, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var page = Paging.Of(await notifications.Page(user.Id, unread ?? false, Cursor.Read(cursor), take + 1, ct), take, n => n.ToView(urls), n => Cursor.Of(n.OccurredAt, n.Id));
        return TypedResults.Ok(new NotificationPage(page.Items, page.NextCursor, await notifications.CountUnread(user.Id, ct)));
    }

    private static async Task<Results<Ok<NotificationView>, ProblemHttpResult>> Read(
        Guid id, CurrentUser user, NotificationRepository notifications, IHubContext<InboxHub> hub, SignedMediaUrls urls, ILogger<NotificationPage> logger, TimeProvider clock, CancellationToken ct)
    {
        await notifications.MarkRead(user.Id, id, clock.GetUtcNow(), ct);
        if (await notifications.Find(user.Id, id, ct) is not { } row) return Problems.From(new NotificationNotFound());
        var view = row.ToView(urls);
        // The person's other windows.
        _ = hub.Tell(user.Id, view, e => LogNotPushed(logger, e, id));
        return TypedResults.Ok(view);
    }

    private static async Task<Ok<UnreadNotificationsView>> ReadAll(
        DateTimeOffset? until, CurrentUser user, NotificationRepository notifications, IHubContext<InboxHub> hub, ILogger<NotificationPage> logger, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await notifications.MarkAllRead(user.Id, until ?? now, now, ct);
        _ = hub.TellRead(user.Id, until ?? now, e => LogReadingNotPushed(logger, e));
        return TypedResults.Ok(new UnreadNotificationsView(await notifications.CountUnread(user.Id, ct)));
    }

    private static async Task<Ok<NotificationPreferencesView>> Preferences(CurrentUser user, NotificationRepository notifications, CancellationToken ct) =>
        TypedResults.Ok(await Shown(user.Id, notifications, ct));

    private static async Task<Results<Ok<NotificationPreferencesView>, ValidationProblem>> Prefer(
        NotificationPreferencesChange change, CurrentUser user, NotificationRepository notifications, CancellationToken ct)
    {
        if (change.Items.Select(i => i.Kind).FirstOrDefault(kind => !NotificationKind.All.Contains(kind)) is { } unknown) return Problems.Invalid("items", $"There is no kind '{unknown}'.");
        await notifications.Prefer(user.Id, [.. change.Items.DistinctBy(i => i.Kind).Select(i => (i.Kind, i.InApp, i.Mail))], ct);
        return TypedResults.Ok(await Shown(user.Id, notifications, ct));
    }

    [LoggerMessage(LogLevel.Warning, "That Notification {NotificationId} is read could not be pushed; other windows will read it")]
    private static partial void LogNotPushed(ILogger logger, Exception e, Guid notificationId);

    [LoggerMessage(LogLevel.Warning, "That somebody has read all notifications could not be pushed; other windows will read it")]
    private static partial void LogReadingNotPushed(ILogger logger, Exception e);

    private static async Task<NotificationPreferencesView> Shown(Guid userId, NotificationRepository notifications, CancellationToken ct)
    {
        var changed = (await notifications.Preferences(userId, ct)).ToDictionary(p => p.Kind);
        return new([.. NotificationKind.All.Select(kind => changed.TryGetValue(kind, out var p) ? new NotificationPreferenceView(kind, p.InApp, p.Mail) : new(kind, InApp: true, Mail: false))]);
    }
}
