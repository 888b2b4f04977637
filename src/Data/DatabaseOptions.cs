using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace SocialSelling;

/// <summary>Where PostgreSQL is, and how much of it one process may take.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>postgresql://user:password@host:port/database</c>.</summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>Connections of this process for our own statements; Orleans has as many again at most.</summary>
    [Range(4, 200)]
    public int PoolSize { get; set; } = 20;

    /// <summary>A statement that takes longer is cancelled; a transaction that waits as long for its next one, because its process hangs, is ended by PostgreSQL, and lets go of its rows.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Builds Npgsql's connection string. <paramref name="searchPath"/> puts Orleans' tables into their own schema.</summary>
    /// <exception cref="FormatException">The URL is not a postgresql:// URL with a host and a database.</exception>
    public NpgsqlConnectionStringBuilder ConnectionString(string? searchPath = null)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgresql" or "postgres") || uri.AbsolutePath.Length < 2)
            throw new FormatException("DATABASE_URL must look like postgresql://user:password@host:port/database");
        var login = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(login[0]),
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            MinPoolSize = 2,
            MaxPoolSize = PoolSize,
            // A new connection reads the catalogs of 32 partitions and plans everything anew: 0.1 s for its first search. What a busy minute needed is kept for the next.
            ConnectionIdleLifetime = 600,
            Timeout = 5,
            CommandTimeout = (int)StatementTimeout.TotalSeconds,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Nothing here leaves state on a session: no temporary tables, no settings, no session locks. Three statements less per rented connection.
            NoResetOnClose = true,
            // Compiling a plan takes longer than running it: 0.4 s for a search over 32 partitions that takes 3 ms.
            Options = $"-c jit=off -c idle_in_transaction_session_timeout={(int)StatementTimeout.TotalMilliseconds}",
            SearchPath = searchPath,
            ApplicationName = "social-selling",
        };
    }
}
