using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Mail;

public sealed class MailOutboxTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
    private Sql Db => new(source);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [Fact]
    public async Task A_mail_is_there_exactly_if_its_cause_is()
    {
        await Db.Transaction(connection => MailOutbox.Add(connection, Reset("kept"), Now, Cancel), Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Db.Transaction<bool>(async connection =>
        {
            await MailOutbox.Add(connection, Reset("rolled back"), Now, Cancel);
            throw new InvalidOperationException("The cause failed");
        }, Cancel));

        Assert.Equal(["kept"], await database.Column<string>("select idempotency_key from mail_outbox where idempotency_key in ('kept', 'rolled back')"));
    }

    [Fact]
    public async Task An_occasion_is_written_of_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Db.Transaction(connection => MailOutbox.Add(connection, Reset("once"), Now, Cancel), Cancel)));

        Assert.Equal(await database.Column<Guid>("select id from mail_outbox where idempotency_key = 'once'"), [Assert.Single(ids, id => id is not null)!.Value]);
    }

    [Theory]
    [InlineData("pt-BR", "pt")]
    [InlineData("ES", "es")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    public void A_language_that_is_not_written_is_English(string asked, string written) => Assert.Equal(written, MailOutbox.LanguageOf(asked));

    public static TheoryData<MailMessage> Mistakes { get; } =
    [
        Reset("template") with { Template = "weather" },
        Reset("value") with { Values = new Dictionary<string, string> { ["name"] = "Ana", ["link"] = "https://app.example.com/reset" } },
        Reset("link") with { Values = new Dictionary<string, string> { ["name"] = "Ana", ["link"] = "javascript:alert(1)", ["minutes"] = "60" } },
        Reset("instant") with { Template = MailTemplate.PasswordChanged, Values = new Dictionary<string, string> { ["name"] = "Ana", ["link"] = "https://app.example.com/", ["changedAt"] = "yesterday" } },
        Reset("week") with { Template = MailTemplate.WeeklySummary, Values = new Dictionary<string, string> { ["name"] = "Ana", ["week"] = "last week", ["weeks"] = "[]", ["link"] = "https://app.example.com/", ["unsubscribe"] = "x" } },
        Reset("nobodys") with { AccountIds = [Guid.NewGuid()] },
        Reset("address") with { To = "Ana <ana@example.com>" },
        Reset("second address") with { To = "ana@example.com\r\nBcc: eve@example.com" },
    ];

    [Theory, MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_mail_that_could_not_be_written_is_refused_where_it_is_made(MailMessage mistake)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Db.Transaction(connection => MailOutbox.Add(connection, mistake, Now, Cancel), Cancel));

        Assert.Equal(0, await database.Scalar($"select count(*) from mail_outbox where idempotency_key = '{mistake.IdempotencyKey}'"));
    }

    private static MailMessage Reset(string key) => new(MailTemplate.ResetPassword, "ana@example.com", "en",
        new Dictionary<string, string> { ["name"] = "Ana", ["link"] = "https://app.example.com/reset?token=secret", ["minutes"] = "60" }, MailPriority.Critical, key);
}
