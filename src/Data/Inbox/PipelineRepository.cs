using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>A step on the way to a sale.</summary>
/// <param name="Key">lead, interested, customer or lost, of a stage that came with the workspace and was not renamed; else null.</param>
/// <param name="Color">#rrggbb, lower case.</param>
public sealed record StageRow(Guid Id, string? Key, string Name, string Color);

/// <summary>The pipelines of workspaces: their stages, in order.</summary>
public sealed class PipelineRepository(Sql db)
{
    /// <summary>The stages, in order. A workspace that has none gets the four that come with it.</summary>
    public async Task<List<StageRow>> List(Guid workspaceId, CancellationToken ct)
    {
        var stages = await Read(workspaceId, ct);
        if (stages.Count > 0) return stages;
        await db.Execute("""
            insert into pipeline_stages (id, workspace_id, key, name, color, position)
            select gen_random_uuid(), w.id, s.key, s.name, s.color, s.position
              from workspaces w, (values ('lead', 'Lead', '#2f6fed', 0), ('interested', 'Interested', '#e8820c', 1), ('customer', 'Customer', '#1e9e5a', 2), ('lost', 'Lost', '#7b7d8f', 3)) s (key, name, color, position)
             where w.id = @workspaceId and not exists (select from pipeline_stages p where p.workspace_id = w.id)
            on conflict do nothing
            """, ct, ("workspaceId", workspaceId));
        return await Read(workspaceId, ct);
    }

    public async Task<bool> Has(Guid workspaceId, Guid stageId, CancellationToken ct) =>
        await db.Scalar<bool>("select exists (select from pipeline_stages where id = @stageId and workspace_id = @workspaceId)", ct, ("stageId", stageId), ("workspaceId", workspaceId));

    /// <summary>Makes the pipeline what is given, in that order. Contacts in a stage that is left out are in none afterwards.</summary>
    /// <returns>False when two names are the same.</returns>
    public async Task<bool> Replace(Guid workspaceId, IReadOnlyList<StageRow> stages, CancellationToken ct)
    {
        try
        {
            await Write(workspaceId, stages, ct);
            return true;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_pipeline_stages_name" })
        {
            return false;
        }
    }

    private Task<int> Write(Guid workspaceId, IReadOnlyList<StageRow> stages, CancellationToken ct) => db.Transaction(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        var ids = stages.Select(s => s.Id).ToArray();
        batch.BatchCommands.Add(Command("delete from pipeline_stages where workspace_id = @workspaceId and id <> all(@ids)", ("workspaceId", workspaceId), ("ids", ids)));
        // Names may change places: for a moment none is as it was or will be.
        batch.BatchCommands.Add(Command("update pipeline_stages set name = id::text where workspace_id = @workspaceId", ("workspaceId", workspaceId)));
        batch.BatchCommands.Add(Command("""
            insert into pipeline_stages as p (id, workspace_id, key, name, color, position)
            select s.id, @workspaceId, s.key, s.name, s.color, s.position - 1 from unnest(@ids, @keys, @names, @colors) with ordinality as s (id, key, name, color, position)
            on conflict (id) do update set key = excluded.key, name = excluded.name, color = excluded.color, position = excluded.position where p.workspace_id = @workspaceId
            """, ("workspaceId", workspaceId), ("ids", ids), ("keys", stages.Select(s => s.Key).ToArray()), ("names", stages.Select(s => s.Name).ToArray()),
            ("colors", stages.Select(s => s.Color).ToArray())));
        return await batch.ExecuteNonQueryAsync(ct);
    }, ct);

    private Task<List<StageRow>> Read(Guid workspaceId, CancellationToken ct) => db.Query(
        "select id, key, name, color from pipeline_stages where workspace_id = @workspaceId order by position, id",
        r => new StageRow(r.GetGuid(0), r.OptionalText(1), r.GetString(2), r.GetString(3)), ct, ("workspaceId", workspaceId));

    private static NpgsqlBatchCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in parameters) command.Parameters.Add(new NpgsqlParameter(name, value));
        return command;
    }
}
