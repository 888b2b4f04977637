namespace SocialSelling.Publishing;

/// <summary>Runs everything on this thread, in order, until nothing is left to do at this time.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Work, object? State)> waiting = new();

    public override void Post(SendOrPostCallback d, object? state) => waiting.Enqueue((d, state));

    public void Do(Func<Task> work)
    {
        var outside = Current;
        SetSynchronizationContext(this);
        try
        {
            var done = work();
            while (waiting.TryDequeue(out var next)) next.Work(next.State);
            if (done.IsFaulted) done.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outside);
        }
    }
}
