using System.Diagnostics.Metrics;
using Npgsql;
using NpgsqlTypes;

namespace SocialSelling.Webhooks;

/// <summary>
/// The write side of the journal. Everything that gathered during the last commit goes out in one COPY; whoever is answered 200 is on disk.
/// </summary>
public sealed class DeliveryJournal : IAsyncDisposable
{
    /// <summary>Deliveries that may wait for their commit; past that Meta is answered 503 and comes again.</summary>
    public const int Capacity = 20_000;

    private readonly GroupCommit<DeliveryRow> commits;
    private readonly JournalRetention days;
    private readonly Sql db;

    public DeliveryJournal(Sql db, JournalRetention days, IMeterFactory meters)
    {
        (this.db, this.days) = (db, days);
        commits = new(Capacity, maxWeight: 2_000, _ => 1, Write);
        meters.Create("SocialSelling").CreateObservableGauge("journal_queued", () => commits.Queued, description: "Deliveries waiting for their commit");
    }

    /// <returns>Null when the queue is full; else a task that ends when the delivery is on disk.</returns>
    public Task? Append(DeliveryRow delivery) => commits.TryWrite(delivery);

    public ValueTask DisposeAsync() => commits.DisposeAsync();

    private async Task Write(IReadOnlyList<DeliveryRow> rows)
    {
        try
        {
            await Copy(rows);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // The day has no partition yet: the maintenance grain has not run for a week.
            await days.EnsurePartitions(rows[0].ReceivedAt, days: 2, CancellationToken.None);
            await Copy(rows);
        }
    }

    private async Task Copy(IReadOnlyList<DeliveryRow> rows)
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy webhook_deliveries (received_at, id, secret_slot, body) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(row.ReceivedAt, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(row.SecretSlot, NpgsqlDbType.Smallint);
            await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea);
        }
        await copy.CompleteAsync();
    }
}
