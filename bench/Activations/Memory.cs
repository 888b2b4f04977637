using System.Diagnostics;

namespace SocialSelling.Bench;

/// <summary>What this process holds, after everything that nobody needs has been taken away.</summary>
internal sealed record Memory(long Heap, long WorkingSet)
{
    public static Memory Now()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return new Memory(GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    public long Managed(Memory before, int grains) => (Heap - before.Heap) / grains;

    public long Resident(Memory before, int grains) => (WorkingSet - before.WorkingSet) / grains;
}
