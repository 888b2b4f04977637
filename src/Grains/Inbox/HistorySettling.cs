using SocialSelling.Accounts;

namespace SocialSelling.Inbox;

/// <summary>A send in doubt may be found by reading its conversation back.</summary>
internal sealed partial class MessageSender
{
    /// <summary>A message of the account that a conversation lists and that is not stored: if it is a send in doubt, it has arrived. A conversation does not tell which app sent it.</summary>
    /// <returns>True when it belongs to a message that is stored already.</returns>
    public async Task<bool> SettleFound(Arrival found, CancellationToken ct)
    {
        var conversationId = AccountId.Conversation(account.Id, found.ContactId);
        // What is queued again was tried before, and may have arrived after all.
        var match = unsettled.Values.Where(u => u.Message.Status is "sending" or "unconfirmed" || (u.Message.Status == "queued" && u.Attempts > 0))
            .Where(u => u.Message.ConversationId == conversationId && u.Message.Content == found.Text && found.At >= u.Message.SentAt - SendRules.ClockTolerance)
            .OrderBy(u => u.Message.Sequence).FirstOrDefault();
        if (match is null) return false;
        try
        {
            await MarkSent(match, found.Mid, ct);
        }
        catch (GuardFailedException)
        {
            // Its answer, or its echo, was faster.
        }
        return true;
    }
}
