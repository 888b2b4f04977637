using System.Text.Json;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Comments;

/// <summary>A direct message to somebody who commented: once per comment, within 7 days.</summary>
/// <remarks>Source: Meta, "Private replies"; meta-platform reference, section 3.2.</remarks>
internal static class PrivateReplies
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public static IResult Send(World world, GraphCall call, JsonElement commentId, string words, DateTimeOffset now, WebhookSender webhooks)
    {
        if (CommentEndpoints.Find(world, call, commentId.ToString()) is not { } comment || world.People.Find(p => p.Id == comment.AuthorId) is not { } person || now - comment.At > Window)
            return GraphAnswers.Error(100, 2534025, "The comment is not valid for a private reply");
        if (comment.AnsweredPrivately) return GraphAnswers.Error(10900, message: "Activity already replied to");
        comment.AnsweredPrivately = true;
        var dm = world.Write(call.Shop, person, "api", words, now);
        webhooks.Echo(call.Shop, dm, call.ByPage);
        return Results.Json(new { recipient_id = person.Id, message_id = dm.Mid });
    }
}
