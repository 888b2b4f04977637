using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Mail;
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
        group.MapGet("/preferences", Preferences).WithSummary("What the user wants to be told of, and how and when they are mailed");
        group.MapPatch("/preferences", Prefer).WithSummary("Change what the user wants to be told of, and how and when they are mailed; what is not named stays").ProducesValidationProblem();
        group.MapPost("/test", Test).WithSummary("Mail the user, to see whether mail about notifications arrives; once a minute").ProducesProblem(409);
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

    private static async Task<Results<Ok<NotificationPreferencesView>, ProblemHttpResult>> Preferences(CurrentUser user, NotificationRepository notifications, NotificationMailRepository mails, CancellationToken ct) =>
        await Shown(user.Id, notifications, mails, ct) is { } view ? TypedResults.Ok(view) : Problems.From(new UserNotFound());

    private static async Task<Results<Ok<NotificationPreferencesView>, ProblemHttpResult, ValidationProblem>> Prefer(
        NotificationPreferencesChange change, CurrentUser user, NotificationRepository notifications, NotificationMailRepository mails, MailAddressRepository addresses, TimeProvider clock, CancellationToken ct)
    {
        var items = (change.Items ?? []).DistinctBy(i => i.Kind).ToList();
        if (items.Find(i => !NotificationKind.All.Contains(i.Kind)) is { } unknown) return Problems.Invalid("items", $"There is no kind '{unknown.Kind}'.");
        if (items.Exists(i => i.Mail is not (null or NotificationMail.Now or NotificationMail.Digest or NotificationMail.Never))) return Problems.Invalid("items", "Mail is now, digest or never.");
        if (items.Find(i => i.Mail is not null && NotificationMail.IsOwn(i.Kind)) is { } own) return Problems.Invalid("items", $"'{own.Kind}' has a mail of its own, which is always sent.");
        if (change.QuietHours is { } hours && hours.From == hours.Until) return Problems.Invalid("quietHours", "They have to end at another time than they begin.");

        if (items.Count > 0) await notifications.Prefer(user.Id, items.ConvertAll(i => (i.Kind, i.InApp, i.Mail)), ct);
        if (change.DigestAt is not null || change.QuietHours is not null || change.WeeklySummary is not null)
            await mails.Change(user.Id, change.DigestAt, change.QuietHours is { } q ? new QuietTime(q.On, q.From, q.Until, [.. q.Days.Select(QuietTime.NumberOf).Distinct().Order()]) : null, change.WeeklySummary, ct);
        if (change.Subscribed is true) await addresses.Subscribe(user.Id, ct);
        if (change.Subscribed is false) await addresses.Unsubscribe(user.Id, clock.GetUtcNow(), ct);
        // What waits may be due at another time now, or not at all.
        await mails.LookAt(user.Id, clock.GetUtcNow(), ct);
        return await Shown(user.Id, notifications, mails, ct) is { } view ? TypedResults.Ok(view) : Problems.From(new UserNotFound());
    }

    private static async Task<Results<Accepted<TestMailView>, ProblemHttpResult>> Test(CurrentUser user, UserRepository users, NotificationMailRepository mails, AccountMails letters, TimeProvider clock, CancellationToken ct)
    {
        if (await users.Find(user.Id, ct) is not { } person || await mails.Find(user.Id, ct) is not { } mailbox) return Problems.From(new UserNotFound());
        if (!mailbox.Confirmed) return Problems.From(new AddressUnconfirmed());
        // Who has unsubscribed may still ask whether mail arrives.
        if (mailbox.Stopped is { } reason and not "unsubscribed") return Problems.From(new AddressStopped(reason));
        var now = clock.GetUtcNow();
        await mails.Send(letters.NotificationTest(person, now), now, ct);
        return TypedResults.Accepted((string?)null, new TestMailView(mailbox.Address));
    }

    [LoggerMessage(LogLevel.Warning, "That Notification {NotificationId} is read could not be pushed; other windows will read it")]
    private static partial void LogNotPushed(ILogger logger, Exception e, Guid notificationId);

    [LoggerMessage(LogLevel.Warning, "That somebody has read all notifications could not be pushed; other windows will read it")]
    private static partial void LogReadingNotPushed(ILogger logger, Exception e);

    private static async Task<NotificationPreferencesView?> Shown(Guid userId, NotificationRepository notifications, NotificationMailRepository mails, CancellationToken ct)
    {
        if (await mails.Find(userId, ct) is not { } mailing) return null;
        var changed = (await notifications.Preferences(userId, ct)).ToDictionary(p => p.Kind);
        var quiet = mailing.Quiet;
        return new(
            [.. NotificationKind.All.Select(kind => View(kind, changed.GetValueOrDefault(kind)))], new MailboxView(mailing.Address, mailing.Confirmed, mailing.Stopped), mailing.DigestAt,
            new QuietHoursView(quiet.On, quiet.From, quiet.Until, [.. quiet.Days.Select(QuietTime.DayOf)]), mailing.TimeZone, mailing.Weekly);
    }

    private static NotificationPreferenceView View(string kind, NotificationPreferenceRow? changed) =>
        new(kind, changed?.InApp ?? true, NotificationMail.IsOwn(kind) ? NotificationMail.Always : changed?.MailBy ?? NotificationMail.ByDefault(kind));
}
