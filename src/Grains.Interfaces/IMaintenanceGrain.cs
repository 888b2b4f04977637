namespace SocialSelling;

/// <summary>Housekeeping of the database by reminder: the journal's partitions, expired rows. One in the cluster, key 0.</summary>
[Alias("ss.IMaintenanceGrain")]
public interface IMaintenanceGrain : IGrainWithIntegerKey
{
    /// <summary>Registers the reminder and runs once. Called at every start of a silo; repeating it is harmless.</summary>
    [Alias("Start")]
    Task Start(CancellationToken ct = default);
}
