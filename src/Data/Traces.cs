using System.Diagnostics;

namespace SocialSelling;

/// <summary>Where a trace would break off, because work of several callers is done together on a lane of its own.</summary>
public static class Traces
{
    /// <summary>The name that hosts listen to.</summary>
    public const string Name = "SocialSelling";

    private const int MaxLinks = 31;
    private static readonly ActivitySource Source = new(Name);

    /// <summary>Work for several callers: it continues the first trace that is being recorded and links to the others.</summary>
    /// <returns>Null when none is recorded, which is the rule.</returns>
    public static Activity? Continue(string work, IEnumerable<ActivityContext> callers)
    {
        if (!Source.HasListeners()) return null;
        var recorded = callers.Where(caller => caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)).Take(MaxLinks + 1).ToList();
        return recorded is [var first, .. var others] ? Source.StartActivity(work, ActivityKind.Internal, first, links: others.Select(other => new ActivityLink(other))) : null;
    }
}
