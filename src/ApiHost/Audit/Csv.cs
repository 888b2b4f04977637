using System.Text;

namespace SocialSelling.Audit;

/// <summary>The log as a spreadsheet opens it: UTF-8 with its mark, and no cell that it would take for a formula.</summary>
internal static class Csv
{
    private static readonly string[] Header =
        ["at", "actor_kind", "actor_id", "actor", "action", "subject_kind", "subject_id", "subject", "result", "before", "after", "ip", "request_id"];

    public static async Task Write(Stream stream, IAsyncEnumerable<AuditRow> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(CsvText.Line(Header).AsMemory(), ct);
        await foreach (var r in rows)
            await writer.WriteAsync(CsvText.Line([r.At.ToString("O"), r.ActorKind, r.ActorId?.ToString(), r.ActorLabel, r.Action, r.SubjectKind, r.SubjectId?.ToString(), r.SubjectLabel, r.Result, r.Before, r.After,
                r.Ip, r.RequestId]).AsMemory(), ct);
    }
}
