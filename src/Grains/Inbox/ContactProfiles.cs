using SocialSelling.Accounts;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Asks Meta who the contacts are: webhooks carry ids alone. In the background, some at a time, within the budget's class sync; never holds up a message. What is known is
/// believed for a day and then asked for again, whether the contact writes or not, as long as they have talked within a month. Part of AccountGrain.
/// </summary>
/// <remarks>Source: Meta, "User Profile API": needs the contact's consent (a message); the picture's link expires within days, so the picture is copied.</remarks>
internal sealed partial class ContactProfiles(
    AccountState account, EventStream stream, ContactRepository contacts, AccountToken token, RateBudget budget, InstagramClient instagram, PictureDownload pictures, IMediaStore store,
    SignedMediaUrls urls, TimeProvider clock, ILogger<ContactProfiles> logger)
{
    public const int PerTick = 10, MaxAttempts = 3;
    /// <summary>How long a profile is believed, and how long one that could not be had is left alone.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenTicks = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMinutes(1), LookForStale = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1),
        InTalk = TimeSpan.FromDays(30), Unclaimed = TimeSpan.FromMinutes(10);
    /// <summary>Marked as stale by one look: the rest comes with the next, so that a large shop does not use up its budget for names.</summary>
    private const int StalePerLook = 50;

    /// <summary>Fetches some profiles.</summary>
    /// <returns>When to go on; null when the account may not speak to Meta.</returns>
    public async Task<DateTimeOffset?> Fetch(CancellationToken ct)
    {
        if (await token.Session(ct) is not { } session) return null;
        var now = clock.GetUtcNow();
        await contacts.MarkStale(account.Id, fetchedBefore: now - Life, activeSince: now - InTalk, now, StalePerLook, ct);
        var due = await contacts.ListProfilesDue(account.Id, now, PerTick, ct);
        var (known, goOnAt) = await Ask(session, due, ct);
        await Store(known, ct);
        if (goOnAt is not null) return goOnAt;
        if (due.Count == PerTick) return clock.GetUtcNow() + BetweenTicks;
        return await contacts.NextProfileDue(account.Id, ct) is { } next && next < now + LookForStale ? next : now + LookForStale;
    }

    /// <returns>Who is known now, and when to go on if not all could be asked for.</returns>
    private async Task<(List<Known> Known, DateTimeOffset? GoOnAt)> Ask(InstagramSession session, List<DueProfile> due, CancellationToken ct)
    {
        var known = new List<Known>(due.Count);
        foreach (var contact in due)
        {
            if (budget.TryTake(CallClass.Sync) is { } later) return (known, later);
            try
            {
                var profile = await instagram.GetContactProfile(session, contact.PlatformContactId, ct);
                known.Add(new Known(contact.Id, profile, await Copy(contact.Id, profile?.ProfilePictureUrl, ct)));
            }
            catch (InstagramException e)
            {
                LogNotFetched(account.Id, e.Failure.GetType().Name);
                // The account's trouble is not held against the contact.
                if (e.Failure is not (ReconnectAccount or RetryLater { IsThrottle: true })) await NoteFailure(contact, ct);
                await token.Note(e.Failure, ct);
                if (e.Failure is not Refused) return (known, clock.GetUtcNow() + Pause);
            }
        }
        return (known, null);
    }

    /// <summary>When to ask again for a contact after a failure.</summary>
    /// <param name="failedBefore">How often it had failed before this time.</param>
    /// <returns>Null to leave it alone for <see cref="Life"/>.</returns>
    public static DateTimeOffset? AgainAt(Guid contactId, int failedBefore, DateTimeOffset now) =>
        failedBefore + 1 < MaxAttempts ? now + Backoff.Of(failedBefore + 1, Pause, 5, LongestPause, contactId) : null;

    private Task NoteFailure(DueProfile contact, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return contacts.NoteFailedProfile(account.Id, contact.Id, AgainAt(contact.Id, contact.Attempts, now), now, ct);
    }

    /// <returns>Where the copy is; null when there is none: the old one stays.</returns>
    private async Task<string?> Copy(Guid contactId, string? url, CancellationToken ct)
    {
        if (url is null || await pictures.Find(url, ct) is not { } jpeg) return null;
        var key = $"{account.Row!.WorkspaceId:N}/contacts/{contactId:N}.jpg";
        if (!await contacts.AnnouncePicture(account.Id, contactId, key, clock.GetUtcNow() + Unclaimed, ct)) return null;
        try
        {
            await store.Put(key, jpeg, "image/jpeg", ct);
            return key;
        }
        catch (MediaStoreUnavailableException e)
        {
            LogNotCopied(e, account.Id);
            return null;
        }
    }

    /// <summary>All in one write. Only what a browser shows is told.</summary>
    private Task<bool> Store(List<Known> known, CancellationToken ct) => stream.Append(async write =>
    {
        foreach (var (id, profile, pictureKey) in known)
        {
            if (await contacts.Find(account.Id, id, ct) is not { } before) continue;
            var after = profile is null ? before : before with
            {
                Username = profile.Username ?? before.Username,
                Name = profile.Name ?? before.Name,
                ProfilePictureUrl = profile.ProfilePictureUrl ?? before.ProfilePictureUrl,
                PictureKey = pictureKey ?? before.PictureKey,
                Facts = new ProfileFacts(
                    profile.FollowerCount ?? before.Facts.FollowerCount, profile.IsVerified ?? before.Facts.IsVerified, profile.FollowsAccount ?? before.Facts.FollowsAccount,
                    profile.AccountFollows ?? before.Facts.AccountFollows),
            };
            write.Also.Add(ContactRepository.SetProfile(after, clock.GetUtcNow()));
            if (after == before) continue;
            var person = await contacts.Person(account.Row!.WorkspaceId, id, ct);
            stream.Add(write, EventKind.ContactChanged, id, new ContactPayload(after.ToView(urls, person is [var root, ..] ? root.StageId : null)));
        }
        return true;
    }, ct);

    private sealed record Known(Guid Id, ContactProfile? Profile, string? PictureKey);

    [LoggerMessage(LogLevel.Warning, "Asking for a contact of Account {AccountId} ended with {Failure}")]
    private partial void LogNotFetched(Guid accountId, string failure);

    [LoggerMessage(LogLevel.Warning, "The picture of a contact of Account {AccountId} could not be stored; the next time it is asked for again")]
    private partial void LogNotCopied(Exception e, Guid accountId);
}
