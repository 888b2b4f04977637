namespace SocialSelling.Audit;

/// <summary>Who acts, and by which request.</summary>
/// <param name="Kind">user (where it is an API key's, the entry says key), system (nobody: a time has come), meta, or anyone (somebody who is not known, or has not proved who they are).</param>
/// <param name="Id">The person's, or the key's.</param>
public sealed record AuditSource(string Kind, Guid? Id = null, string? Ip = null, string? RequestId = null)
{
    public static AuditSource System { get; } = new("system");
    public static AuditSource Meta { get; } = new("meta");
}

/// <summary>What has happened. Before and after tell what a colleague needs to know of it: states, times, roles; no secret and nobody's words.</summary>
/// <param name="Action">One of <see cref="AuditAction"/>.</param>
public sealed record AuditEntry(string Action, AuditSource By)
{
    /// <summary>Whose log it is in; null for what concerns a person or the whole system.</summary>
    public Guid? WorkspaceId { get; init; }
    /// <summary>Instead of <see cref="WorkspaceId"/>: the workspace of this account.</summary>
    public Guid? AccountId { get; init; }
    /// <summary>What it was done to: user, account, post, workspace, key, webhook…</summary>
    public string? SubjectKind { get; init; }
    public Guid? SubjectId { get; init; }
    /// <summary>What people call the subject. Of a user or an account that is not given, the database knows it.</summary>
    public string? SubjectLabel { get; init; }
    public IReadOnlyDictionary<string, object?>? Before { get; init; }
    public IReadOnlyDictionary<string, object?>? After { get; init; }
    /// <summary>False: somebody has tried.</summary>
    public bool Succeeded { get; init; } = true;

    public AuditEntry To(string kind, Guid? id, string? label = null) => this with { SubjectKind = kind, SubjectId = id, SubjectLabel = label };

    public AuditEntry In(Guid? workspaceId) => this with { WorkspaceId = workspaceId };

    public AuditEntry Was(params (string Name, object? Value)[] facts) => this with { Before = facts.ToDictionary(f => f.Name, f => f.Value) };

    public AuditEntry Is(params (string Name, object? Value)[] facts) => this with { After = facts.ToDictionary(f => f.Name, f => f.Value) };
}

/// <summary>An entry that may be written, made by <see cref="AuditLog.Checked"/>.</summary>
/// <param name="Before">JSON.</param>
/// <param name="After">JSON.</param>
public sealed record NewAuditEntry(Guid Id, DateTimeOffset At, AuditEntry Entry, string? Before, string? After);

/// <summary>An entry as it was written.</summary>
/// <param name="Before">JSON.</param>
/// <param name="After">JSON.</param>
public sealed record AuditRow(
    Guid Id, DateTimeOffset At, Guid? WorkspaceId, string ActorKind, Guid? ActorId, string? ActorLabel, string Action, string? SubjectKind, Guid? SubjectId, string? SubjectLabel, string? Before, string? After,
    string Result, string? Ip, string? RequestId);

/// <summary>Which entries are wanted. What is null does not matter.</summary>
/// <param name="WorkspaceId">Null: those that belong to none.</param>
/// <param name="Action">A whole action, or what stands before its dot.</param>
/// <param name="About">By somebody, or done to them.</param>
public sealed record AuditFilter(
    Guid? WorkspaceId, Guid? ActorId = null, string? Action = null, string? SubjectKind = null, Guid? SubjectId = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    Guid? About = null);
