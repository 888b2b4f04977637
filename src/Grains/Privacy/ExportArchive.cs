using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Npgsql;
using SocialSelling.Publishing;

namespace SocialSelling.Privacy;

/// <summary>Writes an export: a ZIP with two files for each kind, JSON for machines and CSV for spreadsheets, and the media. Row by row and file by file: memory does not grow with what there is.</summary>
internal sealed class ExportArchive(ExportedRows rows, IMediaStore store, TimeProvider clock)
{
    /// <summary>What a writer gathers before it goes into the archive.</summary>
    private const int FlushAt = 64 * 1024;

    /// <param name="to">From where it stands.</param>
    public async Task Write(ExportRow job, Stream to, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var counts = new Dictionary<string, long>();
        await rows.Read(job, async (kind, open) =>
        {
            await using (var reader = await open()) counts[kind.Name] = await Json(zip, kind.Name, reader, ct);
            await using (var reader = await open()) await Csv(zip, kind.Name, reader, ct);
        }, ct);
        var (copied, missing) = await Media(zip, job, ct);
        await using var entry = await Entry(zip, "export.json").OpenAsync(ct);
        await JsonSerializer.SerializeAsync(entry, new { about = job.Subject, id = job.SubjectId, madeAt = clock.GetUtcNow(), rows = counts, mediaFiles = copied, mediaFilesMissing = missing }, Indented, ct);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <returns>How many rows there are.</returns>
    private static async Task<long> Json(ZipArchive zip, string name, NpgsqlDataReader reader, CancellationToken ct)
    {
        await using var entry = await Entry(zip, name + ".json").OpenAsync(ct);
        await using var json = new Utf8JsonWriter(entry, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var count = 0L;
        json.WriteStartArray();
        for (; await reader.ReadAsync(ct); count++)
        {
            json.WriteStartObject();
            for (var column = 0; column < reader.FieldCount; column++)
            {
                json.WritePropertyName(reader.GetName(column));
                Write(json, reader, column);
            }
            json.WriteEndObject();
            if (json.BytesPending > FlushAt) await json.FlushAsync(ct);
        }
        json.WriteEndArray();
        await json.FlushAsync(ct);
        return count;
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column)) json.WriteNullValue();
        else if (reader.GetDataTypeName(column) == "jsonb") json.WriteRawValue(reader.GetString(column));
        else JsonSerializer.Serialize(json, reader.GetValue(column));
    }

    private static async Task Csv(ZipArchive zip, string name, NpgsqlDataReader reader, CancellationToken ct)
    {
        await using var entry = await Entry(zip, name + ".csv").OpenAsync(ct);
        await using var csv = new StreamWriter(entry, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), FlushAt);
        await csv.WriteAsync(CsvText.Line(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)).AsMemory(), ct);
        while (await reader.ReadAsync(ct)) await csv.WriteAsync(CsvText.Line(Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column))).AsMemory(), ct);
        await csv.FlushAsync(ct);
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
    {
        string text => text,
        DateTime at => at.ToString("O"),
        Array values => string.Join(' ', values.Cast<object?>()),
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var value => value.ToString(),
    };

    /// <summary>A file that has left the store meanwhile is counted; a store that does not answer ends the attempt.</summary>
    private async Task<(long Copied, long Missing)> Media(ZipArchive zip, ExportRow job, CancellationToken ct)
    {
        var (copied, missing) = (0L, 0L);
        await foreach (var file in rows.Files(job, ct))
        {
            await using var bytes = await store.Open(file.StorageKey, ct);
            if (bytes is null)
            {
                missing++;
                continue;
            }
            // Pictures and recordings are compressed already.
            await using var entry = await zip.CreateEntry(file.Name, CompressionLevel.NoCompression).OpenAsync(ct);
            await bytes.CopyToAsync(entry, ct);
            copied++;
        }
        return (copied, missing);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.CreateEntry(name, CompressionLevel.Fastest);
}
