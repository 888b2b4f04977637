using Npgsql;

namespace SocialSelling.Identity;

/// <summary><c>tiers show EMAIL | set EMAIL TIER</c>. What somebody may have, over all the workspaces that they own; it counts at once, while the product runs. Needs the database alone.</summary>
internal sealed class TiersCommand(UserRepository users, TierRepository tiers, TierOptions limits, TextWriter output, TimeProvider clock)
{
    private static readonly string Usage = $"usage: tiers show EMAIL | set EMAIL {string.Join('|', TierOptions.Names)}";

    /// <param name="args">What follows <c>tiers</c>.</param>
    /// <returns>The process's exit code: 0 done, 1 there is nobody with this address, or no database, 2 not understood.</returns>
    public static async Task<int> Run(string[] args, DatabaseOptions database, TierOptions limits, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString().ConnectionString);
            var sql = new Sql(source);
            var command = new TiersCommand(new UserRepository(sql), new TierRepository(sql), limits, output, clock);
            switch (args)
            {
                case ["show", var email]: return await command.Show(email, ct);
                case ["set", var email, var tier] when TierOptions.Names.Contains(tier.ToUpperInvariant()): return await command.Set(email, tier.ToUpperInvariant(), ct);
                default:
                    await output.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (Exception e) when (e is NpgsqlException or FormatException)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private async Task<int> Set(string email, string tier, CancellationToken ct)
    {
        await tiers.Set(email, tier, clock.GetUtcNow(), ct);
        return await Show(email, ct);
    }

    private async Task<int> Show(string email, CancellationToken ct)
    {
        if (await users.FindByEmail(email, ct) is not { } user || await tiers.UseOf(user.Id, clock.GetUtcNow(), ct) is not { } use)
        {
            await output.WriteLineAsync($"Nobody has signed up as {email}");
            return 1;
        }
        var allowed = limits.Of(use.Tier);
        await output.WriteLineAsync($"{user.Email} has the tier {use.Tier}: {Of("accounts", use.Accounts, allowed.Accounts)}, {Of("members", use.Members, allowed.Members)}");
        return 0;
    }

    private static string Of(string what, long used, int? limit) => $"{used} {what}{(limit is { } most ? used > most ? $" where {most} are allowed: they stay, and no more may come" : $" of {most}" : ", without limit")}";
}
