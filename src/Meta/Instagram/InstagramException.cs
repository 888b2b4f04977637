namespace SocialSelling.Meta;

/// <summary>Every way in which a call to Meta can fail, as the one exception of the clients.</summary>
public sealed class InstagramException(InstagramFailure failure, Exception? inner = null)
    : Exception($"Meta: {failure.GetType().Name} ({failure.Code}/{failure.Subcode}, trace {failure.TraceId ?? "none"})", inner)
{
    public InstagramFailure Failure { get; } = failure;
}

/// <summary>What a failure means for the caller. <see cref="Code"/> and <see cref="Subcode"/> are Meta's; 0 when there was no answer.</summary>
public abstract record InstagramFailure(int Code, int Subcode, string? TraceId);

/// <summary>Nothing happened; the same call may be made again.</summary>
/// <param name="After">As Meta said; null when it did not.</param>
public sealed record RetryLater(TimeSpan? After, int Code = 0, int Subcode = 0, string? TraceId = null) : InstagramFailure(Code, Subcode, TraceId)
{
    /// <summary>Too many calls: every call of the account has to wait, not this one alone.</summary>
    public bool IsThrottle => Code is 4 or 17 or 32 or 341 or 613 or (>= 80000 and <= 80014);
}

/// <summary>The login has died: only its owner can bring it back.</summary>
public sealed record ReconnectAccount(int Code = 190, int Subcode = 0, string? TraceId = null) : InstagramFailure(Code, Subcode, TraceId)
{
    /// <summary>Which login was refused: it may have been replaced while the call was under way. Null when the call carried none.</summary>
    public AccessToken? Token { get; init; }
}

/// <summary>Refused for good.</summary>
/// <param name="Reason">Stable, kebab-case.</param>
/// <param name="UserMessage">In words for the account's owner.</param>
public sealed record Refused(string Reason, string UserMessage, int Code = 0, int Subcode = 0, string? TraceId = null) : InstagramFailure(Code, Subcode, TraceId);

/// <summary>The call may have taken effect. It must not be repeated before that is found out.</summary>
public sealed record OutcomeUnknown(int Code = 0, int Subcode = 0, string? TraceId = null) : InstagramFailure(Code, Subcode, TraceId);

/// <summary>What a call does at Meta, which decides what its failure means.</summary>
public enum CallKind
{
    /// <summary>Reading, or writing something that may be written twice.</summary>
    Repeatable,
    /// <summary>Makes something that people see.</summary>
    Effect,
    /// <summary>As <see cref="Effect"/>; of publishing some errors are known to come after success.</summary>
    Publish,
}
