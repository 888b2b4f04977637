using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SocialSelling.Accounts;

/// <summary>
/// <c>tokens status | rotate</c>. Seals what is stored anew with the first key of the ring, while the product runs: each value is put in the place of the one that was read, or not
/// at all. It may be stopped and started again at any time. Needs the database and the ring alone.
/// </summary>
internal sealed class TokensCommand(SealedRepository values, TokenCipher cipher, TextWriter output, int batch = 500)
{
    private const string Usage = "usage: tokens status | rotate";

    /// <summary>Hosts that still seal with an older key may go on writing meanwhile: after so many rounds the rest is theirs.</summary>
    private const int Rounds = 3;

    /// <param name="args">What follows <c>tokens</c>.</param>
    /// <returns>The process's exit code: 0 done, 1 something is left, 2 not understood.</returns>
    public static async Task<int> Run(string[] args, DatabaseOptions database, TokenOptions ring, TextWriter output, CancellationToken ct)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString().ConnectionString);
            var command = new TokensCommand(new SealedRepository(new Sql(source)), new TokenCipher(Options.Create(ring)), output);
            switch (args)
            {
                case ["status"]: return await command.Status(ct);
                case ["rotate"]: return await command.Rotate(ct);
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

    public async Task<int> Rotate(CancellationToken ct)
    {
        for (var round = 0; round < Rounds && await Outdated(ct) > 0; round++)
            foreach (var column in SealedRepository.Columns)
                await Rotate(column, ct);
        return await Status(ct);
    }

    /// <summary>Says which key has sealed how much, and which ones nothing needs any more.</summary>
    public async Task<int> Status(CancellationToken ct)
    {
        var inUse = new HashSet<string>();
        var left = 0L;
        foreach (var column in SealedRepository.Columns)
            foreach (var (key, count) in (await values.Count(column, ct)).OrderBy(c => c.Key, StringComparer.Ordinal))
            {
                inUse.Add(key);
                if (key != cipher.CurrentKeyId) left += count;
                await output.WriteLineAsync($"{count} {column.Name} sealed with {key}{(cipher.Knows(key) ? "" : ", which is not among TOKEN_ENCRYPTION_KEYS: they cannot be opened")}");
            }
        if (left > 0) await output.WriteLineAsync($"{left} values are not sealed with {cipher.CurrentKeyId} yet: run tokens rotate when every host has been started with it as the first key.");
        else if (cipher.KeyIds.Where(key => key != cipher.CurrentKeyId && !inUse.Contains(key)).ToList() is { Count: > 0 } idle)
            await output.WriteLineAsync($"Nothing is sealed with {string.Join(", ", idle)} any more: it may leave TOKEN_ENCRYPTION_KEYS once every host has been started with {cipher.CurrentKeyId} as the first key.");
        return left == 0 ? 0 : 1;
    }

    private async Task<long> Outdated(CancellationToken ct)
    {
        var outdated = 0L;
        foreach (var column in SealedRepository.Columns)
            outdated += (await values.Count(column, ct)).Where(c => c.Key != cipher.CurrentKeyId && cipher.Knows(c.Key)).Sum(c => c.Value);
        return outdated;
    }

    private async Task Rotate(SealedColumn column, CancellationToken ct)
    {
        var done = 0;
        for (var after = Guid.Empty; await values.Outdated(column, cipher.CurrentKeyId, after, batch, ct) is { Count: > 0 } read; after = read[^1].Owner)
        {
            var (former, fresh) = SealAnew(read);
            done += await values.Replace(column, former, fresh, cipher.CurrentKeyId, ct);
            await output.WriteLineAsync($"{done} {column.Name} sealed anew with {cipher.CurrentKeyId}");
        }
    }

    /// <summary>Leaves out what cannot be opened: its key is lost, and the status tells of it.</summary>
    private (List<SealedRow> Former, List<byte[]> Fresh) SealAnew(List<SealedRow> rows)
    {
        var (former, fresh) = (new List<SealedRow>(), new List<byte[]>());
        foreach (var row in rows.Where(r => cipher.Knows(r.KeyId)))
        {
            try
            {
                fresh.Add(cipher.Seal(row.Owner, cipher.Open(row.Owner, row.Value, row.KeyId)).Encrypted);
                former.Add(row);
            }
            catch (CryptographicException)
            {
                output.WriteLine($"The value of {row.Owner} does not open with {row.KeyId} and stays as it is");
            }
        }
        return (former, fresh);
    }
}
