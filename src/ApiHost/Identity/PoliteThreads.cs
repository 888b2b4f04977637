using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace SocialSelling.Identity;

/// <summary>Threads of their own for work that keeps a core busy for a quarter of a second: on the pool's it would hold up every request that waits for one. They give way to everything else.</summary>
internal sealed class PoliteThreads : TaskScheduler, IDisposable
{
    /// <summary>A third of an ordinary thread's share of a core that both want: slow beside a wave of webhooks, and never at a standstill.</summary>
    private const int Nice = 5;
    private readonly BlockingCollection<Task> waiting = [];

    public PoliteThreads(int count)
    {
        for (var i = 0; i < count; i++) new Thread(Work) { IsBackground = true, Name = "Passwords", Priority = ThreadPriority.BelowNormal }.Start();
    }

    protected override void QueueTask(Task task) => waiting.Add(task);
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    protected override IEnumerable<Task> GetScheduledTasks() => waiting;

    public void Dispose() => waiting.CompleteAdding();

    private void Work()
    {
        // .NET sets no priorities on Linux. There a nice value is the calling thread's own, and may always be raised; where it is not to be had, the thread is as others are.
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, Nice);
        foreach (var task in waiting.GetConsumingEnumerable()) TryExecuteTask(task);
    }

    /// <remarks>Source: setpriority(2), "C library/kernel differences": PRIO_PROCESS with 0 means the calling thread.</remarks>
    [DllImport("libc", EntryPoint = "setpriority"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
