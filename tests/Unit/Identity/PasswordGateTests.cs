namespace SocialSelling.Identity;

public sealed class PasswordGateTests
{
    [Fact]
    public async Task Beyond_those_who_are_looked_at_and_those_who_wait_everybody_is_turned_away_at_once()
    {
        using var gate = new PasswordGate();
        var open = new TaskCompletionSource<bool>();
        var inside = new List<Task<bool>>();
        gate.ThrowIfFull();

        for (var n = 0; n < Environment.ProcessorCount * 32 + Math.Max(1, Environment.ProcessorCount / 2); n++) inside.Add(gate.Run(() => open.Task, Cancel));
        Assert.Throws<TooBusyException>(gate.ThrowIfFull);
        await Assert.ThrowsAsync<TooBusyException>(() => gate.Run(() => Task.FromResult(true), Cancel));

        open.SetResult(true);
        await Task.WhenAll(inside).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        gate.ThrowIfFull();
        Assert.True(await gate.Run(() => Task.FromResult(true), Cancel));
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_a_place_to_the_next()
    {
        using var gate = new PasswordGate();
        var open = new TaskCompletionSource<bool>();
        using var gone = new CancellationTokenSource();
        var inside = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount / 2)).Select(_ => gate.Run(() => open.Task, Cancel)).ToList();
        var waiting = Enumerable.Range(0, Environment.ProcessorCount * 32).Select(_ => gate.Run(() => open.Task, gone.Token)).ToList();

        Assert.Throws<TooBusyException>(gate.ThrowIfFull);
        await gone.CancelAsync();
        foreach (var task in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        gate.ThrowIfFull();

        open.SetResult(true);
        await Task.WhenAll(inside).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
