using Microsoft.Extensions.Options;
using SocialSelling.Cluster;

namespace SocialSelling.Publishing;

/// <summary>Lets go of originals whose posts were all published long ago. What is shown of them, thumbnail and preview, stays.</summary>
internal sealed class PublishedOriginals(OriginalRepository originals, IMediaStore store, IOptions<RetentionOptions> options, TimeProvider clock)
{
    /// <summary>Between refusing a file to whatever is new and taking it away: longer than anything that was allowed before may take to be written.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(10);

    private const int AtOnce = 200;

    /// <summary>What an earlier look has marked goes; what is old enough now is marked for the next.</summary>
    /// <param name="hold">Before each step; false ends it.</param>
    /// <returns>Null when another has taken it on.</returns>
    public async Task<SweptFiles?> Sweep(Func<Task<bool>> hold, CancellationToken ct)
    {
        // Should originals be kept for ever from now on, what was only marked is given back.
        var before = options.Value.PublishedOriginals is var kept && kept > TimeSpan.Zero ? clock.GetUtcNow() - kept : DateTimeOffset.MinValue;
        if (await LetGo(before, hold, ct) is not { } gone) return null;
        for (var after = Guid.Empty; ;)
        {
            if (!await hold()) return null;
            var page = await originals.Candidates(after, before, AtOnce, ct);
            if (page.Count > 0) await originals.Mark(page, before, clock.GetUtcNow(), ct);
            if (page.Count < AtOnce) return gone;
            after = page[^1];
        }
    }

    private async Task<SweptFiles?> LetGo(DateTimeOffset before, Func<Task<bool>> hold, CancellationToken ct)
    {
        for (var sum = new SweptFiles(0, 0); ;)
        {
            if (!await hold()) return null;
            var marked = await originals.Marked(clock.GetUtcNow() - Notice, AtOnce, ct);
            if (marked.Count == 0) return sum;
            var sizes = new List<long>(marked.Count);
            foreach (var file in marked)
            {
                sizes.Add(await SizeOf(file, ct));
                if (!await hold()) return null;
            }
            var gone = await originals.LetGo(marked, sizes, before, clock.GetUtcNow(), ct);
            sum = new SweptFiles(sum.Files + gone.Files, sum.Bytes + gone.Bytes);
        }
    }

    /// <summary>What of it lies in the store.</summary>
    private async Task<long> SizeOf(LeavingOriginal file, CancellationToken ct)
    {
        var sum = 0L;
        foreach (var key in file.Keys)
            await foreach (var stored in store.List(key, ct))
                if (stored.Key == key) sum += stored.Size;
        return sum;
    }
}
