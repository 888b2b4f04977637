using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SocialSelling.Hosting;

/// <summary>Whether two requests ask for the same: SHA-256 of a body, read ahead of the endpoint and rewound for it.</summary>
internal static class RequestHash
{
    private const int Chunk = 81_920;

    public static async Task<byte[]> Of(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (Boundary(request) is { } boundary) await Add(hash, new MultipartReader(boundary, request.Body), request.HttpContext.RequestAborted);
            else await Add(hash, request.Body, request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // No form after all: the endpoint says what is wrong with it.
        }
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>A form is sent again under another boundary: what counts is what stands between.</summary>
    private static async Task Add(IncrementalHash hash, MultipartReader form, CancellationToken ct)
    {
        while (await form.ReadNextSectionAsync(ct) is { } section)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{section.ContentDisposition}\n{section.ContentType}\n"));
            await Add(hash, section.Body, ct);
        }
    }

    private static async Task Add(IncrementalHash hash, Stream body, CancellationToken ct)
    {
        var chunk = new byte[Chunk];
        for (int read; (read = await body.ReadAsync(chunk, ct)) > 0;) hash.AppendData(chunk, 0, read);
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
}
