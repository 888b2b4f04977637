using Microsoft.Extensions.Options;
using SocialSelling.Accounts;

namespace SocialSelling.Publishing;

/// <summary>Gives posts the next free slot of their account, each slot to one post. Part of AccountGrain.</summary>
internal sealed class PostQueue(
    AccountState account, PostSchedule schedule, PostRepository posts, PostingSlotRepository slots, IOptions<PublishingOptions> options, SignedMediaUrls urls, TimeProvider clock)
{
    /// <summary>More people do not ask for a slot in the same moment.</summary>
    private const int Attempts = 50;

    /// <summary>A new post in the next free slot. Repeating it finds the post of the first time, also when no slot is left.</summary>
    public async Task<Result<PostView>> Add(CreatePost command, CancellationToken ct) => await posts.Find(account.Id, command.PostId, ct) is { } earlier
        ? earlier.ToView(urls)
        : await Take(command.PostId, (time, booking) => schedule.Create(command with { Time = time }, new PostOrigin(null, null, [booking]), ct), ct);

    /// <summary>Gives a post that is there the next free slot.</summary>
    public Task<Result<PostView>> Move(TakeSlot command, CancellationToken ct) =>
        Take(command.PostId, (time, booking) => schedule.Schedule(new SchedulePost(command.PostId, time, command.UserId, command.Version), [booking], ct), ct);

    private async Task<Result<PostView>> Take(Guid postId, Func<PostTime, Guarded, Task<Result<PostView>>> plan, CancellationToken ct)
    {
        if (account.Row is null) return new AccountNotFound();
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.GetUtcNow();
            await slots.Release(account.Id, ct);
            if (SlotRules.Free(await slots.List(account.Id, ct), await slots.Taken(account.Id, now, ct), now, options.Value.LongestAhead).FirstOrDefault() is not { } free) return new NoFreeSlot();
            try
            {
                return await plan(free.ToPostTime(), PostingSlotRepository.Book(account.Id, free.At, postId));
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // Somebody took it in this moment: the one after it.
            }
        }
    }
}
