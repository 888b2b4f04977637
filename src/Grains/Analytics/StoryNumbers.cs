using System.Text.Json;
using SocialSelling.Inbox;
using SocialSelling.Meta;

namespace SocialSelling.Analytics;

/// <summary>Keeps what Meta tells of a story when it expires. Part of AccountGrain.</summary>
internal sealed class StoryNumbers(AccountState account, EventStream stream, StoryInsightsRepository stories)
{
    public Task Apply(StoryInsights story, CancellationToken ct) => stream.Append(async write =>
    {
        if (await stories.FindReportedAt(account.Id, story.MediaId, ct) is { } reported && reported >= story.At) return false;
        write.Also.Add(StoryInsightsRepository.Put(account.Id, story.MediaId, JsonSerializer.Serialize(story.Numbers, WireJson.Options), story.At));
        stream.Add(write, EventKind.InsightsRefreshed, account.Id, new StoryPayload(story.MediaId, story.Numbers));
        return true;
    }, ct);
}

/// <summary>What browsers get with a story's numbers.</summary>
internal sealed record StoryPayload(string PlatformMediaId, IReadOnlyDictionary<string, long> Numbers);
