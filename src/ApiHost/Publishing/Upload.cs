using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SocialSelling.Publishing;

/// <summary>A file as it came, on disk, in a format that its bytes, its name and its declared type agree on.</summary>
internal sealed record Upload(string FileName, MediaFormat Format, string Path, long Size, byte[] Sha256);

/// <summary>Takes files in as they come: never whole in memory, and never past the limit of their kind.</summary>
internal sealed class UploadReader(IOptions<MediaOptions> options)
{
    private const int Chunk = 65_536, MaxName = 255;
    private const long Mega = 1024 * 1024;

    /// <summary>What a request may have besides its file.</summary>
    private const int FormOverhead = 100_000;

    /// <summary>No file may be larger than this, in bytes, whatever it is.</summary>
    public long Largest => Math.Max(options.Value.MaxVideoMegaBytes, Math.Max(options.Value.MaxImageMegaBytes, options.Value.MaxAudioMegaBytes)) * Mega;

    /// <summary>Reads the field <c>file</c> of a multipart request into <paramref name="folder"/>.</summary>
    public async Task<Result<Upload>> Read(HttpRequest request, SpoolFolder folder, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return new MediaUnsupported("Send the file as multipart/form-data, in the field 'file'.");
        if (request.ContentLength > Largest + FormOverhead) return new MediaTooLarge("Files", (int)(Largest / Mega));

        var form = new MultipartReader(boundary, request.Body);
        try
        {
            while (await form.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) != "file") continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                return await Receive(section.Body, name ?? "", section.ContentType ?? "", folder, ct);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return new InvalidMedia("The request breaks off, or is no proper multipart/form-data.");
        }
        return new InvalidMedia("There is no field 'file' in the request.");
    }

    /// <summary>Reads one file into <paramref name="folder"/>. What is wrong with it is said as soon as it is seen.</summary>
    public async Task<Result<Upload>> Receive(Stream body, string fileName, string declaredType, SpoolFolder folder, CancellationToken ct)
    {
        if (NameProblem(fileName) is { } wrong) return new InvalidMedia(wrong);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var read = await body.ReadAtLeastAsync(buffer.AsMemory(0, Chunk), MediaFormat.HeadLength, throwOnEndOfStream: false, ct);
            if (read == 0) return new InvalidMedia("The file is empty.");
            var agreed = MediaFormat.Agree(buffer.AsSpan(0, Math.Min(read, MediaFormat.HeadLength)), fileName, declaredType.Split(';')[0].Trim().ToLowerInvariant());
            if (agreed.Error is { } refusal) return refusal;

            var format = agreed.Get();
            var path = folder.File("upload" + format.Ending);
            return await Copy(body, buffer, read, path, format.MaxMegaBytes(options.Value) * Mega, ct) is var (size, sha256)
                ? new Upload(fileName.Length == 0 ? "upload" + format.Ending : fileName, format, path, size, sha256)
                : TooLarge(format, options.Value);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes <paramref name="body"/> into a new file.</summary>
    /// <returns>False when there is more than <paramref name="limit"/>.</returns>
    public static async Task<bool> Save(Stream body, string path, long limit, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            return await Copy(body, buffer, await body.ReadAsync(buffer.AsMemory(0, Chunk), ct), path, limit, ct) is not null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>What is wrong with a file, going by what is said of it.</returns>
    public static DomainError? Refusal(string fileName, string declaredType, long size, MediaOptions options)
    {
        if (NameProblem(fileName) is { } wrong) return new InvalidMedia(wrong);
        if (MediaFormat.Of(declaredType) is not { } format) return new MediaUnsupported($"{declaredType} is not taken. {MediaFormat.Accepted} can be uploaded.");
        return size > format.MaxMegaBytes(options) * Mega ? TooLarge(format, options) : null;
    }

    private static MediaTooLarge TooLarge(MediaFormat format, MediaOptions options) =>
        new(format.Kind switch { "image" => "Pictures", "video" => "Videos", _ => "Recordings" }, format.MaxMegaBytes(options));

    /// <returns>Null when there is more than <paramref name="limit"/>.</returns>
    private static async Task<(long Size, byte[] Sha256)?> Copy(Stream body, byte[] buffer, int read, string path, long limit, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = OnOurSide(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));
        long size = 0;
        for (; read > 0; read = await body.ReadAsync(buffer.AsMemory(0, Chunk), ct))
        {
            if ((size += read) > limit) return null;
            hash.AppendData(buffer, 0, read);
            await OnOurSide(() => file.WriteAsync(buffer.AsMemory(0, read), ct).AsTask());
        }
        return (size, hash.GetHashAndReset());
    }

    /// <summary>A full disk is our trouble; a caller who is gone is not.</summary>
    private static T OnOurSide<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException e)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    private static async Task OnOurSide(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (IOException e)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    /// <summary>Names are shown to people only: the store's keys are our own. One that is a path was meant for something else.</summary>
    public static string? NameProblem(string name) =>
        name.Length > MaxName ? $"The file's name has more than {MaxName} characters."
        : name.Any(c => c is '/' or '\\' || char.IsControl(c)) ? "The file's name must be a name alone, without a path or control characters."
        : null;
}
