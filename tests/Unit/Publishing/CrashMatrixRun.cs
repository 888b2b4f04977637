using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>The process is gone: it does nothing any more.</summary>
internal sealed class KilledException : Exception;

/// <summary>
/// One account's posts from scheduling to their end, through processes that are killed or hang wherever the seed wants it, over rows in memory and a Meta that has bad days. One thread, one clock that
/// stands still while something happens: a seed always tells the same story.
/// </summary>
internal sealed class CrashMatrixRun
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(6), Outage = TimeSpan.FromHours(2);
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
    private static readonly (string Type, string[] Files)[] Kinds =
    [
        ("feed", ["image"]), ("feed", ["video"]), ("carousel", ["image", "video", "image"]), ("reel", ["video"]), ("story", ["image"]), ("story", ["video"]),
    ];

    private readonly FakeTimeProvider clock = new(Start);
    private readonly Pump pump = new();
    private readonly CrashMatrixMeta meta;
    private readonly CrashMatrixRows rows;
    private readonly Random random;
    private readonly List<string> story = [];
    private readonly List<Process> hanging = [];
    private readonly int? killAt;
    private readonly bool readsAhead;
    private readonly int places;
    private int deaths, hangs;
    private bool isOutage, hadOutage;

    /// <param name="killAt">Kill the first process at exactly this point, and nothing else goes wrong; null: the seed decides everything.</param>
    public CrashMatrixRun(int seed, int? killAt = null)
    {
        (random, this.killAt, readsAhead) = (new Random(seed), killAt, seed % 4 != 0);
        var count = killAt is null && seed % 5 == 0 ? 2 : 1;
        // Every other pair has one place between them: the note of the first waits for the call of the second.
        places = seed % 10 == 0 ? 1 : 256;
        // Two that look alike are the hardest to tell apart.
        var kind = Kinds[seed % Kinds.Length];
        var due = Start + TimeSpan.FromSeconds(random.Next(0, 40 * 60));
        rows = new(Enumerable.Range(0, count).Select(n => Scheduled(n, kind, due, withComment: seed % 3 == 0)));
        meta = new(clock.GetUtcNow, random, faults: killAt is null ? random.Next(0, 3) : 0);
        (deaths, hangs) = killAt is null ? (random.Next(0, 3), random.Next(0, 4) == 0 ? 1 : 0) : (0, 0);
        isOutage = killAt is null && deaths > 0 && seed % 13 == 3;
        rows.Written = (there, before, after) =>
        {
            // A wait is no news, and is written without a fence.
            if (there with { NextAttemptAt = before.NextAttemptAt } != before) Problems.Add($"{there.Status} was written over by {after.Status} of somebody who had not seen it");
            if (before.Status != after.Status) story.Add($"{clock.GetUtcNow():HH:mm:ss.fff} post {after.Media[0].StorageKey[0]}: {before.Status} -> {after.Status} {after.ErrorCode}");
            if (after.Status == "unconfirmed" && clock.GetUtcNow() - after.PublishStartedAt > DoubtRules.ToldAfter) Problems.Add("in doubt for too long");
        };
    }

    /// <summary>How many points the first process has passed.</summary>
    public int Points { get; private set; }
    public List<string> Problems { get; } = [];
    public int PostsLive => rows.All.Count(p => p.Status == "published");

    /// <returns>Null when every post ended as it has to; else what went wrong, and how.</returns>
    public string? Play()
    {
        var living = NewProcess();
        var first = living;
        while (clock.GetUtcNow() - Start < LongEnough)
        {
            if (!living.IsAlive)
            {
                // Whoever notices the death wakes the account elsewhere, unless nobody is there.
                Advance(isOutage ? Outage : TimeSpan.FromSeconds(2 + 58 * random.NextDouble()));
                if (isOutage) story.Add($"{clock.GetUtcNow():HH:mm:ss.fff} everything was down for {Outage:g}");
                (hadOutage, isOutage) = (hadOutage || isOutage, false);
                living = NewProcess();
            }
            var due = rows.All.Min(p => p.NextAttemptAt);
            var thaw = hanging.Count > 0 ? hanging.Min(p => p.HangsUntil) : null;
            if (due is null && thaw is null) break;
            var next = due is null || thaw < due ? thaw!.Value : due.Value;
            if (readsAhead && due > clock.GetUtcNow()) pump.Do(() => living.ReadAhead(due.Value));
            Advance(next > clock.GetUtcNow() ? next - clock.GetUtcNow() : TimeSpan.FromMilliseconds(250));
            foreach (var woken in hanging.Where(p => p.HangsUntil <= clock.GetUtcNow()).ToList())
            {
                pump.Do(woken.Thaw);
            }
            pump.Do(() => living.Step());
        }
        Points = first.Points;
        foreach (var post in rows.All) Judge(post);
        return Problems.Count == 0 ? null : string.Join('\n', [.. Problems.Distinct(), .. story.Concat(meta.Log).Order(StringComparer.Ordinal), .. rows.All.Select(p => p.ToString())]);
    }

    private void Judge(PostRow post)
    {
        var key = post.Media[0].StorageKey[..1];
        var live = meta.Media.Where(m => m.Post == key).ToList();
        if (live.Count > 1 || meta.Risked.Contains(key)) Problems.Add($"post {key} is there {live.Count} times, or could be");
        if (post.NextAttemptAt is not null || post.Status is not ("published" or "failed")) Problems.Add($"post {key} is stuck: {post.Status}");
        if (post.Status == "published" && live.Count == 0) Problems.Add($"post {key} is said to be live and is not");
        if (post.Status == "failed" && live.Count > 0) Problems.Add($"post {key} is live and said to have failed ({post.ErrorCode})");
        var isExplained = post.ErrorCode is "not-published" || post.ErrorCode is "restricted" && meta.Restricted.Contains(key) || post.ErrorCode is PostFailures.Missed && hadOutage;
        if (post.Status == "failed" && !isExplained) Problems.Add($"post {key} is missing ({post.ErrorCode})");
        if (post.PlatformPostId is { } id && !live.Exists(m => m.MediaId == id)) Problems.Add($"post {key} is bound to a medium of another");
        var comments = live.Sum(m => meta.CommentsUnder(m.MediaId));
        if (comments > 1) Problems.Add($"post {key} has {comments} first comments");
        if (post.CommentStatus == "done" && comments != 1) Problems.Add($"post {key} lacks its first comment");
        var wantsComment = post is { Status: "published", PlatformPostId: not null, FirstComment: not null } && post.Type != "story" && !(hadOutage && post.CommentStatus == "failed");
        if (wantsComment && post.CommentStatus != "done") Problems.Add($"the first comment of post {key} is {post.CommentStatus}");
        var entries = rows.Ledger.Where(e => e.PostId == post.Id).ToList();
        if (live.Count > 0 && !entries.Exists(e => e.Step == Ledger.Publish)) Problems.Add($"the ledger of post {key} knows nothing of its call");
        if (entries.OrderBy(e => e.Number).SkipWhile(e => e is not { Step: Ledger.Publish, Subcode: 2207051 }).Skip(1).Any(e => e.Step == Ledger.Publish)) Problems.Add($"post {key} was published again after Meta had restricted it");
        // Meta's limits are waited for; nothing else takes so long.
        if (live.Exists(m => m.At - post.ScheduledAt > PublishRules.MissedAfter + TimeSpan.FromMinutes(30)) && !entries.Exists(e => e.Code is 9 or 17 or 80002)) Problems.Add($"post {key} went live hours late");
        if (!entries.Exists(e => e.Decision is "live" or "live-unrecognised" or "failed")) Problems.Add($"the ledger of post {key} has no end");
    }

    private void Advance(TimeSpan by) => pump.Do(() =>
    {
        clock.Advance(by);
        return Task.CompletedTask;
    });

    private Process NewProcess()
    {
        int? dieAt = null, hangAt = null;
        if (killAt is { } exactly && deaths++ == 0) dieAt = exactly;
        else if (killAt is null && deaths > 0 && deaths-- > 0) dieAt = random.Next(1, 60);
        else if (hangs > 0 && hangs-- > 0) hangAt = random.Next(1, 60);
        return new Process(this, dieAt, hangAt);
    }

    private static PostRow Scheduled(int number, (string Type, string[] Files) kind, DateTimeOffset due, bool withComment)
    {
        var files = kind.Files.Select((k, i) => k == "image" ? Samples.Image($"{number}-{i}.jpg") : Samples.Video($"{number}-{i}.mp4")).ToArray();
        return Samples.Post(kind.Type, files) with
        {
            // As the seed numbers them: the back-off depends on the id.
            Id = new Guid(number + 1, 0, 0, new byte[8]),
            FirstComment = withComment ? "More in our story" : null,
            ScheduledAt = due,
            NextAttemptAt = PublishRules.FirstStepAt(due, Start),
        };
    }

    /// <summary>One process with its activation of the account.</summary>
    private sealed class Process : HttpMessageHandler, IAccountLogin, IMetaMediaUrls
    {
        private readonly CrashMatrixRun run;
        private readonly int? dieAt, hangAt;
        private readonly PostPublisher publisher;
        private readonly RateBudget budget;
        private TaskCompletionSource? thawed;

        public Process(CrashMatrixRun run, int? dieAt, int? hangAt)
        {
            (this.run, this.dieAt, this.hangAt) = (run, dieAt, hangAt);
            var account = new AccountState(Guid.Empty)
            {
                Row = new(Guid.Empty, Guid.Empty, Guid.Empty, "instagram", "178414", null, "shop", null, null, null, 0, 0, 0, null, null, AccountStatus.Active, null, [], null, null, Start),
            };
            budget = new RateBudget(1_000_000, run.clock);
            var rows = run.rows.Of(Point);
            var claims = new PostClaims(rows, run.clock);
            var instagram = new InstagramClient(new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan }, Options.Create(new MetaOptions { GraphUrl = "https://graph.example" }));
            publisher = new PostPublisher(
                account, rows, claims, new FirstComment(account, claims, this, instagram, run.clock, NullLogger<FirstComment>.Instance), this, budget, instagram, new ContainerSpecs(this),
                new PublishLanes(Options.Create(new PublishingOptions { AtOnce = run.places }), run.clock), new PublishMetrics(Meters), run.clock, NullLogger<PostPublisher>.Instance);
        }

        public bool IsAlive { get; private set; } = true;
        public DateTimeOffset? HangsUntil { get; private set; }
        public int Points { get; private set; }

        public Task ReadAhead(DateTimeOffset at) => UntilKilled(() => publisher.ReadAhead(at, CancellationToken.None));

        public Task Step() => UntilKilled(() => publisher.TryStepAhead(_ => Task.CompletedTask, out _, CancellationToken.None) ? Task.CompletedTask : publisher.Step(_ => Task.CompletedTask, CancellationToken.None));

        private static async Task UntilKilled(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (KilledException)
            {
                // Nobody is there to mind.
            }
        }

        /// <summary>The rest of the cluster has given it up meanwhile: it ends what it had begun, and begins nothing.</summary>
        public Task Thaw()
        {
            run.hanging.Remove(this);
            thawed!.SetResult();
            return publisher.Settle();
        }

        public Task<InstagramSession?> Session(CancellationToken ct) => Task.FromResult<InstagramSession?>(new(new AccessToken("t"), "178414"));

        public Task Note(InstagramFailure failure, CancellationToken ct)
        {
            if (failure is RetryLater { IsThrottle: true } throttle) budget.Throttle(throttle.After);
            return Task.CompletedTask;
        }

        public ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(new Uri("https://files.example/" + storageKey));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(CancellationToken.None);
            Die("before " + request.RequestUri!.AbsolutePath);
            var answer = run.meta.Answer(request.Method, request.RequestUri, body);
            Die("after " + request.RequestUri.AbsolutePath);
            // As a time-out of ours looks, without the time.
            return answer ?? throw new OperationCanceledException();
        }

        private async Task Point(string what)
        {
            Die(what);
            // Between what this one has read and its writing, one that hung comes to itself and ends what it had begun.
            if (IsAlive && what.StartsWith("write", StringComparison.Ordinal) && !what.EndsWith("done", StringComparison.Ordinal) && run.hanging is [var other, ..] && run.random.Next(3) == 0) await other.Thaw();
            if (Points == hangAt && HangsUntil is null)
            {
                HangsUntil = run.clock.GetUtcNow() + TimeSpan.FromSeconds(15 + 600 * run.random.NextDouble());
                thawed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                IsAlive = false;
                run.hanging.Add(this);
                run.story.Add($"{run.clock.GetUtcNow():HH:mm:ss.fff} hangs at {what} until {HangsUntil:HH:mm:ss}");
            }
            if (thawed is { Task.IsCompleted: false }) await thawed.Task;
        }

        private void Die(string what)
        {
            if (!IsAlive && HangsUntil is null) throw new KilledException();
            if (++Points != dieAt) return;
            IsAlive = false;
            run.story.Add(string.Create(CultureInfo.InvariantCulture, $"{run.clock.GetUtcNow():HH:mm:ss.fff} killed at point {Points}: {what}"));
            throw new KilledException();
        }
    }
}
