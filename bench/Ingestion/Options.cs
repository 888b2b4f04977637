using System.Globalization;
using Npgsql;

namespace SocialSelling.Bench;

/// <param name="Pids">The processes whose CPU counts, with their children.</param>
/// <param name="Rate">POSTs per second; 0 for as many as are answered.</param>
/// <param name="Clients">Browsers that are connected over SignalR meanwhile; only with a rate.</param>
/// <param name="Limits">Whether PostgreSQL and ASP.NET Core are measured alone as well.</param>
internal sealed record Options(
    Uri Url, Uri Database, string Secret, IReadOnlyList<int> Pids, TimeSpan Duration, TimeSpan WarmUp, int Connections, int Accounts, int EventsPerPost, double Rate, int Clients, bool Limits)
{
    private const string Usage =
        "usage: Ingestion url=URL database=URL secret=SECRET pids=PID,PID [seconds=10] [warm-up=15] [connections=64] [accounts=1000] [events-per-post=1] [rate=0] [clients=0] [limits=yes]";

    public static Options? Parse(string[] args)
    {
        try
        {
            var given = args.Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => a[1]);
            string Take(string name, string? otherwise = null) => given.Remove(name, out var value) ? value : otherwise ?? throw new FormatException($"{name} is missing");
            double Number(string name, double otherwise) => double.Parse(Take(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
            var options = new Options(
                new Uri(Take("url")), new Uri(Take("database")), Take("secret"), [.. Take("pids").Split(',').Select(p => int.Parse(p, CultureInfo.InvariantCulture))],
                TimeSpan.FromSeconds(Number("seconds", 10)), TimeSpan.FromSeconds(Number("warm-up", 15)), (int)Number("connections", 64), (int)Number("accounts", 1_000),
                (int)Number("events-per-post", 1), Number("rate", 0), (int)Number("clients", 0), Take("limits", "yes") == "yes");
            return given.Count == 0 ? options : throw new FormatException($"{given.Keys.First()} is not an option");
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine(Usage);
            return null;
        }
    }

    public NpgsqlDataSource OpenDatabase()
    {
        var login = Database.UserInfo.Split(':');
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Database.Host,
            Port = Database.Port,
            Database = Database.AbsolutePath[1..],
            Username = login[0],
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            CommandTimeout = 300,
        }.ConnectionString);
    }
}
