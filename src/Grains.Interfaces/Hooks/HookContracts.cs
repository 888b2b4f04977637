using System.Text.Json;
using SocialSelling.Inbox;

namespace SocialSelling.Hooks;

/// <summary>What an outgoing webhook can be told of.</summary>
public static class HookKind
{
    /// <summary>What "send test" sends. Nobody subscribes to it.</summary>
    public const string Test = "webhook.test";

    /// <summary>Those of account events, in the order in which people see them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        EventKind.MessageReceived, EventKind.MessageSent, EventKind.MessageStatus, EventKind.MessageEdited, EventKind.MessageDeleted, EventKind.MessageRemoved, EventKind.MessageAttachments, EventKind.MessageScheduled,
        EventKind.ReactionChanged, CommentEventKind.Received, CommentEventKind.Changed, EventKind.ConversationChanged, EventKind.ContactChanged, EventKind.PostChanged, EventKind.AccountChanged, EventKind.InsightsRefreshed,
    ];
}

/// <summary>The body of a delivery: an account's event as the API and the hub show it, and whose it is.</summary>
/// <param name="Id">Of the event, the same however often and to how many endpoints it is sent: who has seen it has seen it.</param>
/// <param name="AccountId">Null of a test, as is <paramref name="Sequence"/>.</param>
public sealed record HookBody(string Id, string Kind, DateTimeOffset OccurredAt, Guid WorkspaceId, Guid? AccountId, long? Sequence, Guid SubjectId, JsonElement Payload);

public sealed record HookNotFound : DomainError
{
    public override string Code => "webhook-not-found";
    public override string Detail => "There is no such webhook.";
}

public sealed record HookDeliveryNotFound : DomainError
{
    public override string Code => "webhook-delivery-not-found";
    public override string Detail => "There is no such delivery.";
}

public sealed record TooManyHooks(int Limit) : DomainError
{
    public override string Code => "too-many-webhooks";
    public override string Detail => $"A workspace has {Limit} webhooks at most.";
}

public sealed record HookIsOff : DomainError
{
    public override string Code => "webhook-off";
    public override string Detail => "The webhook is switched off. Switch it on first.";
}

public sealed record HookDeliveryNotRepeatable : DomainError
{
    public override string Code => "webhook-delivery-not-repeatable";
    public override string Detail => "The delivery is still on its way, or its event is no longer kept.";
}
