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
    /// <summary>On a principal: the names of the only permissions it has, one claim with blanks between. API keys have it, and people do not.</summary>
    public const string ScopesClaim = "scopes";

    public const string Owner = "owner";

    /// <summary>What an API key is in its workspace: no role that is given. Who comes in and with what rights is for people to decide, so it grants nothing of that; its scopes do the rest.</summary>
    private const string Key = "key";

    /// <summary>Whoever is in a workspace may look at what is in their accounts.</summary>
    private static readonly Permission[] Looking = [Permission.AccountsRead, Permission.MessagesRead, Permission.ContentRead, Permission.AnalyticsRead, Permission.WorkspaceRead];

    /// <summary>About the workspace as a whole: what webhooks send and the log tells is of all its accounts, so it is not for members who are kept to some of them.</summary>
    private static readonly Permission[] OfTheWhole = [Permission.WebhooksWrite, Permission.AuditRead];

    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Table = new Dictionary<string, FrozenSet<Permission>>
    {
        [Owner] = Enum.GetValues<Permission>().ToFrozenSet(),
        ["admin"] = Enum.GetValues<Permission>().Where(p => p is not Permission.WorkspaceOwn).ToFrozenSet(),
        ["publisher"] = Of(Permission.ContentWrite, Permission.ContentPublish, Permission.AnalyticsExport),
        ["agent"] = Of(Permission.MessagesWrite),
        ["analyst"] = Of(Permission.AnalyticsExport),
        ["viewer"] = Of(),
        [Key] = Enum.GetValues<Permission>().Where(p => p is not (Permission.WorkspaceOwn or Permission.WorkspaceWrite or Permission.KeysWrite)).ToFrozenSet(),
    }.ToFrozenDictionary();

    /// <summary>Highest first: nobody gives a role above their own.</summary>
    public static readonly IReadOnlyList<string> Roles = [Owner, "admin", "publisher", "agent", "analyst", "viewer"];

    private static readonly FrozenDictionary<Permission, string> Names = Enum.GetValues<Permission>().ToFrozenDictionary(p => p, Name);

    /// <summary>What an API key can be allowed, by name.</summary>
    public static readonly IReadOnlyList<string> Scopes = [.. Enum.GetValues<Permission>().Where(p => Table[Key].Contains(p)).Select(p => Names[p])];

    /// <summary>The scopes that a key which is kept to some accounts cannot have.</summary>
    public static readonly IReadOnlyList<string> ScopesOfTheWhole = [.. OfTheWhole.Select(p => Names[p])];

    /// <param name="restricted">The member is kept to some of the workspace's accounts.</param>
    public static bool Grants(string role, Permission permission, bool restricted = false) =>
        Table.TryGetValue(role, out var all) && all.Contains(permission) && !(restricted && OfTheWhole.Contains(permission));

    public static IReadOnlySet<Permission> AllOf(string role) => Table.TryGetValue(role, out var all) ? all : FrozenSet<Permission>.Empty;

    /// <summary>All that the role may do, by name.</summary>
    /// <param name="scopes">Of an API key, which may do no more than they say.</param>
    public static IReadOnlyList<string> NamesOf(string role, bool restricted, IReadOnlyList<string>? scopes) => [.. AllOf(role).Where(p => Grants(role, p, restricted)).Select(NameOf).Where(name => scopes?.Contains(name) is not false).Order(StringComparer.Ordinal)];

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

/// <param name="ByKey">It is an API key that asks.</param>
internal sealed record Forbidden(IReadOnlyList<Permission> AnyOf, bool ByKey = false) : DomainError
{
    public override string Code => "forbidden";
    public override string Detail => $"{(ByKey ? "The scopes of this API key do" : "Your role in this workspace does")} not allow this: it needs {string.Join(" or ", AnyOf.Select(Permissions.NameOf))}.";
}
