using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SocialSelling.Publishing;

/// <summary>The one file of a multipart request, read as it comes and never past the limit.</summary>
internal sealed record Upload(string FileName, string MimeType, byte[] Bytes)
{
    public const int MaxMegaBytes = 25;
    private const int MaxBytes = MaxMegaBytes * 1024 * 1024;

    public static async Task<Result<Upload>> Read(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return new MediaUnsupported("Send the file as multipart/form-data, in the field 'file'.");
        if (request.ContentLength > MaxBytes + 100_000) return new MediaTooLarge(MaxMegaBytes);

        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) != "file") continue;
            var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
            if (await ReadBounded(section.Body, ct) is not { } bytes) return new MediaTooLarge(MaxMegaBytes);
            if (bytes.Length == 0) return new InvalidMedia("The file is empty.");
            return new Upload(SafeName(name), section.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "application/octet-stream", bytes);
        }
        return new InvalidMedia("There is no field 'file' in the request.");
    }

    private static async Task<byte[]?> ReadBounded(Stream body, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + read > MaxBytes) return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    // Shown to people only; the store's key is our own.
    private static string SafeName(string? name)
    {
        var last = new string([.. (name ?? "").Split('/', '\\')[^1].Where(c => !char.IsControl(c))]);
        return last.Length == 0 ? "upload" : last[..Math.Min(last.Length, 255)];
    }
}
