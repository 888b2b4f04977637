using System.Globalization;
using System.Text.RegularExpressions;

namespace SocialSelling.Migrations;

/// <summary><c>migrate up [n] | down [n] | redo | status | create NAME</c>. Needs the database alone, and ends.</summary>
public static partial class MigrateCommand
{
    private const string Usage = "usage: migrate up [n] | down [n] | redo | status | create NAME";

    /// <param name="args">What follows <c>migrate</c>.</param>
    /// <returns>The process's exit code: 0 done, 1 failed, 2 not understood.</returns>
    public static async Task<int> Run(string[] args, DatabaseOptions database, TextWriter output, CancellationToken ct)
    {
        try
        {
            var migrator = new Migrator(database.ConnectionString().ConnectionString);
            return args switch
            {
                ["up"] => await Report(migrator.Up(null, ct)),
                ["up", var n] when Steps(n) is { } steps => await Report(migrator.Up(steps, ct)),
                ["down"] => await Report(migrator.Down(1, ct)),
                ["down", var n] when Steps(n) is { } steps => await Report(migrator.Down(steps, ct)),
                ["redo"] => await Report(migrator.Redo(ct)),
                ["status"] => await Report(Task.CompletedTask),
                ["create", var name] => Create(name, output),
                _ => Fail(2, Usage),
            };

            async Task<int> Report(Task work)
            {
                await work;
                foreach (var m in await migrator.Status(ct))
                    await output.WriteLineAsync($"{(m.Edited ? "edited " : m.Applied ? "applied" : "pending")}  {m.Name}");
                return 0;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The runner wraps what PostgreSQL said, with the statement; the reader of a command line wants the words, not the stack.
            return Fail(1, e.Message);
        }

        int Fail(int code, string why)
        {
            output.WriteLine(why);
            return code;
        }
    }

    private static int? Steps(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;

    private static int Create(string name, TextWriter output)
    {
        if (!NamePattern().IsMatch(name))
        {
            output.WriteLine("A migration's name is lower-case words joined by dashes, such as add-labels");
            return 2;
        }
        var folder = Path.Combine("database", "migrations");
        if (!Directory.Exists(folder))
        {
            output.WriteLine($"There is no {folder} here: run it at the root of the repository");
            return 2;
        }
        var next = SqlMigrations.All.Select(m => m.Id).Concat(Directory.GetFiles(folder, "*.up.sql").Select(f => long.Parse(Path.GetFileName(f).AsSpan(0, 3), null))).Max() + 1;
        foreach (var direction in (string[])["up", "down"])
        {
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{next:000}-{name}.{direction}.sql"));
            File.WriteAllText(file, $"-- {(direction == "up" ? "Why this is needed, and which query each index serves." : "Takes back what the way up did.")}\n");
            output.WriteLine(file);
        }
        return 0;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
