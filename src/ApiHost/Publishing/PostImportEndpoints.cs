using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Hosting;
using SocialSelling.Identity;
using UUIDNext;

namespace SocialSelling.Publishing;

/// <summary>Posts from a spreadsheet. Its form is written down in <c>docs/post-import.md</c>.</summary>
internal static class PostImportEndpoints
{
    private const int MostBytes = 4 * 1024 * 1024;

    public static void MapPostImport(this IEndpointRouteBuilder api) => api.MapPost("/posts/import", Import).WithTags("content").Needs(new Needs([Permission.ContentRead], [Permission.ContentPublish], IsNarrowed: true)).WithMetadata(new RememberedAnswer())
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).Accepts<string>("text/csv")
        .WithSummary($"Create posts from CSV, at most {PostImport.MostLines} lines; the answer tells of each").ProducesProblem(400).ProducesProblem(404).ProducesProblem(413);

    private static async Task<Results<Ok<PostImportView>, ProblemHttpResult, ValidationProblem>> Import(
        Guid? accountId, string? timeZone, bool? dryRun, HttpContext http, CurrentUser user, PostImport import, TimeProvider clock, CancellationToken ct)
    {
        if (!TimeZones.IsKnown(timeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        var order = new ImportOrder(user.Id, accountId, timeZone, dryRun is true, Idempotency.NewId(http, clock));
        var done = await import.Run(http.Request.Body, order, ct);
        return done.Error is { } error ? Problems.From(error) : TypedResults.Ok(done.Value);
    }
}

/// <param name="AccountId">Of the lines that name none.</param>
/// <param name="TimeZone">Of the local times whose lines name none; the user's own when missing.</param>
/// <param name="Origin">What the ids of the posts follow from, with their lines: the same file sent again creates nothing again.</param>
internal sealed record ImportOrder(Guid UserId, Guid? AccountId, string? TimeZone, bool IsDryRun, Guid Origin);

/// <summary>Reads a file line by line, and has each line's account make a post of it.</summary>
internal sealed class PostImport(AccountRepository accounts, UserRepository users, MediaRepository media, CurrentUser user, IGrainFactory grains)
{
    public const int MostLines = 500;

    public async Task<Result<PostImportView>> Run(Stream body, ImportOrder order, CancellationToken ct)
    {
        var mine = (await accounts.ListFor(order.UserId, null, ct)).ConvertAll(a => a.Account).FindAll(a => user.MayIn(a.WorkspaceId));
        if (order.AccountId is { } asked && mine.All(a => a.Id != asked)) return new AccountNotFound();
        var zone = order.TimeZone ?? (await users.Find(order.UserId, ct))?.TimeZone ?? "UTC";
        using var csv = new CsvReader(body);
        var report = new List<ImportLineView>();
        try
        {
            if (await csv.Next(ct) is not { } header) return new InvalidImport("csv-empty", "The file is empty.");
            var columns = ImportColumns.Read(header.Fields);
            if (columns.Error is { } unknown) return unknown;
            while (await csv.Next(ct) is { } record)
            {
                if (record.IsBlank) continue;
                if (report.Count == MostLines)
                {
                    report.Add(ImportLineView.Refused(record.Line, "too-many-lines", null, $"A file has at most {MostLines} posts: this line and those after it were not read."));
                    break;
                }
                report.Add(await Line(new ImportLine(columns.Get(), record), mine, zone, order, ct));
            }
        }
        catch (CsvException e)
        {
            report.Add(ImportLineView.Refused(e.Line, e.Code, null, e.Message));
        }
        return new PostImportView(order.IsDryRun, report.Count(l => l.Code is null), report.Count(l => l.Code is not null), report);
    }

    private async Task<ImportLineView> Line(ImportLine line, List<AccountRow> mine, string zone, ImportOrder order, CancellationToken ct)
    {
        if (Account(line, mine, order) is not { } account) return line.Refused("account-not-found", "account", "This is none of your accounts.");
        var read = line.Time(zone);
        if (read.Problem is { } wrong) return line.Refused("validation-failed", wrong.Field, wrong.Message);
        var (files, missing) = await Files(line, account.WorkspaceId, ct);
        if (missing is not null) return line.Refused("media-not-found", "media", $"The library has no file {missing}.");
        if (line.Type(files) is not { } type) return line.Refused("validation-failed", "type", "A post is a feed, carousel, reel or story.");
        if (line.IsDraft is not { } isDraft) return line.Refused("validation-failed", "status", "The status is draft or scheduled.");

        var command = new CreatePost(
            Uuid.NewNameBased(order.Origin, $"line {line.Number}"), order.UserId, type, line.Caption, [.. files.Select(f => f.StorageKey)], read.Time, line.FirstComment, IsDraft: isDraft);
        var grain = grains.GetGrain<IAccountGrain>(account.Id);
        var made = order.IsDryRun ? await grain.TryPost(command, ct) : await grain.CreatePost(command, ct);
        if (made.Error is { } error) return line.Refused(error.Code, null, error.Detail) with { Findings = (error as PostNotPublishable)?.Findings };
        return new ImportLineView(line.Number, order.IsDryRun ? null : command.PostId, made.Get().Status, null, null, null, made.Get().Findings);
    }

    private static AccountRow? Account(ImportLine line, List<AccountRow> mine, ImportOrder order) => line.Account is { } named
        ? mine.Find(a => string.Equals(a.Username, named, StringComparison.OrdinalIgnoreCase) || Guid.TryParse(named, out var id) && a.Id == id)
        : mine.Find(a => a.Id == order.AccountId) ?? (order.AccountId is null && mine is [var only] ? only : null);

    /// <returns>The files in their order, or the first that is not there.</returns>
    private async Task<(IReadOnlyList<MediaRow> Files, string? Missing)> Files(ImportLine line, Guid workspaceId, CancellationToken ct)
    {
        var names = line.Media;
        if (names.Count == 0) return ([], null);
        var found = await media.Named(workspaceId, names, ct);
        var files = names.Select(name => found.Find(m => m.FileName == name || Guid.TryParse(name, out var id) && m.Id == id)).ToList();
        var gap = files.IndexOf(null);
        return gap < 0 ? ([.. files.OfType<MediaRow>()], null) : ([], names[gap]);
    }
}

/// <param name="Accepted">Lines that became posts; in a dry run, that would.</param>
/// <param name="Lines">In the order of the file.</param>
internal sealed record PostImportView(bool DryRun, int Accepted, int Refused, IReadOnlyList<ImportLineView> Lines);

/// <param name="Line">Where it begins in the file, the header being 1.</param>
/// <param name="PostId">Null when no post was created.</param>
/// <param name="Status">Of the post; null when it was refused.</param>
/// <param name="Code">The rule that it breaks; null when none.</param>
/// <param name="Field">The column that has to change, where it is one.</param>
internal sealed record ImportLineView(int Line, Guid? PostId, string? Status, string? Code, string? Field, string? Detail, IReadOnlyList<Finding>? Findings)
{
    public static ImportLineView Refused(int line, string code, string? field, string detail) => new(line, null, null, code, field, detail, null);
}

internal sealed record InvalidImport(string Rule, string Message) : DomainError
{
    public override string Code => "invalid-import";
    public override string Detail => Message;
}
