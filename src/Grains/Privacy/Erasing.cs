namespace SocialSelling.Privacy;

/// <summary>How a thing is erased: steps in order. Each may be repeated, since a silo may die in the middle of it.</summary>
internal interface IErasing
{
    string Subject { get; }

    /// <summary>The names of the steps, first to last.</summary>
    string[] Steps { get; }

    Task<Progress> Take(string step, ErasureRow job, CancellationToken ct);
}

/// <summary>What a step has come to.</summary>
internal abstract record Progress
{
    /// <summary>It is done, and the next one follows.</summary>
    public sealed record Next(ErasureFacts? Facts) : Progress;
    /// <summary>There is more of it.</summary>
    public sealed record Again(ErasureFacts? Facts) : Progress;
    /// <summary>It waits for somebody else.</summary>
    public sealed record Later(TimeSpan In, ErasureFacts? Facts) : Progress;
}
