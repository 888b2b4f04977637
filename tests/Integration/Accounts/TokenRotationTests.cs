using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>Changing the key under everything that is sealed, while the product runs. Its ring is <c>t,next</c>: it seals with the old key, and opens with both.</summary>
[Collection(nameof(MovableProduct))]
public sealed class TokenRotationTests(MovableProduct product)
{
    private static readonly SealedColumn Tokens = SealedRepository.Columns[0], Factors = SealedRepository.Columns[1];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Kinds = ["message.received"];

    private SealedRepository Values => new(product.Services.GetRequiredService<Sql>());

    [Fact]
    public async Task Everything_is_sealed_anew_while_accounts_speak_to_Meta_and_nothing_else_changes()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Write(shop, "maya", "How much?");
        var conversation = await Cluster.Eventually.Value(async () => (await seller.Conversations()).Select(c => (Guid?)c.GetProperty("id").GetGuid()).FirstOrDefault(), "The conversation");
        await Factor(seller.UserId, "t");
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await seller.Post($"/api/workspaces/{workspace}/webhooks", new { url = "https://example.com/hook", kinds = Kinds });
        await Choice(seller.UserId, workspace);
        var before = await Opened(Tokens);
        using var done = new CancellationTokenSource();
        var talking = Talk(seller, conversation, done.Token);

        var (code, said) = await Rotate(batch: 2);
        await done.CancelAsync();

        Assert.True(code == 0, said);
        Assert.True(await talking > 0);
        Assert.Equal(before, await Opened(Tokens));
        Assert.Equal("otpauth", (await Opened(Factors))[seller.UserId]);
        foreach (var column in SealedRepository.Columns) Assert.Equal(["next"], (await Values.Count(column, Cancel)).Keys);
        Assert.Contains("Nothing is sealed with t any more: it may leave TOKEN_ENCRYPTION_KEYS", said, StringComparison.Ordinal);
        // An activation that starts now reads what the other key has sealed.
        await product.Deactivate(account);
        Assert.Equal(System.Net.HttpStatusCode.Created, await seller.TryReply(conversation, "Twelve"));
        await Cluster.Eventually.True(async () => (await product.Meta.Messages(shop, "maya")).Exists(m => m.GetProperty("text").GetString() == "Twelve"), what: "The answer");
    }

    [Fact]
    public async Task A_token_that_is_renewed_meanwhile_stays_and_is_sealed_anew_in_the_next_round()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var accounts = product.Services.GetRequiredService<AccountRepository>();
        var read = (await Values.Outdated(Tokens, "next", Guid.Empty, 10_000, Cancel)).Where(r => r.Owner == account).ToList();
        var (renewed, _) = Cipher("t", "next").Seal(account, "renewed");
        var token = (await accounts.FindToken(account, Cancel))!;

        Assert.True(await accounts.ReplaceToken(account, token with { Encrypted = renewed, KeyId = "t" }, token.IssuedAt, Cancel));
        var replaced = await Values.Replace(Tokens, read, [Cipher("next").Seal(account, "old").Encrypted], "next", Cancel);

        Assert.Equal(0, replaced);
        Assert.Equal("renewed", (await Opened(Tokens))[account]);
        Assert.Equal(0, (await Rotate()).Code);
        Assert.Equal("renewed", (await Opened(Tokens))[account]);
    }

    [Fact]
    public async Task A_rotation_that_was_stopped_goes_on_where_it_was()
    {
        var sellers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await product.Shop()).Seller));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Command(new StopAfterLine(stop), batch: 1).Rotate(stop.Token));
        var between = await Values.Count(Tokens, Cancel);
        var (code, _) = await Rotate();

        Assert.Equal(2, between.Count);
        Assert.Equal(0, code);
        Assert.Equal(["next"], (await Values.Count(Tokens, Cancel)).Keys);
        foreach (var seller in sellers) await seller.DisposeAsync();
    }

    [Fact]
    public async Task What_no_key_opens_stays_and_is_told_of()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        await product.Scalar<Guid>($"update oauth_tokens set key_id = 'lost' where client_account_id = '{account}' returning client_account_id");

        var (code, said) = await Rotate();

        Assert.Equal(1, code);
        Assert.Contains("1 tokens of accounts sealed with lost, which is not among TOKEN_ENCRYPTION_KEYS", said, StringComparison.Ordinal);
        Assert.DoesNotContain("it may leave", said, StringComparison.Ordinal);
        await product.Scalar<Guid>($"delete from oauth_tokens where client_account_id = '{account}' returning client_account_id");
    }

    [Fact]
    public async Task Every_table_with_sealed_values_takes_part()
    {
        var tables = await product.Scalar<string[]>("select array_agg(table_name::text order by table_name) from information_schema.columns where table_schema = 'public' and column_name = 'key_id'");

        Assert.Equal(SealedRepository.Columns.Select(c => c.Table).Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rotate", "rotate", "now")]
    [InlineData("anything")]
    [InlineData]
    public async Task Other_words_are_not_understood(params string[] words)
    {
        using var output = new StringWriter();

        Assert.Equal(2, await TokensCommand.Run(words, new DatabaseOptions { Url = "postgresql://nobody@127.0.0.1:1/none" }, new TokenOptions { EncryptionKeys = MovableProduct.Ring("t") }, output, Cancel));
        Assert.Contains("usage", output.ToString(), StringComparison.Ordinal);
    }

    private static TokenCipher Cipher(params string[] keys) => new(Options.Create(new TokenOptions { EncryptionKeys = MovableProduct.Ring(keys) }));

    private TokensCommand Command(TextWriter output, int batch) => new(Values, Cipher("next", "t"), output, batch);

    private async Task<(int Code, string Said)> Rotate(int batch = 500)
    {
        using var output = new StringWriter();
        return (await Command(output, batch).Rotate(Cancel), output.ToString());
    }

    private async Task Factor(Guid userId, string key)
    {
        var (secret, keyId) = Cipher(key).Seal(userId, "otpauth");
        Assert.True(await product.Services.GetRequiredService<Identity.MfaRepository>().Propose(userId, secret, keyId, product.Clock.GetUtcNow(), Cancel));
    }

    /// <summary>Somebody is just choosing from what they have allowed.</summary>
    private async Task Choice(Guid userId, Guid workspaceId)
    {
        var id = Guid.NewGuid();
        var (accounts, keyId) = Cipher("t").Seal(id, "[]");
        var session = await product.Scalar<Guid>($"select id from sessions where user_id = '{userId}' limit 1");
        await product.Services.GetRequiredService<AccountChoiceRepository>().Add(new AccountChoiceRow(id, userId, workspaceId, session, accounts, keyId, product.Clock.GetUtcNow().AddMinutes(10)), Cancel);
    }

    private async Task<Dictionary<Guid, string>> Opened(SealedColumn column) =>
        (await Values.Outdated(column, "none", Guid.Empty, 10_000, Cancel)).ToDictionary(r => r.Owner, r => Cipher("next", "t").Open(r.Owner, r.Value, r.KeyId));

    /// <returns>How many answers were taken.</returns>
    private static async Task<int> Talk(Cluster.Seller seller, Guid conversation, CancellationToken done)
    {
        var taken = 0;
        while (!done.IsCancellationRequested)
        {
            Assert.Equal(System.Net.HttpStatusCode.Created, await seller.TryReply(conversation, $"One moment {taken}"));
            taken++;
        }
        return taken;
    }

    private sealed class StopAfterLine(CancellationTokenSource stop) : StringWriter
    {
        public override Task WriteLineAsync(string? value) => stop.CancelAsync();
    }
}
