using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SocialSelling.Accounts;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Posts that are read some seconds before their time: what happens to them until then is what counts.</summary>
public sealed class ReadAheadTests
{
    private static readonly DateTimeOffset Due = Samples.Due;

    [Fact]
    public void What_was_read_goes_live_in_its_second_and_nobody_looks_at_the_rows()
    {
        var desk = new Desk(Ready());
        desk.ReadAhead();
        desk.Accesses.Clear();
        Assert.False(desk.TryStep(), "It is not its time yet");

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.True(desk.TryStep());

        Assert.Equal("published", desk.Post.Status);
        Assert.Equal(["write publishing", "write publishing, done", "media_publish", "write published", "write published, done"], desk.Accesses);
        Assert.Equal([new StepEnd(true, desk.Post.NextAttemptAt)], desk.Ends);
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("cancelled")]
    [InlineData("moved")]
    [InlineData("claimed")]
    public void A_post_that_somebody_else_has_moved_on_meanwhile_is_left_as_it_is(string what)
    {
        var desk = new Desk(Ready());
        desk.ReadAhead();
        var read = desk.Post;
        var moved = what switch
        {
            "edited" => PublishRules.Unprepared(read, "scheduled", new PostTime(Due, null, null)) with { NextAttemptAt = Due },
            "cancelled" => PublishRules.Cancelled(read),
            "moved" => read with { ScheduledAt = Due.AddHours(1), NextAttemptAt = Due.AddHours(1), Version = read.Version + 1 },
            _ => read with { Status = "publishing", LeaseUntil = Due + PublishRules.Lease, NextAttemptAt = Due + PublishRules.Lease },
        };
        desk.Write(read, moved with { Fence = read.Fence + 1 });
        var left = desk.Post;

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.True(desk.TryStep());

        Assert.Equal(left, desk.Post);
        Assert.Empty(desk.Calls);
        // When the next step is due has to be asked.
        Assert.Equal([StepEnd.Unknown], desk.Ends);
    }

    [Theory]
    [InlineData(AccountStatus.Disconnected, "cancelled")]
    [InlineData(AccountStatus.TokenExpired, "failed")]
    public void A_login_that_ends_meanwhile_publishes_nothing(string status, string becomes)
    {
        var desk = new Desk(Ready());
        desk.ReadAhead();
        desk.LoseLogin(status);

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.True(desk.TryStep());

        Assert.Equal(becomes, desk.Post.Status);
        Assert.Empty(desk.Calls);
    }

    [Fact]
    public void After_a_change_of_this_account_all_is_read_again()
    {
        var desk = new Desk(Ready());
        desk.ReadAhead();
        var late = Ready();
        desk.Rows.Add(late);
        // As after every change.
        desk.NextDue();

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.False(desk.TryStep());
        desk.Step();

        Assert.All(desk.Rows.All, post => Assert.Equal("published", post.Status));
    }

    [Fact]
    public void What_is_read_while_something_changes_is_forgotten()
    {
        var desk = new Desk(Ready());
        desk.During = ("list due, done", () => desk.NextDue());

        desk.ReadAhead();

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.False(desk.TryStep());
    }

    [Fact]
    public void What_follows_what_was_read_is_known_too()
    {
        var next = Ready() with { ScheduledAt = Due.AddMinutes(7), NextAttemptAt = Due.AddMinutes(7) };
        var desk = new Desk(Ready(), next);
        desk.ReadAhead();

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.True(desk.TryStep());

        Assert.Equal(next.NextAttemptAt, desk.After);
        Assert.Equal(next, desk.Rows.All.Single(p => p.Id == next.Id));
    }

    [Fact]
    public void With_one_place_the_next_post_goes_live_before_it_is_noted_that_the_last_one_has()
    {
        var desk = new Desk(Ready(), Ready(), Ready()) { AtOnce = 1 };
        desk.ReadAhead();
        desk.Accesses.Clear();

        desk.Clock.Advance(Due - desk.Clock.GetUtcNow());
        Assert.True(desk.TryStep());

        Assert.All(desk.Rows.All, post => Assert.Equal("published", post.Status));
        string[] goesLive = ["write publishing", "write publishing, done", "media_publish"];
        // With the last one's place nobody waits for one any more.
        Assert.Equal([.. goesLive, .. goesLive], desk.Accesses.Take(6));
    }

