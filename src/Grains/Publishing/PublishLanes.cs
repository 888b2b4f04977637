using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Bounds what one silo does at once, apart for posts whose time has come or comes within the minute and for those that are being prepared or looked after. There is no pace: accounts' quotas and budgets
/// say how much may go out.</summary>
internal sealed class PublishLanes(IOptions<PublishingOptions> options) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim due = new(options.Value.AtOnce), preparing = new(options.Value.PreparingAtOnce);

    public async Task<IDisposable> Enter(PostRow post, DateTimeOffset now, CancellationToken ct)
    {
        var lane = post.ScheduledAt <= now + Soon && post.Status != "published" ? due : preparing;
        await lane.WaitAsync(ct);
        return new Place(lane);
    }

    public void Dispose()
    {
        due.Dispose();
        preparing.Dispose();
    }

    private sealed class Place(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
