using SocialSelling.Accounts;
using SocialSelling.Inbox;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>
/// Reads what people made of a post in its first hour, in the lowest class of calls. Which posts want it stands in their rows, so that none is passed over when a silo dies. Part of AccountGrain.
/// </summary>
internal sealed partial class PostNumbers(
    AccountState account, EventStream stream, IAccountLogin login, RateBudget budget, PostRepository posts, InstagramClient instagram, SignedMediaUrls urls, TimeProvider clock, ILogger<PostNumbers> logger)
{
    private const int AtOnce = 20;
    private bool reading;

    public async Task ReadDue(CancellationToken ct)
    {
        // Several sweepers may ask in the same moment.
        if (reading || account.Row is null) return;
        reading = true;
        try
        {
            foreach (var post in await posts.ListForNumbers(account.Id, clock.GetUtcNow(), AtOnce, ct)) await Store(post, await Read(post, ct), ct);
        }
        finally
        {
            reading = false;
        }
    }

    /// <returns>The post with its numbers, or with the time to ask again.</returns>
    private async Task<PostRow> Read(PostRow post, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!NumbersRules.AreWanted(post, now)) return post with { NumbersDueAt = null };
        if (await login.Session(ct) is not { } session) return post with { NumbersDueAt = NumbersRules.WithoutLogin(now) };
        if (budget.TryTake(CallClass.Insights) is { } later) return post with { NumbersDueAt = later };
        try
        {
            var (likes, comments, reach) = await instagram.GetMediaInsights(session, post.PlatformPostId!, isStory: post.Type == "story", ct);
            return post with { Numbers = new(likes, comments, reach, clock.GetUtcNow()), NumbersDueAt = null };
        }
        catch (InstagramException e)
        {
            LogNotRead(post.Id, e.Failure.GetType().Name);
            await login.Note(e.Failure, CancellationToken.None);
            return post with { NumbersDueAt = NumbersRules.After(e.Failure, clock.GetUtcNow()) };
        }
    }

    private async Task Store(PostRow before, PostRow read, CancellationToken ct)
    {
        try
        {
            await stream.Append(async write =>
            {
                write.Also.Add(PostRepository.StoreNumbers(read, before.NumbersDueAt));
                // What is told is how the post is now.
                if (read.Numbers != before.Numbers && await posts.Find(account.Id, read.Id, ct) is { } current)
                    stream.Add(write, EventKind.PostChanged, read.Id, new PostPayload((current with { Numbers = read.Numbers }).ToView(urls)));
                return true;
            }, ct);
        }
        catch (GuardFailedException)
        {
            LogReadElsewhere(read.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "The numbers of Post {PostId} could not be read: {Failure}")]
    private partial void LogNotRead(Guid postId, string failure);

    [LoggerMessage(LogLevel.Information, "The numbers of Post {PostId} were read by somebody else, or it has gone")]
    private partial void LogReadElsewhere(Guid postId);
}
