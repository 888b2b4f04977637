using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Asks for files at the address that Meta will be given, as Meta will ask: from outside, by GET.</summary>
/// <remarks>Not by HEAD: a presigned address is signed for its method. Of what answers, the first byte is asked for and nothing is read.</remarks>
internal sealed class MediaReach(HttpClient http, IMetaMediaUrls urls, IOptions<MetaOptions> meta)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public async Task<IReadOnlyList<MediaProbe>> Probe(IEnumerable<MediaRow> files, CancellationToken ct) => await Task.WhenAll(files.DistinctBy(f => f.Id).Select(f => Probe(f, ct)));

    private async Task<MediaProbe> Probe(MediaRow file, CancellationToken ct)
    {
        var url = await urls.ForMeta(file.StorageKey, ct);
        if (url.IsLoopback && !meta.Value.IsSandbox) return new(file, MediaAnswer.NotPublic, null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new(0, 0) } };
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            return new(file, answer.IsSuccessStatusCode ? MediaAnswer.Reached : status >= 500 || status == 429 ? MediaAnswer.NoAnswer : MediaAnswer.Refused, answer.IsSuccessStatusCode ? null : status);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(file, MediaAnswer.NoAnswer, null);
        }
    }
}
