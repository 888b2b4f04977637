namespace SocialSelling.Cluster;

/// <summary>On whose behalf grains are called: goes with every call, so that what they write names who asked for it. What a grain does at its own time has none.</summary>
public static class Errand
{
    private const string User = "by-user", Ip = "by-ip", Request = "by-request";

    public static void Set(Guid? userId, string? ip, string? requestId)
    {
        if (userId is { } id) RequestContext.Set(User, id);
        if (ip is not null) RequestContext.Set(Ip, ip);
        if (requestId is not null) RequestContext.Set(Request, requestId);
    }

    /// <summary>Null when nobody asked: a time has come, or Meta has told something.</summary>
    public static (Guid? UserId, string? Ip, string? RequestId)? Current =>
        RequestContext.Get(Request) is string request ? (RequestContext.Get(User) as Guid?, RequestContext.Get(Ip) as string, request) : null;
}
