namespace SocialSelling.Inbox;

/// <summary>Whether an account may message a contact now, and under which tag. Pure: no clock, no I/O.</summary>
/// <remarks>Source: Meta, "Overview of Instagram Messaging API".</remarks>
public static class ReplyWindow
{
    /// <summary>Counted from the contact's last message.</summary>
    public static readonly TimeSpan Standard = TimeSpan.FromHours(24);
    /// <summary>Longer, for messages that a person wrote.</summary>
    public static readonly TimeSpan HumanAgent = TimeSpan.FromDays(7);

    public const string NoTag = "none", HumanAgentTag = "human_agent", Closed = "closed";

    /// <returns>The tag to send under: none or human_agent.</returns>
    public static Result<string> Decide(DateTimeOffset? lastInboundAt, Author author, DateTimeOffset now)
    {
        if (lastInboundAt is not { } last) return new ReplyWindowClosed(null);
        var age = now - last;
        if (age < Standard) return NoTag;
        if (age < HumanAgent && author is Author.Person) return HumanAgentTag;
        return new ReplyWindowClosed(last + (author is Author.Person ? HumanAgent : Standard));
    }

    public static ReplyWindowView View(DateTimeOffset? lastInboundAt, DateTimeOffset now) =>
        new(lastInboundAt + HumanAgent, Decide(lastInboundAt, Author.Person, now).Value ?? Closed, lastInboundAt + Standard);
}
