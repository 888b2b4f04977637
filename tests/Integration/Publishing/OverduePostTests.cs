using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What operators see of posts that ought to be live. Rows are enough.</summary>
public sealed class OverduePostTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_due_and_not_live_is_counted_by_what_it_waits_for()
    {
        using var browser = await api.SignedIn();
        var account = await api.AccountOf(browser);
        var posts = api.Services.GetRequiredService<PostRepository>();
        Assert.Equal(["in-doubt 0 ", "limited 0 ", "preparing 0 ", "waiting 0 "], await Overdue(posts));

        await Has(account, "scheduled", minutesLate: 3);
        await Has(account, "ready", minutesLate: 7);
        await Has(account, "preparing", minutesLate: 4);
        await Has(account, "ready", minutesLate: 200, code: "daily-limit");
        await Has(account, "publishing", minutesLate: 1);
        await Has(account, "unconfirmed", minutesLate: 2);
        // Live, given up, not meant to be, or not due yet.
        foreach (var status in (string[])["published", "failed", "cancelled", "draft"]) await Has(account, status, minutesLate: 500);
        foreach (var status in (string[])["scheduled", "preparing", "ready"]) await Has(account, status, minutesLate: -1);

        Assert.Equal(["in-doubt 2 2", "limited 1 200", "preparing 1 4", "waiting 2 7"], await Overdue(posts));
    }

    private static async Task<List<string>> Overdue(PostRepository posts) =>
        [.. (await posts.Overdue(Now, TestContext.Current.CancellationToken)).Select(o => $"{o.State} {o.Count} {(Now - o.OldestAt)?.TotalMinutes}")];

    private Task Has(Guid account, string status, int minutesLate, string? code = null)
    {
        var next = status is "draft" or "cancelled" or "failed" ? "null" : $"'{Now:O}'";
        var error = code is null ? "null" : $"jsonb_build_object('code', '{code}', 'message', 'm')";
        return api.Database.Execute($"""
            insert into scheduled_posts (id, client_account_id, post_type, caption, scheduled_time, status, next_attempt_at, error_details)
            values ('{Guid.CreateVersion7()}', '{account}', 'feed', 'Linen', '{Now.AddMinutes(-minutesLate):O}', '{status}', {next}, {error})
            """);
    }
}
