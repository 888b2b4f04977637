using System.Collections.Frozen;

namespace SocialSelling.Identity;

/// <summary>What somebody may do in a workspace. Its name in the API: <see cref="Permissions.NameOf"/>.</summary>
internal enum Permission
{
    AccountsRead, AccountsWrite, MessagesRead, MessagesWrite, ContentRead, ContentWrite, ContentPublish, AnalyticsRead, AnalyticsExport, WorkspaceRead, WorkspaceWrite, KeysWrite, WebhooksWrite, AuditRead,
    PrivacyWrite,
    /// <summary>To give the workspace to somebody else, or to delete it.</summary>
    WorkspaceOwn,
}

/// <summary>The table of roles: which role may do what. Everything that is asked about a role is asked here.</summary>
internal static class Permissions
{
    /// <summary>On a principal: the names of the only permissions it has, whatever its role, one claim with blanks between. People have no such claim.</summary>
    public const string ScopesClaim = "scopes";

    public const string Owner = "owner";

    /// <summary>Whoever is in a workspace may look at what is in their accounts.</summary>
    private static readonly Permission[] Looking = [Permission.AccountsRead, Permission.MessagesRead, Permission.ContentRead, Permission.AnalyticsRead, Permission.WorkspaceRead];

    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Table = new Dictionary<string, FrozenSet<Permission>>
    {
        [Owner] = Enum.GetValues<Permission>().ToFrozenSet(),
        ["admin"] = Enum.GetValues<Permission>().Where(p => p is not Permission.WorkspaceOwn).ToFrozenSet(),
        ["publisher"] = Of(Permission.ContentWrite, Permission.ContentPublish, Permission.AnalyticsExport),
        ["agent"] = Of(Permission.MessagesWrite),
        ["analyst"] = Of(Permission.AnalyticsExport),
        ["viewer"] = Of(),
    }.ToFrozenDictionary();

    /// <summary>Highest first: nobody gives a role above their own.</summary>
    public static readonly IReadOnlyList<string> Roles = [Owner, "admin", "publisher", "agent", "analyst", "viewer"];

    private static readonly FrozenDictionary<Permission, string> Names = Enum.GetValues<Permission>().ToFrozenDictionary(p => p, Name);

    public static bool Grants(string role, Permission permission) => Table.TryGetValue(role, out var all) && all.Contains(permission);

    public static IReadOnlySet<Permission> AllOf(string role) => Table.TryGetValue(role, out var all) ? all : FrozenSet<Permission>.Empty;

    /// <summary>All that the role may do, by name.</summary>
    public static IReadOnlyList<string> NamesOf(string role) => [.. AllOf(role).Select(NameOf).Order(StringComparer.Ordinal)];

    /// <summary><c>content:write</c> and the like.</summary>
    public static string NameOf(Permission permission) => Names[permission];

    private static FrozenSet<Permission> Of(params Permission[] more) => [.. Looking.Concat(more)];

    private static string Name(Permission permission)
    {
        var name = permission.ToString();
        var verb = name.Length - 1;
        while (!char.IsUpper(name[verb])) verb--;
        return $"{name[..verb]}:{name[verb..]}".ToLowerInvariant();
    }
}

internal sealed record Forbidden(IReadOnlyList<Permission> AnyOf) : DomainError
{
    public override string Code => "forbidden";
    public override string Detail => $"Your role in this workspace does not allow this: it needs {string.Join(" or ", AnyOf.Select(Permissions.NameOf))}.";
}
