using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Notifications;
using SocialSelling.Publishing;

namespace SocialSelling.Hooks;

/// <summary>
/// Sends what is due to outgoing webhooks. Runs on every silo; an endpoint is served by one at a time, in a turn of its own: a slow one holds up none but itself. A delivery is at least once: it stays due
/// until its success is written down, whoever dies meanwhile.
/// </summary>
internal sealed partial class HookDispatcher(
    HookDeliveryRepository deliveries, NotificationRepository notifications, HookPost post, TokenCipher cipher, IHubContext<InboxHub> hub, SignedMediaUrls urls, HookMetrics metrics, IOptions<HookOptions> options,
    IOptions<MailOptions> mail, TimeProvider clock, ILogger<HookDispatcher> logger) : BackgroundService
{
    /// <summary>Longer than a try takes; each renews it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Turn = TimeSpan.FromSeconds(10);
    private const int Batch = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var serving = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Sweep(serving, stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogSweepBroke(e);
                }
            }
        }
        finally
        {
            await Task.WhenAll(serving);
        }
    }

    /// <summary>Begins to serve as many endpoints as there is room for, and waits for none.</summary>
    /// <param name="serving">The turns that are under way; what is begun joins them.</param>
    /// <param name="ct">Ends turns between two requests, never within one.</param>
    public async Task Sweep(List<Task> serving, CancellationToken ct)
    {
        serving.RemoveAll(turn => turn.IsCompleted);
        if (options.Value.AtOnce - serving.Count is > 0 and var room) serving.AddRange((await deliveries.Claim(clock.GetUtcNow(), Lease, room, ct)).Select(hook => Serve(hook, ct)));
    }

    private async Task Serve(HookClaim hook, CancellationToken ct)
    {
        try
        {
            var secrets = Open(hook);
            var end = clock.GetUtcNow() + Turn;
            while (!ct.IsCancellationRequested && clock.GetUtcNow() < end && await deliveries.Due(hook, clock.GetUtcNow(), Batch, CancellationToken.None) is { Count: > 0 } due)
                if (!await Lanes(hook, secrets, due, ct)) break;
            await deliveries.Release(hook, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotServed(e, hook.Id);
        }
    }

    private string[] Open(HookClaim hook) => [.. hook.Secrets.Select(secret => cipher.Open(secret.Id, secret.Encrypted, secret.KeyId))];

    /// <summary>Each account's deliveries one after the other, those of several accounts at the same time.</summary>
    /// <returns>False when one failed: no more begins, and the endpoint is left alone for a moment.</returns>
    private async Task<bool> Lanes(HookClaim hook, string[] secrets, List<DueDelivery> due, CancellationToken ct)
    {
        var lanes = new ConcurrentQueue<IEnumerable<DueDelivery>>(due.GroupBy(delivery => delivery.AccountId));
        var goesOn = true;
        async Task Work()
        {
            while (lanes.TryDequeue(out var lane))
                foreach (var delivery in lane)
                {
                    if (!goesOn || ct.IsCancellationRequested) return;
                    if (!await Deliver(hook, secrets, delivery)) goesOn = false;
                }
        }
        await Task.WhenAll(Enumerable.Range(0, options.Value.PerEndpoint).Select(_ => Work()));
        return goesOn;
    }

    /// <returns>Whether it arrived.</returns>
    private async Task<bool> Deliver(HookClaim hook, string[] secrets, DueDelivery delivery)
    {
        if (await deliveries.Begin(hook, delivery.Id, clock.GetUtcNow(), Lease, CancellationToken.None) is not { } attempt) return false;
        var answer = Body(hook, delivery) is { } body
            ? await post.Send(hook.Url, body, HookSignature.Of(body, secrets, clock.GetUtcNow()), delivery, CancellationToken.None) : new HookAnswer(null, "event-gone", null, TimeSpan.Zero);
        metrics.Tried(answer);
        if (answer.Reason is null)
        {
            await MarkDelivered(delivery, answer, attempt.At + Lease);
            return true;
        }
        await Fail(hook, delivery, answer, attempt);
        return false;
    }

    /// <summary>What is not written down before the lease ends is sent once more.</summary>
    private async Task MarkDelivered(DueDelivery delivery, HookAnswer answer, DateTimeOffset leaseEndsAt)
    {
        while (true)
        {
            try
            {
                await deliveries.MarkDelivered(delivery.Id, answer, clock.GetUtcNow(), CancellationToken.None);
                return;
            }
            catch (NpgsqlException e) when (clock.GetUtcNow() + Every < leaseEndsAt)
            {
                LogNotNoted(e, delivery.Id);
                await Task.Delay(Every, clock);
            }
        }
    }

    private async Task Fail(HookClaim hook, DueDelivery delivery, HookAnswer answer, HookTry attempt)
    {
        var now = clock.GetUtcNow();
        var next = answer.Reason == "event-gone" ? null : HookRules.NextTry(delivery.Sequence is null, attempt.Number, attempt.FirstAt, answer.RetryAfter, Random.Shared.NextDouble(), now);
        var setback = new HookSetback(next, HookRules.Rest, (since, failures) => HookRules.IsGivenUp(since, failures, now), NotificationKind.WebhookDisabled, keeper => Mail(hook, keeper, now));
        var told = await deliveries.MarkFailed(hook, delivery, answer, attempt, setback, now, CancellationToken.None);
        LogFailed(delivery.Id, hook.Id, answer.Reason!, answer.StatusCode, next);
        if (told is null) return;
        metrics.SwitchedOff();
        LogSwitchedOff(hook.Id, hook.WorkspaceId);
        foreach (var row in await notifications.List(told, CancellationToken.None)) _ = hub.Tell(row.UserId, row.ToView(urls), e => LogNotPushed(e, row.Id));
    }

    /// <returns>Null when the event is past keeping.</returns>
    private static byte[]? Body(HookClaim hook, DueDelivery delivery)
    {
        if (delivery.Sequence is null)
            return JsonSerializer.SerializeToUtf8Bytes(new HookBody(delivery.Id.ToString(), delivery.Kind, delivery.CreatedAt, hook.WorkspaceId, null, null, hook.Id, JsonElement.Parse("{}")), WireJson.Options);
        return delivery.Payload is null ? null : JsonSerializer.SerializeToUtf8Bytes(
            new HookBody($"{delivery.AccountId}:{delivery.Sequence}", delivery.Kind, delivery.OccurredAt!.Value, hook.WorkspaceId, delivery.AccountId, delivery.Sequence, delivery.SubjectId!.Value, JsonElement.Parse(delivery.Payload)),
            WireJson.Options);
    }

    private MailMessage? Mail(HookClaim hook, HookKeeper keeper, DateTimeOffset now) => !MailOutbox.IsAddress(keeper.Email) ? null : new MailMessage(
        MailTemplate.WebhookDisabled, keeper.Email, keeper.Language,
        new Dictionary<string, string> { ["name"] = keeper.Name, ["workspace"] = keeper.Workspace, ["host"] = new Uri(hook.Url).Host, [MailTemplate.Link] = mail.Value.AppUrl.TrimEnd('/') + "/settings/webhooks" },
        MailPriority.Normal, $"webhook-disabled:{hook.Id}:{now.UtcTicks}:{keeper.UserId}")
    { UserId = keeper.UserId, WorkspaceId = hook.WorkspaceId };

    [LoggerMessage(LogLevel.Warning, "A round of serving webhooks broke off; the next one comes")]
    private partial void LogSweepBroke(Exception e);

    [LoggerMessage(LogLevel.Error, "Webhook {HookId} could not be served; it is tried again when its lease is over")]
    private partial void LogNotServed(Exception e, Guid hookId);

    [LoggerMessage(LogLevel.Warning, "Delivery {DeliveryId} arrived, and that could not be written down; it is tried again")]
    private partial void LogNotNoted(Exception e, Guid deliveryId);

    [LoggerMessage(LogLevel.Information, "Delivery {DeliveryId} to Webhook {HookId} failed ({Reason}, {StatusCode}); next try at {NextTryAt}")]
    private partial void LogFailed(Guid deliveryId, Guid hookId, string reason, int? statusCode, DateTimeOffset? nextTryAt);

    [LoggerMessage(LogLevel.Warning, "Webhook {HookId} of Workspace {WorkspaceId} took nothing for a day and was switched off")]
    private partial void LogSwitchedOff(Guid hookId, Guid workspaceId);

    [LoggerMessage(LogLevel.Warning, "Notification {NotificationId} could not be pushed; browsers will read it")]
    private partial void LogNotPushed(Exception e, Guid notificationId);
}
