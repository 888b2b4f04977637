using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Turns what a person asks to send into what the account's grain sends: files and templates are looked up where the conversation's workspace keeps them.</summary>
internal sealed class DraftReader(AccountRepository accounts, MediaRepository media, ReplyTemplateRepository templates, UserRepository users)
{
    public async Task<Result<SendMessage>> Read(MessageDraft draft, ConversationRow conversation, Guid userId, CancellationToken ct)
    {
        if (await accounts.FindFor(userId, conversation.AccountId, ct) is not { Account: var account }) return new ConversationNotFound();
        IReadOnlyList<string>? keys = null;
        if (draft.MediaIds is { Length: > 0 } ids)
        {
            var files = await media.ByIds(account.WorkspaceId, ids, ct);
            if (files.Count < ids.Length) return new MediaNotFound();
            keys = [.. files.Select(f => f.StorageKey)];
        }

        var text = draft.Text?.Trim() ?? "";
        if (draft.TemplateId is { } templateId)
        {
            if (await templates.FindFor(userId, templateId, ct) is not { } template || template.WorkspaceId != account.WorkspaceId) return new TemplateNotFound();
            if (text.Length == 0) text = (await Render(template, conversation, account, userId, draft.TemplateVariables, ct)).Text;
        }
        return new SendMessage(
            conversation.Id, draft.ClientMessageId, text.Replace("\0", "", StringComparison.Ordinal), draft.ReplyTo, Author.Person, userId, keys, draft.QuickReplies, draft.AfterSequence,
            draft.Override, draft.TemplateId);
    }

    /// <param name="given">Wins over what follows from the conversation.</param>
    public async Task<RenderedTemplate> Render(
        ReplyTemplateRow template, ConversationRow conversation, AccountRow account, Guid userId, IReadOnlyDictionary<string, string>? given, CancellationToken ct)
    {
        var agent = await users.Find(userId, ct);
        var values = TemplateText.ValuesOf(conversation.ContactName, conversation.ContactUsername, account, agent?.Name);
        foreach (var (name, value) in given ?? new Dictionary<string, string>()) values[name] = value;
        return TemplateText.Render(template.Content, values);
    }
}