    private static PostRow Ready() => Samples.Post("feed", Samples.Image()) with { Status = "ready", ContainerId = "17", ContainerCreatedAt = Due.AddMinutes(-14) };

    /// <summary>One account's publisher over rows in memory, five seconds before its post is due; Meta takes everything.</summary>
    private sealed class Desk : HttpMessageHandler, IAccountLogin, IMetaMediaUrls
    {
        private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        private readonly Pump pump = new();
        private readonly AccountState account = new(Guid.Empty)
        {
            Row = new(Guid.Empty, Guid.Empty, Guid.Empty, "instagram", "178414", null, "shop", null, null, null, 0, 0, 0, null, null, AccountStatus.Active, null, [], null, null, Due),
        };
        private readonly Lazy<PostPublisher> publisher;
        private readonly Guid first;
        private int ids = 18;

        public Desk(params PostRow[] posts)
        {
            (Rows, first) = (new CrashMatrixRows(posts), posts[0].Id);
            publisher = new(NewPublisher);
        }

        /// <summary>Posts that may go live at the same time.</summary>
        public int AtOnce { get; init; } = 256;
        public FakeTimeProvider Clock { get; } = new(Due.AddSeconds(-5));
        public CrashMatrixRows Rows { get; }
        public List<string> Accesses { get; } = [];
        public List<string> Calls { get; } = [];
        public List<StepEnd> Ends { get; } = [];
        public DateTimeOffset? After { get; private set; }
        /// <summary>What happens at an access.</summary>
        public (string Access, Action Then)? During { get; set; }
        public PostRow Post => Rows.All.Single(p => p.Id == first);

        private PostPublisher NewPublisher()
        {
            var rows = Rows.Of(Point);
            var claims = new PostClaims(rows, Clock);
            var instagram = new InstagramClient(new HttpClient(this), Options.Create(new MetaOptions { GraphUrl = "https://graph.example" }));
            return new PostPublisher(
                account, rows, claims, new FirstComment(account, claims, this, instagram, Clock, NullLogger<FirstComment>.Instance), this, new RateBudget(200, Clock), instagram, new ContainerSpecs(this),
                new PublishLanes(Options.Create(new PublishingOptions { AtOnce = AtOnce }), Clock), new PublishMetrics(Meters), Clock, NullLogger<PostPublisher>.Instance);
        }

        public void ReadAhead() => pump.Do(() => publisher.Value.ReadAhead(Due, CancellationToken.None));

        public void NextDue() => pump.Do(() => publisher.Value.NextDue(CancellationToken.None));

        public void Step() => pump.Do(() => publisher.Value.Step(Moved, CancellationToken.None));

        public bool TryStep()
        {
            var stepped = false;
            pump.Do(() =>
            {
                stepped = publisher.Value.TryStepAhead(Moved, out var after, CancellationToken.None);
                After = after;
                return Task.CompletedTask;
            });
            return stepped;
        }

        /// <summary>Somebody else's doing.</summary>
        public void Write(PostRow before, PostRow after) => pump.Do(() => Rows.Of(_ => Task.CompletedTask).Write(before, after, null, CancellationToken.None));

        public void LoseLogin(string status) => account.Row = account.Row! with { Status = status };

        public Task<InstagramSession?> Session(CancellationToken ct) => Task.FromResult<InstagramSession?>(account.IsActive ? new(new AccessToken("t"), "178414") : null);

        public Task Note(InstagramFailure failure, CancellationToken ct) => Task.CompletedTask;

        public ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(new Uri("https://files.example/" + storageKey));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls.Add(request.RequestUri!.AbsolutePath);
            Accesses.Add(request.RequestUri.Segments[^1]);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"id":"{{ids++}}"}""") });
        }

        private Task Moved(StepEnd end)
        {
            Ends.Add(end);
            return Task.CompletedTask;
        }

        private async Task Point(string what)
        {
            Accesses.Add(what);
            if (During is { } during && during.Access == what) during.Then();
            // Others have their turn meanwhile.
            await Task.Yield();
        }
    }
}
