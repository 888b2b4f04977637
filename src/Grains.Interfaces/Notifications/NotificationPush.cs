using Microsoft.AspNetCore.SignalR;
using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

/// <summary>A hint to a person's browsers; whoever misses it reads the list.</summary>
public static class NotificationPush
{
    /// <summary>Never throws: what has been written down does not fail because live push pauses.</summary>
    /// <param name="missed">Told why it could not be sent.</param>
    public static Task Tell(this IHubContext<InboxHub> hub, Guid userId, NotificationView notification, Action<Exception> missed) => hub.Tell(userId, InboxHub.Notification, notification, missed);

    /// <summary>That everything which had come by a time is read. Never throws either.</summary>
    public static Task TellRead(this IHubContext<InboxHub> hub, Guid userId, DateTimeOffset until, Action<Exception> missed) => hub.Tell(userId, InboxHub.NotificationsRead, until, missed);

    private static async Task Tell(this IHubContext<InboxHub> hub, Guid userId, string call, object news, Action<Exception> missed)
    {
        try
        {
            await hub.Clients.Group(InboxHub.UserGroup(userId)).SendAsync(call, news);
        }
        catch (Exception e)
        {
            missed(e);
        }
    }
}
