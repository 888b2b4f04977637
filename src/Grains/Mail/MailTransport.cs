namespace SocialSelling.Mail;

/// <summary>A way for mail to leave.</summary>
internal interface IMailTransport
{
    /// <summary>As the outbox names it.</summary>
    string Name { get; }

    /// <summary>Tries once, and tells what came of it. Every failure it can name is an outcome.</summary>
    /// <param name="ct">Runs out when the server has had its time.</param>
    Task<MailOutcome> Send(Letter letter, CancellationToken ct);
}

/// <summary>A mail in words.</summary>
/// <param name="Id">Of the outbox; it makes the Message-ID, the same at every try, by which mailboxes know a repetition.</param>
/// <param name="Unsubscribe">Where one click ends mail of this kind; null where nothing may end it.</param>
internal sealed record Letter(Guid Id, string Template, string To, string Language, string Subject, string Html, string Plain, string? Unsubscribe = null);

/// <summary>What came of a try.</summary>
internal abstract record MailOutcome;

/// <summary>The provider has it.</summary>
internal sealed record MailAccepted(string? ProviderMessageId) : MailOutcome;

/// <summary>The provider does not want this mail, and will not tomorrow.</summary>
/// <param name="DeadAddress">Because there is no such mailbox.</param>
internal sealed record MailRefused(string Detail, bool DeadAddress = false) : MailOutcome;

/// <summary>The provider does not want this mail now.</summary>
internal sealed record MailDeferred(string Detail, TimeSpan? RetryAfter = null) : MailOutcome;

/// <summary>The provider was not reached, or does not know us: nothing to do with this mail. It was not handed over.</summary>
internal sealed record MailUnreachable(string Detail) : MailOutcome;

/// <summary>It was handed over, and no answer came.</summary>
internal sealed record MailUnknown(string Detail) : MailOutcome;
