using System.Diagnostics;
using System.Threading.Channels;

namespace SocialSelling;

/// <summary>
/// One lane that writes, in one go, all that gathered while it was writing the last time. There is no linger timer: a lone item is written at once,
/// and under load the batches grow by themselves. A full queue refuses.
/// </summary>
internal sealed class GroupCommit<T> : IAsyncDisposable
{
    private readonly Channel<Pending> queue;
    private readonly Func<IReadOnlyList<T>, Task> write;
    private readonly Func<T, int> weigh;
    private readonly int maxWeight;
    private readonly Task lane;
    private int queued;

    /// <param name="write">Writes a batch whole or throws; a batch of several that throws is tried again one by one, so that only the guilty fail.</param>
    /// <param name="weigh">What an item counts towards <paramref name="maxWeight"/> per batch.</param>
    public GroupCommit(int capacity, int maxWeight, Func<T, int> weigh, Func<IReadOnlyList<T>, Task> write)
    {
        queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        (this.write, this.weigh, this.maxWeight) = (write, weigh, maxWeight);
        lane = Task.Run(Run);
    }

    /// <summary>Items waiting to be written.</summary>
    public int Queued => Volatile.Read(ref queued);

    /// <returns>Null when the queue is full; else a task that ends with the item's commit, or its failure.</returns>
    public Task? TryWrite(T item)
    {
        var pending = new Pending(item);
        if (!queue.Writer.TryWrite(pending)) return null;
        Interlocked.Increment(ref queued);
        return pending.Task;
    }

    public async Task Write(T item)
    {
        var pending = new Pending(item);
        await queue.Writer.WriteAsync(pending);
        Interlocked.Increment(ref queued);
        await pending.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await lane;
    }

    private async Task Run()
    {
        // The lane belongs to no caller, least of all to the one that happened to make it.
        Activity.Current = null;
        var batch = new List<Pending>();
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            for (var weight = 0; weight < maxWeight && queue.Reader.TryRead(out var next); weight += weigh(next.Item)) batch.Add(next);
            Interlocked.Add(ref queued, -batch.Count);
            await Commit(batch);
        }
    }

    private async Task Commit(List<Pending> batch)
    {
        using var trace = Traces.Continue("commit", batch.Select(p => p.Caller));
        try
        {
            await write(batch.ConvertAll(p => p.Item));
            foreach (var pending in batch) pending.SetResult();
        }
        catch (Exception e) when (batch.Count == 1)
        {
            batch[0].SetException(e);
        }
        catch (Exception e) when (e is not Npgsql.NpgsqlException || e is Npgsql.PostgresException)
        {
            // Somebody's data, not the connection: find out whose.
            foreach (var pending in batch) await Commit([pending]);
        }
        catch (Exception e)
        {
            foreach (var pending in batch) pending.SetException(e);
        }
    }

    private sealed class Pending(T item) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public T Item { get; } = item;
        public ActivityContext Caller { get; } = Activity.Current?.Context ?? default;
    }
}
