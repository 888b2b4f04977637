using Microsoft.Extensions.Options;
using SocialSelling.Inbox;
using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>
/// Posts that come again by the wall clock. One post of each series is planned; when its time is over the next one is made, and which series want that stands in their rows.
/// Part of AccountGrain.
/// </summary>
internal sealed partial class PostSeries(
    AccountState account, EventStream stream, PostSchedule schedule, PostSeriesRepository series, IOptions<PublishingOptions> options, TimeProvider clock, ILogger<PostSeries> logger)
{
    private const int Attempts = 4;

    /// <summary>How often a series is looked at whose account has lost its login, how soon again one whose post is going live just now, and one that could not be looked at.</summary>
    private static readonly TimeSpan WithoutLogin = TimeSpan.FromMinutes(1), Soon = TimeSpan.FromSeconds(5), AfterTrouble = TimeSpan.FromMinutes(5);
    private bool advancing;

    /// <summary>The first post and its series, both or none. Repeating it finds the post of the first time.</summary>
    public Task<Result<PostView>> Create(CreateSeries command, CancellationToken ct)
    {
        var (first, time) = (command.First, command.First.Time!);
        var day = DateOnly.FromDateTime(time.LocalTime!.Value);
        var row = new PostSeriesRow(
            first.PostId, account.Id, first.UserId, first.ToContent(), command.Rule.ToRow(), day, day, TimeOnly.FromDateTime(time.LocalTime.Value), time.TimeZone!, "active", time.At, 1, clock.GetUtcNow());
        return schedule.Create(first, new PostOrigin(row.Id, day, [PostSeriesRepository.Add(row), PostSeriesRepository.Link(first.PostId, row.Id, day)]), ct);
    }

    /// <summary>Makes what is due of the series whose last post has had its time. One with which something is wrong waits, and no other with it.</summary>
    public async Task Advance(CancellationToken ct)
    {
        if (advancing || account.Row is null) return;
        advancing = true;
        try
        {
            foreach (var row in await series.ListDue(account.Id, clock.GetUtcNow(), ct))
            {
                try
                {
                    await AdvanceOrPostpone(row, ct);
                }
                catch (GuardFailedException)
                {
                    LogChanged(row.Id);
                }
            }
        }
        finally
        {
            advancing = false;
        }
    }

    /// <summary>Changes what follows: the next post too, unless it is under way already.</summary>
    public async Task<Result<SeriesView>> Change(ChangeSeries command, CancellationToken ct)
    {
        if (await series.Find(account.Id, command.SeriesId, ct) is not { } row) return new SeriesNotFound();
        if (row.Version != command.Version) return new PostVersionConflict(row.Version);
        if (row.LookAt is null) return new SeriesOver(row.Status);
        var now = clock.GetUtcNow();
        var open = await series.FindOpen(row.Id, now, ct);
        var next = open is { Status: "scheduled" or "draft" or "awaiting_approval" } ? open : null;
        var changed = SeriesRules.Changed(row, command, begin: next?.Day ?? row.LastDate.AddDays(1), now);
        if (changed.Error is { } refusal) return refusal;
        var (after, moved) = changed.Get();
        try
        {
            if (next is not null) return await Write(command, next, after, moved, ct);
            return await Write(moved is null ? after : after with { LastDate = after.LastDate.AddDays(-1), LookAt = now }, [], ct);
        }
        catch (GuardFailedException)
        {
            return await Conflict(row, ct);
        }
    }

    public async Task<Result<SeriesView>> Stop(StopSeries command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await series.Find(account.Id, command.SeriesId, ct) is not { } row) return new SeriesNotFound();
            try
            {
                // One that is on its way to Instagram cannot be held back, and goes live.
                if (!command.KeepNext && await series.FindOpen(row.Id, clock.GetUtcNow(), ct) is { } open
                    && await schedule.Act(new ActOnPost(open.Id, PostAct.Cancel, command.UserId), ct) is { Error: { } error and not PostWrongState }) return error;
                return row.LookAt is null ? row.ToView() : await Write(row with { Status = "stopped", LookAt = null, Version = row.Version + 1 }, [], ct);
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // Its next post was made meanwhile, or somebody has changed it: that is stopped too.
            }
            catch (GuardFailedException)
            {
                return await Conflict(row, ct);
            }
        }
    }

    private async Task AdvanceOrPostpone(PostSeriesRow row, CancellationToken ct)
    {
        try
        {
            await Advance(row, ct);
        }
        catch (Exception e) when (e is not GuardFailedException && !ct.IsCancellationRequested)
        {
            LogBroke(e, row.Id);
            await Look(row, clock.GetUtcNow() + AfterTrouble, ct);
        }
    }

    private async Task Advance(PostSeriesRow row, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var following = row with { Version = row.Version + 1 };
        if (account.Row!.Status == AccountStatus.Disconnected) await Write(following with { Status = "stopped", LookAt = null }, [], ct);
        else if (!account.IsActive) await Look(row, now + WithoutLogin, ct);
        else if (await series.FindOpen(row.Id, now, ct) is { } open) await Look(row, open.ScheduledAt > now + Soon ? open.ScheduledAt.Value : now + Soon, ct);
        else if (SeriesRules.Next(row, now) is not { } next) await Write(following with { Status = "ended", LookAt = null }, [], ct);
        else if (next.Time.At - options.Value.LongestAhead is var from && from > now) await Look(row, from, ct);
        else await Make(following with { LastDate = next.Day, LookAt = next.Time.At }, next.Time, ct);
    }

    private async Task Make(PostSeriesRow after, PostTime time, CancellationToken ct)
    {
        var command = after.Content.ToCommand(Guid.CreateVersion7(clock.GetUtcNow()), after.UserId ?? account.Row!.UserId, time);
        var origin = new PostOrigin(after.Id, after.LastDate, [PostSeriesRepository.Replace(after), PostSeriesRepository.Link(command.PostId, after.Id, after.LastDate)]);
        var made = await schedule.Create(command, origin, ct);
        if (made.Error is not { } refusal)
        {
            LogMade(command.PostId, after.Id, after.LastDate);
            return;
        }
        // It would fail: it is there as a draft that says why, and people are told. The day after it is tried all the same.
        var code = (refusal as PostNotPublishable)?.Findings.FirstOrDefault(f => f.Severity == "error")?.Rule ?? refusal.Code;
        var notice = new Notice(NotificationKind.PostPreflight, command.PostId, $"{NotificationKind.PostPreflight}:{after.Id}:{after.LastDate:yyyy-MM-dd}",
            new { caption = command.Caption.Length > 80 ? command.Caption[..80] : command.Caption, scheduledAt = time.At, code });
        var draft = await schedule.Create(command with { IsDraft = true }, origin with { Notice = notice }, ct);
        if (draft.Error is { } wrong) throw new InvalidOperationException($"Not even a draft could be made: {wrong.Code}.");
        LogNotMade(after.Id, after.LastDate, code);
    }

    /// <summary>The series and its next post as they shall be, both or none.</summary>
    private async Task<Result<SeriesView>> Write(ChangeSeries command, OpenPost next, PostSeriesRow after, PostTime? moved, CancellationToken ct)
    {
        var edit = new EditPost(next.Id, next.Version, command.Caption, command.MediaKeys, command.FirstComment, command.Details, command.UserId, moved);
        Guarded[] link = moved is null ? [] : [PostSeriesRepository.Link(next.Id, after.Id, after.LastDate)];
        var edited = await schedule.Edit(edit, [PostSeriesRepository.Replace(after), .. link], ct);
        // Whoever changes the series knows its version, and not that of the post.
        if (edited.Error is PostVersionConflict) return await Conflict(after, ct);
        if (edited.Error is { } notChanged) return notChanged;
        // A post that is already as it shall be is not written.
        return edited.Get().Version == next.Version ? await Write(after, link, ct) : after.ToView();
    }

    private async Task<Result<SeriesView>> Write(PostSeriesRow row, IReadOnlyList<Guarded> also, CancellationToken ct)
    {
        await Append([PostSeriesRepository.Replace(row), .. also], ct);
        return row.ToView();
    }

    private Task Look(PostSeriesRow row, DateTimeOffset at, CancellationToken ct) => Append([PostSeriesRepository.LookAgain(row, at)], ct);

    private async Task Append(IReadOnlyList<Guarded> statements, CancellationToken ct) => await stream.Append(write =>
    {
        write.Also.AddRange(statements);
        return Task.FromResult(true);
    }, ct);

    private async Task<PostVersionConflict> Conflict(PostSeriesRow row, CancellationToken ct) => new((await series.Find(account.Id, row.Id, ct) ?? row).Version);

    [LoggerMessage(LogLevel.Information, "Made Post {PostId} of Series {SeriesId} for {Day}")]
    private partial void LogMade(Guid postId, Guid seriesId, DateOnly day);

    [LoggerMessage(LogLevel.Information, "The post of Series {SeriesId} for {Day} would fail ({Reason}) and is left as a draft")]
    private partial void LogNotMade(Guid seriesId, DateOnly day, string reason);

    [LoggerMessage(LogLevel.Information, "Series {SeriesId} was changed meanwhile; the next look counts")]
    private partial void LogChanged(Guid seriesId);

    [LoggerMessage(LogLevel.Error, "Series {SeriesId} could not be looked at; it is tried again in some minutes")]
    private partial void LogBroke(Exception e, Guid seriesId);
}
