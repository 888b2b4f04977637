namespace SocialSelling.Cluster;

/// <summary>Answers if the cluster does: the API host's readiness asks it. Key 0.</summary>
[Alias("ss.IPingGrain")]
public interface IPingGrain : IGrainWithIntegerKey
{
    [Alias("Ping"), ResponseTimeout("00:00:02")]
    Task Ping();
}
