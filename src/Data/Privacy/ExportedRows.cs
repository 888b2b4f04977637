using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SocialSelling.Privacy;

/// <summary>Reads what an export is made of, a row at a time: nothing of it is ever all in memory.</summary>
public sealed class ExportedRows(Sql db)
{
    /// <summary>Large accounts are looked through from end to end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private const int FilesAtOnce = 200;

    public static IReadOnlyList<ExportedKind> KindsOf(string subject) => subject == ExportSubject.User ? ExportedUser.Kinds : ExportedContact.Kinds;

    /// <summary>Lets <paramref name="take"/> read each kind twice, once for each of its files, out of one moment of the database.</summary>
    public async Task Read(ExportRow job, Func<ExportedKind, Func<Task<NpgsqlDataReader>>, Task> take, CancellationToken ct)
    {
        await using var connection = await db.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        foreach (var kind in KindsOf(job.Subject))
        {
            await using var command = new NpgsqlCommand(kind.Sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };
            command.Parameters.Add(Whom(job));
            await take(kind, () => command.ExecuteReaderAsync(ct));
        }
    }

    /// <summary>The files that belong to it, in pages: nobody keeps a moment of the database open while files are copied.</summary>
    public async IAsyncEnumerable<ExportedFile> Files(ExportRow job, [EnumeratorCancellation] CancellationToken ct)
    {
        var sql = job.Subject == ExportSubject.User ? ExportedUser.Files : ExportedContact.Files;
        for (var after = ""; ;)
        {
            var page = await db.Query(sql, r => new ExportedFile(r.GetString(0), r.GetString(1)), ct, (Whom(job).ParameterName, Whom(job).Value), ("after", after), ("limit", FilesAtOnce));
            foreach (var file in page) yield return file;
            if (page.Count < FilesAtOnce) yield break;
            after = page[^1].StorageKey;
        }
    }

    private static NpgsqlParameter Whom(ExportRow job) => job.Subject == ExportSubject.User ? new("user", job.SubjectId) : new("contacts", job.ContactIds.ToArray());
}
