using SocialSelling.Cluster;

namespace SocialSelling.Audit;

/// <summary>Who makes a grain do something.</summary>
internal static class AuditSources
{
    /// <param name="userId">Whom the command names, where it names somebody: what a schedule does in a person's name is theirs too.</param>
    public static AuditSource Now(Guid? userId = null) => Errand.Current switch
    {
        { } errand when (userId ?? errand.UserId) is { } id => new("user", id, errand.Ip, errand.RequestId),
        { } errand => new("anyone", null, errand.Ip, errand.RequestId),
        null => AuditSource.System,
    };
}
