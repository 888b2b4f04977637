namespace SocialSelling.Sandbox;

/// <summary>How fast the pretended Meta is, and which of its shapes it answers in; changed by <c>POST /_control/behaviour</c>.</summary>
public sealed class Behaviour
{
    /// <summary>From creating a container until it can be published.</summary>
    public TimeSpan ProcessingTakes { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan PublishTakes { get; set; }
    /// <summary>How long a new post is missing from the account's list.</summary>
    public TimeSpan ListingLags { get; set; }
    /// <summary>The exchange of a code answers <c>{"data":[…]}</c>, as the documentation has it, and not flat, as clients have seen it.</summary>
    public bool WrappedToken { get; set; }
    /// <summary>Comments arrive with <c>field</c> and <c>value</c> in the entry itself, and not in <c>changes</c>.</summary>
    public bool FlatComments { get; set; }
    /// <summary>Who comments has another id there than in messages.</summary>
    public bool OtherCommenterIds { get; set; }
}
