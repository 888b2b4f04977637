using Microsoft.AspNetCore.SignalR;
using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

/// <summary>A hint to a person's browsers; whoever misses it reads the list.</summary>
public static class NotificationPush
{
    /// <summary>Never throws: what has been written down does not fail because live push pauses.</summary>
    /// <param name="missed">Told why it could not be sent.</param>
    public static async Task Tell(this IHubContext<InboxHub> hub, Guid userId, NotificationView notification, Action<Exception> missed)
    {
        try
        {
            await hub.Clients.Group(InboxHub.UserGroup(userId)).SendAsync(InboxHub.Notification, notification);
        }
        catch (Exception e)
        {
            missed(e);
        }
    }
}
