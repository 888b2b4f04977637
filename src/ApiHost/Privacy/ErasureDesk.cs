using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SocialSelling.Hosting;

namespace SocialSelling.Privacy;

/// <summary>Takes in what is to be erased, and says where one can see what becomes of it.</summary>
internal sealed class ErasureDesk(ErasureRepository erasures, IOptions<AppOptions> app, TimeProvider clock)
{
    /// <summary>What is promised. It takes minutes; this leaves time to put right what hinders it.</summary>
    private static readonly TimeSpan Promise = TimeSpan.FromDays(3);

    /// <returns>The erasure; of something that is being erased already, that one.</returns>
    public Task<ErasureRow> Begin(string subject, Guid subjectId, string askedBy, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return erasures.Add(New(subject, subjectId, askedBy, "waiting", now, now), ct);
    }

    /// <summary>Of somebody of whom nothing is here: done as soon as it is asked for. They get a code all the same.</summary>
    public Task<ErasureRow> OfNobody(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return erasures.Add(New(ErasureSubject.Nobody, null, "meta", "done", now, now) with { FinishedAt = now }, ct);
    }

    public Uri PageOf(ErasureRow erasure) => new(new Uri(app.Value.Url), "/data-deletion/" + erasure.Code);

    private static ErasureRow New(string subject, Guid? subjectId, string askedBy, string state, DateTimeOffset now, DateTimeOffset beginsAt) =>
        new(Guid.CreateVersion7(now), NewCode(), subject, subjectId, askedBy, Facts: null, Step: "", state, now, beginsAt, beginsAt + Promise);

    /// <summary>80 bits, in letters that nobody confuses: people type it.</summary>
    private static string NewCode() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
}
