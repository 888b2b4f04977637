using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Posts that plan themselves: by their series, by the slots of their account, by the rules of their zone.</summary>
[Collection(nameof(MovableProduct))]
public sealed class RecurringPostTests(MovableProduct product)
{
    private const string Zone = "America/Sao_Paulo", MovedZone = "America/Montevideo";

    [Fact]
    public async Task When_one_post_of_a_series_is_live_the_next_is_planned_at_the_same_hour()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily", count = 3 }, product.Clock.GetUtcNow().AddMinutes(2));
        var series = first.GetProperty("seriesId").GetGuid();
        var local = first.GetProperty("localTime").GetDateTime();
        Assert.Equal([local.AddDays(1), local.AddDays(2)], await Planned(seller, account));

        await product.Move(TimeSpan.FromMinutes(3));

        var next = await Eventually.Value(async () => Newest(await Posts(seller, account), local.AddDays(1)), "The next post");
        Assert.Equal(("scheduled", series, "Every day"), (next.GetProperty("status").GetString(), next.GetProperty("seriesId").GetGuid(), next.GetProperty("caption").GetString()));
        Assert.Equal([local.AddDays(2)], await Planned(seller, account));
        // However often it is asked for, a day has one post.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => product.Grain(account).TendPosts()));
        Assert.Equal(2, (await Posts(seller, account)).Count);
    }

    [Fact]
    public async Task A_post_of_a_series_that_is_cancelled_is_left_out_and_the_series_goes_on_to_its_end()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily", count = 2 }, product.Clock.GetUtcNow().AddMinutes(30));
        await seller.Post($"/api/posts/{first.GetProperty("id").GetGuid()}/cancel", new { });

        await product.Move(TimeSpan.FromMinutes(31));
        var second = await Eventually.Value(async () => Newest(await Posts(seller, account), first.GetProperty("localTime").GetDateTime().AddDays(1)), "The second post");
        await seller.Post($"/api/posts/{second.GetProperty("id").GetGuid()}/cancel", new { });
        await product.Move(TimeSpan.FromDays(1));

        // A day later nobody is signed in any more.
        await Eventually.True(async () => await product.Scalar<string>($"select status from post_series where id = '{first.GetProperty("seriesId").GetGuid()}'") == "ended", what: "The end");
        Assert.Equal(2, await product.Scalar<long>($"select count(*) from scheduled_posts where client_account_id = '{account}'"));
    }

    [Fact]
    public async Task Changing_a_series_changes_the_next_post_and_those_that_follow()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddDays(3));
        var (id, series) = (first.GetProperty("id").GetGuid(), $"/api/post-series/{first.GetProperty("seriesId").GetGuid()}");
        var time = TimeOnly.FromDateTime(first.GetProperty("localTime").GetDateTime()).AddHours(1);

        var changed = await seller.Patch(series, new { version = 1, caption = "Every other day", time = time.ToString("HH:mm:ss", null), recurrence = new { unit = "daily", every = 2 } });

        Assert.Equal(("active", 2), (changed.GetProperty("status").GetString(), changed.GetProperty("version").GetInt32()));
        var post = await seller.PostOf(id);
        var local = post.GetProperty("localTime").GetDateTime();
        Assert.Equal(("Every other day", time), (post.GetProperty("caption").GetString(), TimeOnly.FromDateTime(local)));
        Assert.Equal(local.AddDays(2), (await Planned(seller, account))[0]);
        Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), await seller.Try(HttpMethod.Patch, series, new { version = 1, caption = "Too late" }));
    }

    [Fact]
    public async Task What_a_series_will_make_stands_in_the_calendar_beside_its_next_post()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddDays(2));
        var (series, at, local) = (first.GetProperty("seriesId").GetGuid(), first.GetProperty("scheduledAt").GetDateTimeOffset().UtcDateTime, first.GetProperty("localTime").GetDateTime());
        var path = $"/api/calendar?from={at.AddDays(-1):s}Z&to={at.AddDays(4):s}Z&view=list&timeZone={Zone}&accountIds={account}";

        var all = await seller.Get(path);
        var without = await seller.Get($"{path}&status=scheduled");

        var coming = In(all, "planned");
        Assert.Equal([local.AddDays(1), local.AddDays(2), local.AddDays(3)], coming.Select(p => p.GetProperty("localTime").GetDateTime()));
        Assert.All(coming, p => Assert.Equal((series, "planned", "Every day", 1), (p.GetProperty("seriesId").GetGuid(), p.GetProperty("status").GetString(), p.GetProperty("caption").GetString(), p.GetProperty("files").GetInt32())));
        Assert.All(coming, p => Assert.StartsWith("/media/", p.GetProperty("thumbnailUrl").GetString()));
        Assert.Equal(first.GetProperty("id").GetGuid(), Assert.Single(In(all, "items")).GetProperty("id").GetGuid());
        Assert.Equal(3, all.GetProperty("totals").GetProperty("planned").GetInt32());
        Assert.Equal((1, 0), (In(without, "items").Count, In(without, "planned").Count));

        // Of these no post says when they change: their series does.
        var tag = await Tag();
        Assert.Equal(tag, await Tag());
        await seller.Patch($"/api/post-series/{series}", new { version = 1, caption = "Every morning" });
        Assert.NotEqual(tag, await Tag());

        async Task<string?> Tag()
        {
            using var answer = await seller.Ask(HttpMethod.Get, $"{path}&status=planned");
            return answer.Headers.ETag!.Tag;
        }

        static List<JsonElement> In(JsonElement calendar, string list) => [.. calendar.GetProperty("days").EnumerateArray().SelectMany(day => day.GetProperty(list).EnumerateArray())];
    }

    [Fact]
    public async Task A_series_that_is_stopped_takes_its_next_post_with_it_unless_that_shall_stay()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var one = await Begin(seller, account, new { unit = "weekly" }, product.Clock.GetUtcNow().AddDays(1));
        var other = await Begin(seller, account, new { unit = "monthly" }, product.Clock.GetUtcNow().AddDays(2));

        await seller.Send(HttpMethod.Delete, $"/api/post-series/{one.GetProperty("seriesId").GetGuid()}");
        await seller.Send(HttpMethod.Delete, $"/api/post-series/{other.GetProperty("seriesId").GetGuid()}?keepNext=true");

        Assert.Equal("cancelled", (await seller.PostOf(one.GetProperty("id").GetGuid())).GetProperty("status").GetString());
        Assert.Equal("scheduled", (await seller.PostOf(other.GetProperty("id").GetGuid())).GetProperty("status").GetString());
        Assert.Empty(await Planned(seller, account));
    }

    [Fact]
    public async Task One_series_that_cannot_go_on_does_not_hold_up_the_others_of_its_account()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var broken = (await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddMinutes(2))).GetProperty("seriesId").GetGuid();
        var sound = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddMinutes(3));
        // A zone that is known no more: no next day can be told.
        await Execute($"update post_series set timezone = 'Mars/Olympus' where id = '{broken}'");

        await product.Move(TimeSpan.FromMinutes(5));

        await Eventually.Value(async () => Newest(await Posts(seller, account), sound.GetProperty("localTime").GetDateTime().AddDays(1)), "The next post of the sound one");
        await Eventually.True(async () => await LookAt(broken) > product.Clock.GetUtcNow(), what: "Another look, later");
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from scheduled_posts where series_id = '{broken}'"));
    }

    [Fact]
    public async Task A_file_of_a_series_stays_while_the_series_goes_on()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var (picture, cover) = (await seller.UploadPicture(), await seller.UploadPicture());
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddMinutes(2), picture);
        var series = $"/api/post-series/{first.GetProperty("seriesId").GetGuid()}";
        Assert.Equal((HttpStatusCode.NotFound, "media-not-found"), await seller.Try(HttpMethod.Patch, series, new { version = 1, details = new { coverMediaId = Guid.NewGuid() } }));
        await seller.Patch(series, new { version = 1, details = new { coverMediaId = cover } });
        await seller.Post($"/api/posts/{first.GetProperty("id").GetGuid()}/cancel", new { });

        foreach (var file in (Guid[])[picture, cover])
        {
            Assert.Equal((HttpStatusCode.Conflict, "media-in-use"), await seller.Try(HttpMethod.Delete, $"/api/media/{file}?force=true", null));
            Assert.Equal(1, (await seller.Get($"/api/media/{file}/usage")).GetProperty("series").GetInt32());
        }
        await seller.Send(HttpMethod.Delete, series);
        Assert.Equal(HttpStatusCode.NoContent, await seller.Delete($"/api/media/{picture}"));
        Assert.Equal(HttpStatusCode.NoContent, await seller.Delete($"/api/media/{cover}"));
    }

    [Fact]
    public async Task The_next_post_of_a_series_is_not_made_before_its_time_may_be_planned()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "monthly", every = 7 }, product.Clock.GetUtcNow().AddMinutes(2));
        var (series, next) = (first.GetProperty("seriesId").GetGuid(), TimeZones.At(first.GetProperty("localTime").GetDateTime().AddMonths(7), Zone));

        await product.Move(TimeSpan.FromMinutes(3));

        await Eventually.True(async () => await LookAt(series) > product.Clock.GetUtcNow().AddDays(1), what: "A look much later");
        Assert.Equal(next.AddDays(-184), await LookAt(series));
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from scheduled_posts where series_id = '{series}'"));
    }

    [Fact]
    public async Task Of_many_who_change_a_series_at_once_one_wins_and_the_others_are_told()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddDays(2));
        var series = $"/api/post-series/{first.GetProperty("seriesId").GetGuid()}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => seller.Try(HttpMethod.Patch, series, new { version = 1, caption = $"Words {n}" })));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), a));
        Assert.Equal((await seller.Get(series)).GetProperty("caption").GetString(), (await seller.PostOf(first.GetProperty("id").GetGuid())).GetProperty("caption").GetString());
    }

    [Fact]
    public async Task Looking_at_a_series_makes_nobodys_form_old()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddMinutes(2));
        var (series, later) = (first.GetProperty("seriesId").GetGuid(), DateTimeOffset.FromUnixTimeSeconds(product.Clock.GetUtcNow().AddHours(5).ToUnixTimeSeconds()));
        await seller.Post($"/api/posts/{first.GetProperty("id").GetGuid()}/reschedule", new { scheduledAt = later });

        await product.Move(TimeSpan.FromMinutes(3));

        await Eventually.True(async () => await LookAt(series) == later, what: "Another look when the post's time is over");
        Assert.Equal(2, (await seller.Patch($"/api/post-series/{series}", new { version = 1, caption = "As I read it" })).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_post_that_would_fail_is_left_as_a_draft_and_people_are_told_in_the_same_moment()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var first = await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddMinutes(2));
        var series = first.GetProperty("seriesId").GetGuid();
        await Eventually.True(async () => (await seller.PostOf(first.GetProperty("id").GetGuid())).GetProperty("status").GetString() == "ready", what: "Prepared");
        await Execute($"update post_series set content = jsonb_set(content, '{{mediaKeys}}', '[]') where id = '{series}'");

        await product.Move(TimeSpan.FromMinutes(3));

        var draft = await Eventually.Value(async () => Newest(await Posts(seller, account), first.GetProperty("localTime").GetDateTime().AddDays(1)), "The draft");
        Assert.Equal("draft", draft.GetProperty("status").GetString());
        Assert.Equal(1, await product.Scalar<long>($"select count(distinct e.xmin::text) from account_events e where e.subject_id = '{draft.GetProperty("id").GetGuid()}' having count(*) filter (where e.kind = 'notice.raised') = 1 and count(*) = 2"));
    }

    [Fact]
    public async Task What_lies_too_far_ahead_is_not_counted_out()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        await Begin(seller, account, new { unit = "daily" }, product.Clock.GetUtcNow().AddDays(1));

        var page = await seller.Get($"/api/post-series/planned?accountId={account}&from=2199-01-01T00:00:00Z&to=2199-02-01T00:00:00Z");

        Assert.Empty(page.GetProperty("items").EnumerateArray());
    }

    [Theory]
    // Without a wall clock there is no hour to keep.
    [InlineData("""{"unit":"daily"}""", false)]
    [InlineData("""{"unit":"daily","every":0}""", true)]
    [InlineData("""{"unit":"monthly","monthDay":0}""", true)]
    [InlineData("""{"unit":"daily","until":"2020-01-01"}""", true)]
    public async Task A_rule_that_cannot_be_meant_is_refused(string rule, bool withLocalTime)
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var at = product.Clock.GetUtcNow().AddDays(1);
        object body = withLocalTime
            ? new { accountId = account, type = "feed", mediaIds = new[] { await seller.UploadPicture() }, localTime = TimeZones.Local(at, Zone), timeZone = Zone, recurrence = JsonSerializer.Deserialize<JsonElement>(rule) }
            : new { accountId = account, type = "feed", mediaIds = new[] { await seller.UploadPicture() }, scheduledAt = at, recurrence = JsonSerializer.Deserialize<JsonElement>(rule) };

        var (status, problem) = await seller.Refused("/api/posts", body);

        Assert.Equal((HttpStatusCode.BadRequest, true), (status, problem.GetProperty("errors").TryGetProperty("recurrence", out _)));
    }

    [Fact]
    public async Task People_who_ask_for_the_next_slot_at_the_same_moment_get_one_each()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        foreach (var weekday in (string[])["monday", "friday"]) await seller.Post($"/api/accounts/{account}/slots", new { weekday, time = "09:00:00", timeZone = Zone });
        var free = (await seller.Get($"/api/accounts/{account}/slots/next?limit=12")).GetProperty("items").EnumerateArray().Select(s => s.GetProperty("at").GetDateTimeOffset()).ToList();

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => seller.Post("/api/posts", new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption = $"Queued {n}", slot = "next" })));
        var draft = await seller.Post("/api/posts", new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption = "Queued later" });
        var moved = await seller.Post($"/api/posts/{draft.GetProperty("id").GetGuid()}/schedule", new { slot = "next" });

        Assert.Equal(free[..10], made.Select(p => p.GetProperty("scheduledAt").GetDateTimeOffset()).Order());
        Assert.Equal(free[10], moved.GetProperty("scheduledAt").GetDateTimeOffset());
        Assert.All(made, p => Assert.Equal((9, Zone), (p.GetProperty("localTime").GetDateTime().Hour, p.GetProperty("timeZone").GetString())));
    }

    [Fact]
    public async Task A_slot_whose_post_was_cancelled_is_free_again_and_without_slots_nothing_is_queued()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        object Queued() => new { accountId = account, type = "feed", mediaIds = new[] { picture }, caption = Guid.NewGuid().ToString(), slot = "next" };
        Assert.Equal((HttpStatusCode.Conflict, "no-free-slot"), await seller.Try(HttpMethod.Post, "/api/posts", Queued()));
        await seller.Post($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = Zone });

        var first = await seller.Post("/api/posts", Queued());
        await seller.Post($"/api/posts/{first.GetProperty("id").GetGuid()}/cancel", new { });
        var second = await seller.Post("/api/posts", Queued());

        Assert.Equal(first.GetProperty("scheduledAt").GetDateTimeOffset(), second.GetProperty("scheduledAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_slot_beyond_what_may_be_planned_is_no_free_slot()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        await seller.Post($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = Zone });
        var slots = (await seller.Get($"/api/accounts/{account}/slots/next?limit=50")).GetProperty("items").EnumerateArray().Select(s => s.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.All(slots, at => Assert.True(at <= product.Clock.GetUtcNow().AddDays(184)));
        foreach (var at in slots)
            await Execute($"insert into scheduled_posts (id, client_account_id, post_type, status, scheduled_time) values ('{Guid.NewGuid()}', '{account}', 'feed', 'draft', '{at:O}')");

        Assert.Equal((HttpStatusCode.Conflict, "no-free-slot"), await seller.Try(HttpMethod.Post, "/api/posts", new { accountId = account, type = "feed", mediaIds = new[] { picture }, slot = "next" }));
    }

    [Fact]
    public async Task Queueing_a_post_once_more_finds_it_although_no_slot_is_left()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var slot = await seller.Post($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = Zone });
        var key = await product.Scalar<string>($"select storage_key from media_assets where id = '{await seller.UploadPicture()}'");
        var command = new CreatePost(Guid.CreateVersion7(), seller.UserId, "feed", "Queued", [key], null, null, null);
        var first = await product.Grain(account).QueuePost(command);
        await seller.Delete($"/api/accounts/{account}/slots/{slot.GetProperty("id").GetGuid()}");

        var again = await product.Grain(account).QueuePost(command);

        Assert.Equal((null, command.PostId, first.Get().ScheduledAt), (again.Error, again.Value?.Id, again.Value?.ScheduledAt));
    }

    [Fact]
    public async Task When_a_government_moves_its_clocks_planned_posts_keep_their_hour_and_what_is_being_prepared_stays()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        var (soon, later) = (product.Clock.GetUtcNow().AddMinutes(10), product.Clock.GetUtcNow().AddDays(9));
        var preparing = await At(soon);
        var planned = await At(later);
        var byInstant = await seller.Schedule(account, picture, "By the instant", later);
        await Eventually.True(async () => (await seller.PostOf(preparing)).GetProperty("status").GetString() != "scheduled", what: "Preparing");
        var before = (await seller.PostOf(planned)).GetProperty("scheduledAt").GetDateTimeOffset();

        using var watch = new ZoneWatch(product.Services.GetRequiredService<PostRepository>(), product.Services.GetRequiredService<IGrainFactory>(), new OneHourEarlier(), product.Clock, NullLogger<ZoneWatch>.Instance);
        Assert.Equal((1, 0), await watch.Sweep(default));
        Assert.Equal((0, 0), await watch.Sweep(default));

        var after = await seller.PostOf(planned);
        Assert.Equal(before.AddHours(1), after.GetProperty("scheduledAt").GetDateTimeOffset());
        Assert.Equal("scheduled", after.GetProperty("status").GetString());
        Assert.Equal(later, (await seller.PostOf(byInstant)).GetProperty("scheduledAt").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        await Eventually.True(() => Task.FromResult(seller.Events.Any(e => e.GetProperty("subjectId").GetGuid() == planned && e.GetProperty("payload").GetProperty("post").GetProperty("version").GetInt32() == 2)), what: "The event");

        async Task<Guid> At(DateTimeOffset at) => (await seller.Post("/api/posts", new
        {
            accountId = account,
            type = "feed",
            mediaIds = new[] { picture },
            caption = $"At {at}",
            localTime = TimeZones.Local(at, MovedZone),
            timeZone = MovedZone,
        })).GetProperty("id").GetGuid();
    }

    [Fact]
    public async Task A_post_that_cannot_be_moved_to_its_hour_does_not_hold_up_the_others()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var picture = await seller.UploadPicture();
        var (stuck, other) = (await At("Stuck"), await At("Other"));
        var before = other.GetProperty("scheduledAt").GetDateTimeOffset();
        await Execute($"""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
            create trigger refuse before update on scheduled_posts for each row when (old.id = '{stuck.GetProperty("id").GetGuid()}') execute function refuse()
            """);
        using var watch = new ZoneWatch(product.Services.GetRequiredService<PostRepository>(), product.Services.GetRequiredService<IGrainFactory>(), new OneHourEarlier(), product.Clock, NullLogger<ZoneWatch>.Instance);
        try
        {
            Assert.Equal((1, 1), await watch.Sweep(default));
        }
        finally
        {
            await Execute("drop trigger refuse on scheduled_posts; drop function refuse()");
        }
        Assert.Equal((1, 0), await watch.Sweep(default));

        Assert.Equal(before.AddHours(1), (await seller.PostOf(other.GetProperty("id").GetGuid())).GetProperty("scheduledAt").GetDateTimeOffset());

        async Task<JsonElement> At(string caption) => await seller.Post("/api/posts", new
        {
            accountId = account,
            type = "feed",
            mediaIds = new[] { picture },
            caption,
            localTime = TimeZones.Local(product.Clock.GetUtcNow().AddDays(20), MovedZone),
            timeZone = MovedZone,
        });
    }

    /// <summary>A series whose first post is due at a full second.</summary>
    private static async Task<JsonElement> Begin(Seller seller, Guid account, object recurrence, DateTimeOffset at, Guid? picture = null) => await seller.Post("/api/posts", new
    {
        accountId = account,
        type = "feed",
        mediaIds = new[] { picture ?? await seller.UploadPicture() },
        caption = "Every day",
        localTime = TimeZones.Local(DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()), Zone),
        timeZone = Zone,
        recurrence,
    });

    private async Task<List<DateTime>> Planned(Seller seller, Guid account)
    {
        var now = product.Clock.GetUtcNow();
        var page = await seller.Get($"/api/post-series/planned?accountId={account}&from={now:yyyy-MM-ddTHH:mm:ssZ}&to={now.AddDays(60):yyyy-MM-ddTHH:mm:ssZ}");
        return [.. page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("localTime").GetDateTime())];
    }

    private async Task<DateTimeOffset> LookAt(Guid series) => new(await product.Scalar<DateTime>($"select look_at from post_series where id = '{series}'"));

    private async Task Execute(string sql)
    {
        await using var command = product.Rows.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<JsonElement>> Posts(Seller seller, Guid account) => [.. (await seller.Get($"/api/posts?accountId={account}")).GetProperty("items").EnumerateArray()];

    private static JsonElement? Newest(List<JsonElement> posts, DateTime local) =>
        posts.Where(p => p.GetProperty("localTime").ValueKind == JsonValueKind.String && p.GetProperty("localTime").GetDateTime() == local).Cast<JsonElement?>().FirstOrDefault();

    /// <summary>Montevideo is four hours behind UTC in this source.</summary>
    private sealed class OneHourEarlier : IDateTimeZoneProvider
    {
        private static readonly DateTimeZone Moved = DateTimeZone.ForOffset(Offset.FromHours(-4));
        public string VersionId => "2099z";
        public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => DateTimeZoneProviders.Tzdb.Ids;
        public DateTimeZone GetSystemDefault() => DateTimeZone.Utc;
        public DateTimeZone? GetZoneOrNull(string id) => id == MovedZone ? Moved : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        public DateTimeZone this[string id] => GetZoneOrNull(id)!;
    }
}
