using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Asks Meta who the contacts are: webhooks carry ids alone. In the background, within the budget's class sync; never holds up a message. Part of AccountGrain.</summary>
internal sealed partial class ContactProfiles(
    AccountState account, EventStream stream, ContactRepository contacts, AccountToken token, RateBudget budget, InstagramClient instagram, TimeProvider clock, ILogger<ContactProfiles> logger)
{
    private const int PerTick = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Fetches some profiles.</summary>
    /// <returns>When to go on; null when every contact is known.</returns>
    public async Task<DateTimeOffset?> Fetch(CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return null;
        var unknown = await contacts.ListUnfetched(account.Id, PerTick, ct);
        foreach (var contact in unknown)
        {
            if (budget.TryTake(CallClass.Sync) is { } later) return later;
            try
            {
                var profile = await instagram.GetContactProfile(session, contact.PlatformContactId, ct);
                await stream.Append(write =>
                {
                    write.Also.Add(ContactRepository.SetProfile(account.Id, contact.Id, profile?.Username, profile?.Name, profile?.ProfilePictureUrl, clock.GetUtcNow()));
                    stream.Add(write, EventKind.ContactChanged, contact.Id, new ContactPayload(new ContactView(contact.Id, profile?.Username, profile?.Name, profile?.ProfilePictureUrl)));
                    return Task.FromResult(true);
                }, ct);
            }
            catch (InstagramException e)
            {
                LogNotFetched(account.Id, e.Failure.GetType().Name);
                await token.Note(e.Failure, ct);
                return clock.GetUtcNow() + Pause;
            }
        }
        return unknown.Count == PerTick ? clock.GetUtcNow() : null;
    }

    [LoggerMessage(LogLevel.Warning, "Reading contacts of Account {AccountId} paused after {Failure}")]
    private partial void LogNotFetched(Guid accountId, string failure);
}

/// <summary>What browsers get with contact events.</summary>
internal sealed record ContactPayload(ContactView Contact);
