using System.Text.Json;
using SocialSelling.Publishing;

namespace SocialSelling.Notifications;

/// <summary>Notifications as people see them: one way for the hub and for the API's answers.</summary>
public static class NotificationViews
{
    public static NotificationView ToView(this NotificationRow n, SignedMediaUrls urls) => new(
        n.Id, n.Kind, n.WorkspaceId, n.AccountId, n.SubjectId, n.Count, JsonSerializer.Deserialize<JsonElement>(n.FactsJson), n.ConversationId,
        n.Contact is { } k ? new(k.Id, k.Username, k.Name, k.PictureKey is null ? k.PlatformPictureUrl : urls.ForBrowser(k.PictureKey)) : null,
        n.ActorId is { } actorId && n.ActorName is { } name ? new(actorId, name) : null, n.PostCaption, n.OccurredAt, n.ReadAt);
}
